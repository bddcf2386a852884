import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';
import {
  connectionParam,
  databaseCapability,
  selectionParams,
  selectionProblems,
} from './shared/database.ts';

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
  lower: ({ params }) => {
    const problems = selectionProblems(params);
    if (problems.length > 0) return { problems };
    return { outputs: { out: { op: 'scan', connector: 'postgres', options: jsonOptions(params) } } };
  },
  examples: [
    {
      title: 'Some columns of a table',
      env: { PG_URL: 'postgres://user@host/database' },
      tables: {
        orders: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'amount', type: 'DECIMAL(10,2)' },
            { name: 'note', type: 'VARCHAR' },
          ],
          rows: [
            ['1', '9.50', 'größer'],
            ['2', null, null],
          ],
        },
      },
      params: { connection: '${env:PG_URL}', table: 'orders', columns: ['id', 'amount'] },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'amount', type: 'DECIMAL(10,2)' },
          ],
          rows: [
            ['1', '9.50'],
            ['2', null],
          ],
        },
      },
    },
    {
      title: 'The rows of a query',
      env: { PG_URL: 'postgres://user@host/database' },
      tables: {
        orders: {
          columns: [{ name: 'id', type: 'BIGINT' }],
          rows: [['1'], ['2'], ['3']],
        },
      },
      params: { connection: '${env:PG_URL}', query: 'SELECT id FROM orders WHERE id > 1' },
      outputs: { out: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['2'], ['3']] } },
    },
  ],
});
