import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice } from '../engine/catalogue/params.ts';
import { serverReadExamples } from './examples/server.ts';
import { connectionParam, databaseCapability, databaseScan, selectionParams } from './shared/database.ts';

export const readPostgres = defineNode({
  kind: 'read-postgres',
  version: 1,
  title: 'Read PostgreSQL',
  summary: 'Reads a table, or the rows of one SELECT, from a PostgreSQL server.',
  docs: `The connection is best kept in one environment variable, such as \`\${env:PG_URL}\`; a password is never written
into the pipeline file. \`numeric\` columns with a precision stay exact. One snapshot is read, also in parts.`,
  category: 'Sources',
  icon: 'database',
  keywords: ['pg', 'database', 'sql', 'server', 'import'],
  needs: 'postgres',
  params: z.strictObject({
    connection: connectionParam('postgres://user@host/database'),
    ...selectionParams,
    unboundedNumeric: choice(['double', 'text'], {
      label: 'Numbers without a precision',
      help: 'As DOUBLE (about 15 digits) or as their exact text.',
      advanced: true,
    }).default('double'),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: databaseCapability('postgres'),
  lower: ({ params }) => databaseScan('postgres', params),
  examples: serverReadExamples('PG_URL', 'postgres://user@host/database'),
});
