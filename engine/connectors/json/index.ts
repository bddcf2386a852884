import type { SinkConnector, SourceConnector } from '../contract.ts';
import { text } from '../quote.ts';
import { describeJson } from './describe.ts';
import type { JsonReadOptions, JsonWriteOptions } from './options.ts';
import { scanJson } from './scan.ts';

/** Reads JSON and NDJSON files. */
export const jsonSource: SourceConnector<JsonReadOptions> = {
  name: 'json',
  reads: 'duckdb',
  describe: describeJson,
  scanSql: scanJson,
};

/** Writes one JSON array, or one object a line. */
export const jsonSink: SinkConnector<JsonWriteOptions> = {
  name: 'json',
  writes: 'duckdb',
  target: o => o.path,
  copySql: (o, query, tempPath) => {
    const options = [
      'FORMAT json',
      `ARRAY ${o.format === 'array'}`,
      ...(o.dateFormat ? [`DATEFORMAT ${text(o.dateFormat)}`] : []),
      ...(o.timestampFormat ? [`TIMESTAMPFORMAT ${text(o.timestampFormat)}`] : []),
      ...(o.compression && o.compression !== 'none' ? [`COMPRESSION ${text(o.compression)}`] : []),
    ];
    return `COPY (${query}) TO ${text(tempPath)} (${options.join(', ')})`;
  },
};
