import { ident, text } from '../quote.ts';
import type { CsvWriteOptions } from './options.ts';

/** The COPY that writes it to a path. */
export const copyCsv = (o: CsvWriteOptions, query: string, tempPath: string): string => {
  const options = [
    'FORMAT csv',
    `DELIMITER ${text(o.delimiter)}`,
    `HEADER ${o.header}`,
    `QUOTE ${text(o.quote)}`,
    // A quote inside quotes is doubled; without this DuckDB would put its usual escape before another quote.
    `ESCAPE ${text(o.quote)}`,
    `NULLSTR ${text(o.nullValue)}`,
    ...(o.quoteAll ? ['FORCE_QUOTE *'] : []),
    ...(o.dateFormat ? [`DATEFORMAT ${text(o.dateFormat)}`] : []),
    ...(o.timestampFormat ? [`TIMESTAMPFORMAT ${text(o.timestampFormat)}`] : []),
    ...(o.compression && o.compression !== 'none' ? [`COMPRESSION ${text(o.compression)}`] : []),
    ...(o.partitionBy?.length ? [`PARTITION_BY (${o.partitionBy.map(ident).join(', ')})`] : []),
  ];
  return `COPY (${query}) TO ${text(tempPath)} (${options.join(', ')})`;
};
