import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { text } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';
import {
  connectionParam,
  databaseCapability,
  keyProblems,
  keysParam,
  writeModeParam,
} from './shared/database.ts';

export const writePostgres = defineNode({
  kind: 'write-postgres',
  version: 1,
  title: 'Write PostgreSQL',
  summary: 'Writes rows to a table of a PostgreSQL server.',
  docs: 'Everything happens in one transaction: on an error or a cancel the table is as it was.',
  category: 'Sinks',
  icon: 'database',
  keywords: ['pg', 'database', 'sql', 'server', 'export', 'upsert'],
  needs: 'postgres',
  params: z.strictObject({
    connection: connectionParam('postgres://user@host/database'),
    table: text({ label: 'Table', help: '`table` or `schema.table`.' }).min(1),
    mode: writeModeParam.default('create'),
    keys: keysParam.default([]),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: databaseCapability('postgres'),
  lower: ({ params, input }) => {
    const { keys, ...options } = params;
    const problems = keyProblems(params.mode, keys);
    if (problems.length > 0) return { problems };
    return {
      sinks: [
        {
          connector: 'postgres',
          options: jsonOptions({ ...options, ...(keys.length > 0 && { keys: keys.map(k => k.name) }) }),
          input: input().rel,
        },
      ],
    };
  },
  examples: [
    {
      title: 'Rows are added to a table that is there',
      env: { PG_URL: 'postgres://user@host/database' },
      tables: {
        stock: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'left', type: 'INTEGER' },
          ],
          rows: [
            ['1', 5],
            ['2', 7],
          ],
        },
      },
      params: { connection: '${env:PG_URL}', table: 'stock', mode: 'append' },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'left', type: 'INTEGER' },
          ],
          rows: [
            ['3', 6],
            ['4', null],
          ],
        },
      },
      readsBack: {
        stock: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'left', type: 'INTEGER' },
          ],
          rows: [
            ['1', 5],
            ['2', 7],
            ['3', 6],
            ['4', null],
          ],
        },
      },
    },
  ],
});
