import type { SinkConnector, SourceConnector } from '../contract.ts';
import type { CsvReadOptions, CsvWriteOptions } from './options.ts';
import { describeCsv, scanCsv } from './read.ts';
import { copyCsv } from './write.ts';

export const csvSource: SourceConnector<CsvReadOptions> = {
  name: 'csv',
  reads: 'duckdb',
  describe: describeCsv,
  scanSql: options => scanCsv(options),
};

export const csvSink: SinkConnector<CsvWriteOptions> = {
  name: 'csv',
  writes: 'duckdb',
  copySql: copyCsv,
  target: options => options.path,
  isFolder: options => (options.partitionBy?.length ?? 0) > 0,
};
