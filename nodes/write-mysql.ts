import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { text } from '../engine/catalogue/params.ts';
import { serverWriteExamples } from './examples/server.ts';
import {
  connectionParam,
  databaseCapability,
  databaseSink,
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
  lower: ({ params, input }) => databaseSink('mysql', params, input().rel),
  examples: serverWriteExamples('MYSQL_URL', 'mysql://user@host/database'),
});
