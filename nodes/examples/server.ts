/** Examples that the kinds for database servers share. `env` is the variable that holds the address. */
import type { Example } from '../../engine/catalogue/node.ts';

export const serverReadExamples = (env: string, address: string): readonly Example[] => [
  {
    title: 'Some columns of a table',
    env: { [env]: address },
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
    params: { connection: `\${env:${env}}`, table: 'orders', columns: ['id', 'amount'] },
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
    env: { [env]: address },
    tables: {
      orders: {
        columns: [{ name: 'id', type: 'BIGINT' }],
        rows: [['1'], ['2'], ['3']],
      },
    },
    params: { connection: `\${env:${env}}`, query: 'SELECT id FROM orders WHERE id > 1' },
    outputs: { out: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['2'], ['3']] } },
  },
];

export const serverWriteExamples = (env: string, address: string): readonly Example[] => [
  {
    title: 'Rows are added to a table that is there',
    env: { [env]: address },
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
    params: { connection: `\${env:${env}}`, table: 'stock', mode: 'append' },
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
];
