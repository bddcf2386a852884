import { z } from 'zod';
import { defineNode, type ExampleTable, table } from '../engine/catalogue/node.ts';
import { newName, path, toggle } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';

const orders: ExampleTable = {
  columns: [
    { name: 'id', type: 'BIGINT' },
    { name: 'price', type: 'DECIMAL(12,2)' },
    { name: 'día', type: 'DATE' },
  ],
  rows: [
    ['9007199254740993', '0.10', '2024-02-29'],
    ['2', null, null],
  ],
};

export const readParquet = defineNode({
  kind: 'read-parquet',
  version: 1,
  title: 'Read Parquet',
  summary:
    'Reads rows from a Parquet file, a folder of them, or a pattern; only the columns and row groups that are used.',
  docs: `Several files are matched by column name; a column that one of them lacks is null there. Folders named
\`key=value\` become columns. Types are those in the file; nothing is guessed.`,
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
    outputs: { out: { op: 'scan', connector: 'parquet', options: jsonOptions(params) } },
  }),
  examples: [
    {
      title: 'One file',
      tables: { 'orders.parquet': orders },
      params: { path: 'orders.parquet' },
      outputs: { out: orders },
      ordered: true,
    },
    {
      title: 'Files with different columns are matched by name',
      tables: {
        '2023.parquet': { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['1']] },
        '2024.parquet': {
          columns: [
            { name: 'note', type: 'VARCHAR' },
            { name: 'id', type: 'BIGINT' },
          ],
          rows: [['new', '2']],
        },
      },
      params: { path: '*.parquet' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'note', type: 'VARCHAR' },
          ],
          rows: [
            ['1', null],
            ['2', 'new'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
