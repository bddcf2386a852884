import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, labelled, path, text, typeOverrides } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';

export const readSqlite = defineNode({
  kind: 'read-sqlite',
  version: 1,
  title: 'Read SQLite',
  summary: 'Reads rows from one table or view of a SQLite database file.',
  docs: `SQLite lets any cell hold any type, so a column's type is what its declaration says, and a cell that does not
fit stops the run and is named. The database is read in a process of its own and held in memory there: up to the size
that is set.`,
  category: 'Sources',
  icon: 'database',
  keywords: ['db', 'file', 'table', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['sqlite', 'sqlite3', 'db'], label: 'Database file' }),
    table: text({ label: 'Table or view', help: 'May be left out where there is only one.' })
      .min(1)
      .optional(),
    columns: labelled(z.array(z.string().min(1)).min(1), {
      label: 'Columns',
      widget: 'list',
      help: 'All when left out.',
    }).optional(),
    types: typeOverrides({ label: 'Types', help: 'Overrides of found types, by column.' }).default({}),
    maxMegabytes: integer({ label: 'Largest file in MB', min: 1, max: 2000, advanced: true }).default(1000),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params }) => ({
    outputs: { out: { op: 'scan', connector: 'sqlite', options: jsonOptions(params) } },
  }),
  examples: [
    {
      title: 'One table of a database',
      tables: {
        'shop.sqlite': {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'na"me', type: 'VARCHAR' },
            { name: 'price', type: 'DOUBLE' },
          ],
          rows: [
            ['9007199254740993', 'Crème', 2.5],
            ['2', null, null],
          ],
          params: { table: 'items' },
        },
      },
      params: { path: 'shop.sqlite', table: 'items' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'na"me', type: 'VARCHAR' },
            { name: 'price', type: 'DOUBLE' },
          ],
          rows: [
            ['9007199254740993', 'Crème', 2.5],
            ['2', null, null],
          ],
        },
      },
    },
  ],
});
