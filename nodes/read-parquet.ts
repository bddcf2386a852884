import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { newName, path, toggle } from '../engine/catalogue/params.ts';
import type { Json } from '../engine/schema/types.ts';

export const readParquet = defineNode({
  kind: 'read-parquet',
  version: 1,
  title: 'Read Parquet',
  summary:
    'Reads rows from a Parquet file, a folder of them, or a pattern; only the columns and row groups that are used.',
  category: 'Sources',
  icon: 'database',
  keywords: ['columnar', 'file', 'import', 'load', 'hive'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['parquet', 'pq'], label: 'File, folder or pattern' }),
    hivePartitions: toggle({
      label: 'Folders named key=value are columns',
      help: 'Found out by itself unless set.',
    }).optional(),
    fileNameColumn: newName({ label: 'Column for the file name', advanced: true }).optional(),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params }) => ({
    outputs: { out: { op: 'scan', connector: 'parquet', options: params as unknown as Json } },
  }),
  examples: [],
});
