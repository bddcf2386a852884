import { basename } from 'node:path';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { Json, Schema } from '../../schema/types.ts';
import type { Described, SinkConnector, SourceConnector, World } from '../contract.ts';
import { combined } from '../files/facts.ts';
import { listFiles } from '../files/list.ts';
import { ident, text } from '../quote.ts';
import { unreadableParquet } from './problem.ts';

export type ParquetReadOptions = {
  readonly path: string;
  readonly hivePartitions?: boolean | undefined;
  readonly fileNameColumn?: string | undefined;
  /** Absolute paths, once described. */
  readonly files?: readonly string[] | undefined;
};

export type ParquetWriteOptions = {
  readonly path: string;
  readonly compression: 'snappy' | 'zstd' | 'gzip' | 'lz4_raw' | 'uncompressed';
  readonly rowGroupSize?: number | undefined;
  readonly partitionBy?: readonly string[] | undefined;
};

const reader = (o: ParquetReadOptions): string =>
  `read_parquet([${(o.files ?? []).map(text).join(', ')}], union_by_name = ${(o.files?.length ?? 0) > 1}, hive_partitioning = ${
    o.hivePartitions === true
  }${o.fileNameColumn ? `, filename = ${text(o.fileNameColumn)}` : ''})`;

const describe = async (options: ParquetReadOptions, world: World): Promise<Described> => {
  const files = await listFiles(options.path, ['parquet', 'pq'], world);
  const hollow = files.find(f => f.bytes === 0);
  if (hollow !== undefined)
    throw engineError(
      'file-empty',
      { path: files.length > 1 ? basename(hollow.path) : options.path },
      { param: 'path' },
    );
  const pinned: ParquetReadOptions = {
    ...options,
    hivePartitions: options.hivePartitions ?? files.some(f => /[\\/][^\\/=]+=[^\\/]*[\\/]/.test(f.path)),
    files: files.map(f => f.path),
  };
  try {
    const fields = await world.query(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${reader(pinned)})`,
    );
    const [count] = await world.query(
      `SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata([${files.map(f => text(f.path)).join(', ')}])`,
    );
    return {
      columns: fields.map(([name, type]) => ({ name: name ?? '', type: type ?? 'VARCHAR' })),
      options: JSON.parse(JSON.stringify(pinned)) as Json,
      rows: Number(count?.[0] ?? 0),
      fingerprint: combined(files),
      inputs: files.map(f => ({ name: f.path, fingerprint: f.fingerprint, bytes: f.bytes })),
    };
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    // Of several files, the one that the engine names is at fault.
    const said = cause instanceof Error ? cause.message : '';
    const named = files.length > 1 ? files.find(f => said.includes(f.path)) : undefined;
    throw unreadableParquet(named === undefined ? options.path : basename(named.path), cause);
  }
};

export const parquetSource: SourceConnector<ParquetReadOptions> = {
  name: 'parquet',
  reads: 'duckdb',
  describe,
  scanSql: (options: ParquetReadOptions, columns: Schema) =>
    `SELECT ${columns.map(c => ident(c.name)).join(', ')} FROM ${reader(options)}`,
};

export const parquetSink: SinkConnector<ParquetWriteOptions> = {
  name: 'parquet',
  writes: 'duckdb',
  copySql: (o, query, tempPath) => {
    const options = [
      'FORMAT parquet',
      `COMPRESSION ${text(o.compression)}`,
      ...(o.rowGroupSize ? [`ROW_GROUP_SIZE ${o.rowGroupSize}`] : []),
      ...(o.partitionBy?.length ? [`PARTITION_BY (${o.partitionBy.map(ident).join(', ')})`] : []),
    ];
    return `COPY (${query}) TO ${text(tempPath)} (${options.join(', ')})`;
  },
  target: o => o.path,
  isFolder: o => (o.partitionBy?.length ?? 0) > 0,
};
