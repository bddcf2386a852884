import type { SinkConnector, SourceConnector, World } from '../contract.ts';
import { describeCsv, withoutEncoding } from './describe.ts';
import { isNative } from './encoding.ts';
import type { CsvReadOptions, CsvWriteOptions } from './options.ts';
import { scanCsv } from './scan.ts';
import { utf8Copy } from './transcode.ts';
import { copyCsv } from './write.ts';

/** Copies files that DuckDB cannot decode into the run's folder, in UTF-8. */
const prepareCsv = async (options: CsvReadOptions, world: World): Promise<CsvReadOptions> => {
  const { encoding, files = [] } = options;
  if (encoding === undefined || isNative(encoding)) return options;
  const copies: string[] = [];
  for (const path of files) copies.push(await utf8Copy({ path, shown: options.path, encoding }, world));
  return { ...withoutEncoding(options), files: copies, copiesOf: files };
};

/** Reads CSV and TSV files. */
export const csvSource: SourceConnector<CsvReadOptions> = {
  name: 'csv',
  reads: 'duckdb',
  describe: describeCsv,
  prepare: prepareCsv,
  scanSql: options => scanCsv(options),
};

/** Writes a CSV or TSV file, or a folder of them. */
export const csvSink: SinkConnector<CsvWriteOptions> = {
  name: 'csv',
  writes: 'duckdb',
  copySql: copyCsv,
  target: options => options.path,
  isFolder: options => (options.partitionBy?.length ?? 0) > 0,
};
