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

export const writeMysql = defineNode({
  kind: 'write-mysql',
  version: 1,
  title: 'Write MySQL',
  summary: 'Writes rows to a table of a MySQL server.',
  docs: 'A new table is filled beside the old one and renamed at the end; rows that are added or replaced go in one transaction.',
  category: 'Sinks',
  icon: 'database',
  keywords: ['mariadb', 'database', 'sql', 'server', 'export', 'upsert'],
  needs: 'mysql',
  params: z.strictObject({
    connection: connectionParam('mysql://user@host/database'),
    table: text({ label: 'Table', help: '`table` or `schema.table`.' }).min(1),
    mode: writeModeParam.default('create'),
    keys: keysParam.default([]),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: databaseCapability('mysql'),
  lower: ({ params, input }) => {
    const { keys, ...options } = params;
    const problems = keyProblems(params.mode, keys);
    if (problems.length > 0) return { problems };
    return {
      sinks: [
        {
          connector: 'mysql',
          options: jsonOptions({ ...options, ...(keys.length > 0 && { keys: keys.map(k => k.name) }) }),
          input: input().rel,
        },
      ],
    };
  },
  examples: [
    {
      title: 'Rows are added to a table that is there',
      env: { MYSQL_URL: 'mysql://user@host/database' },
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
      params: { connection: '${env:MYSQL_URL}', table: 'stock', mode: 'append' },
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
