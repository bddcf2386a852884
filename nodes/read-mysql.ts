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

export const readMysql = defineNode({
  kind: 'read-mysql',
  version: 1,
  title: 'Read MySQL',
  summary: 'Reads a table, or the rows of one SELECT, from a MySQL server.',
  docs: `The connection is best kept in one environment variable, such as \`\${env:MYSQL_URL}\`; a password is never written
into the pipeline file. Unsigned and decimal columns stay exact.`,
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
  lower: ({ params }) => {
    const problems = selectionProblems(params);
    if (problems.length > 0) return { problems };
    return { outputs: { out: { op: 'scan', connector: 'mysql', options: jsonOptions(params) } } };
  },
  examples: [
    {
      title: 'Some columns of a table',
      env: { MYSQL_URL: 'mysql://user@host/database' },
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
      params: { connection: '${env:MYSQL_URL}', table: 'orders', columns: ['id', 'amount'] },
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
      env: { MYSQL_URL: 'mysql://user@host/database' },
      tables: {
        orders: {
          columns: [{ name: 'id', type: 'BIGINT' }],
          rows: [['1'], ['2'], ['3']],
        },
      },
      params: { connection: '${env:MYSQL_URL}', query: 'SELECT id FROM orders WHERE id > 1' },
      outputs: { out: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['2'], ['3']] } },
    },
  ],
});
