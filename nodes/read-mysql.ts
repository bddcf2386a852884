import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice } from '../engine/catalogue/params.ts';
import { serverReadExamples } from './examples/server.ts';
import { connectionParam, databaseCapability, databaseScan, selectionParams } from './shared/database.ts';

export const readMysql = defineNode({
  kind: 'read-mysql',
  version: 1,
  title: 'Read MySQL',
  summary: 'Reads a table, or the rows of one SELECT, from a MySQL server.',
  docs: `The connection is best kept in one environment variable, such as \`\${env:MYSQL_URL}\`; a password is never written
into the pipeline file. Unsigned and decimal columns stay exact.

One state of the server is read, also in parts: while the connections begin, writers wait for some milliseconds. For a
table that takes InnoDB and the privilege LOCK TABLES or RELOAD; for a query, a view or a condition with functions, RELOAD
and no table of another engine. Nobody waits longer than a second: where the lock cannot be had in that time, or at all,
one connection reads and the run report says why.`,
  category: 'Sources',
  icon: 'database',
  keywords: ['mariadb', 'database', 'sql', 'server', 'import'],
  needs: 'mysql',
  params: z.strictObject({
    connection: connectionParam('mysql://user@host/database'),
    ...selectionParams,
    zeroDates: choice(['error', 'null'], { label: 'Dates such as 0000-00-00', advanced: true }).default(
      'error',
    ),
    tinyInt1: choice(['boolean', 'integer'], { label: 'tinyint(1) is', advanced: true }).default('boolean'),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: databaseCapability('mysql'),
  lower: ({ params }) => databaseScan('mysql', params),
  examples: serverReadExamples('MYSQL_URL', 'mysql://user@host/database'),
});
