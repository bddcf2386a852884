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
  lower: ({ params, input }) => databaseSink('postgres', params, input().rel),
  examples: serverWriteExamples('PG_URL', 'postgres://user@host/database'),
});
