import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, path } from '../engine/catalogue/params.ts';

export const writeParquet = defineNode({
  kind: 'write-parquet',
  version: 1,
  title: 'Write Parquet',
  summary: 'Writes rows to a Parquet file, or to a folder with one subfolder per value of some columns.',
  category: 'Sinks',
  icon: 'save',
  keywords: ['columnar', 'file', 'export', 'store'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['parquet'], label: 'File, or folder when partitioned' }),
    compression: choice(['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed'], {
      label: 'Compression',
    }).default('snappy'),
    rowGroupSize: integer({
      label: 'Rows in a row group',
      min: 2048,
      max: 100_000_000,
      advanced: true,
    }).optional(),
    partitionBy: columns({ label: 'Partition by' }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input }) => ({
    sinks: [
      {
        connector: 'parquet',
        options: {
          path: params.path,
          compression: params.compression,
          ...(params.rowGroupSize && { rowGroupSize: params.rowGroupSize }),
          ...(params.partitionBy?.length && { partitionBy: params.partitionBy.map(c => c.name) }),
        },
        input: input().rel,
      },
    ],
  }),
  examples: [],
});
