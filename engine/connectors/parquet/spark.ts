import type { SparkRead, SparkRefusal, SparkWrite } from '../spark.ts';
import type { ParquetReadOptions, ParquetWriteOptions } from './index.ts';

/** How Spark reads the same Parquet. The files tell their columns. */
export const parquetOnSpark = (o: ParquetReadOptions): SparkRead | SparkRefusal =>
  o.fileNameColumn !== undefined
    ? { unsupported: 'a column of file names would hold addresses there' }
    : { format: 'parquet', path: o.path, options: (o.files?.length ?? 0) > 1 ? { mergeSchema: true } : {} };

/** How Spark writes the same Parquet. */
export const parquetToSpark = (o: ParquetWriteOptions): SparkWrite => ({
  format: 'parquet',
  path: o.path,
  options: { compression: o.compression },
  ...(o.partitionBy?.length && { partitionBy: o.partitionBy }),
});
