import type { Example } from '../../engine/catalogue/node.ts';

const orders = [
  { name: 'id', type: 'INTEGER' },
  { name: 'country', type: 'VARCHAR' },
  { name: 'amount', type: 'DOUBLE' },
];
const aside = [...orders, { name: 'failed_checks', type: 'VARCHAR' }];
const report = [
  { name: 'check', type: 'VARCHAR' },
  { name: 'severity', type: 'VARCHAR' },
  { name: 'passed', type: 'BOOLEAN' },
  { name: 'failing_rows', type: 'BIGINT' },
  { name: 'sample', type: 'VARCHAR' },
];

export const expectationExamples: readonly Example[] = [
  {
    title: 'Rows that fail are set aside, with the reasons',
    params: {
      checks: [
        { check: 'unique', columns: ['id'], severity: 'quarantine' },
        { check: 'range', column: 'amount', min: 0, max: 100, severity: 'quarantine' },
        {
          check: 'one-of',
          column: 'country',
          values: ['FR', 'DE'],
          severity: 'quarantine',
          name: 'known country',
        },
      ],
    },
    inputs: {
      in: {
        columns: orders,
        rows: [
          [1, 'FR', 10],
          [2, 'DE', 100],
          [2, 'fr', 101],
          [3, null, null],
          [4, 'FR', 'NaN'],
          [null, 'DE', 0],
          [null, 'DE', 1],
        ],
      },
    },
    outputs: {
      out: {
        columns: orders,
        rows: [
          [1, 'FR', 10],
          [3, null, null],
          [null, 'DE', 0],
          [null, 'DE', 1],
        ],
      },
      quarantine: {
        columns: aside,
        rows: [
          [2, 'DE', 100, 'id is unique'],
          [2, 'fr', 101, 'id is unique; amount is from 0 to 100; known country'],
          [4, 'FR', 'NaN', 'amount is from 0 to 100'],
        ],
      },
      report: {
        columns: report,
        rows: [
          ['id is unique', 'quarantine', false, 2, 'id = 2'],
          ['amount is from 0 to 100', 'quarantine', false, 2, 'amount = 101.0'],
          ['known country', 'quarantine', false, 1, 'country = fr'],
        ],
      },
    },
  },
  {
    title: 'A report on checks that hold',
    params: {
      checks: [
        { check: 'not-null', columns: ['id', 'country'] },
        { check: 'matches', column: 'country', pattern: '^[A-Z]{2}$' },
        { check: 'row-count', min: 1 },
        { check: 'condition', condition: 'amount >= 0 or country is null', name: 'no negative amounts' },
      ],
    },
    inputs: {
      in: {
        columns: orders,
        rows: [
          [1, 'FR', 10],
          [2, 'AT', null],
        ],
      },
    },
    outputs: {
      out: {
        columns: orders,
        rows: [
          [1, 'FR', 10],
          [2, 'AT', null],
        ],
      },
      report: {
        columns: report,
        rows: [
          ['id, country are not null', 'fail', true, 0, null],
          ['country matches ^[A-Z]{2}$', 'fail', true, 0, null],
          ['rows are at least 1', 'fail', true, 2, null],
          ['no negative amounts', 'fail', true, 0, null],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'Keys that are not in the reference',
    params: {
      checks: [{ check: 'foreign-key', column: 'country', reference: 'code', severity: 'quarantine' }],
    },
    inputs: {
      in: {
        columns: orders,
        rows: [
          [1, 'FR', 1],
          [2, 'XX', 2],
          [3, null, 3],
        ],
      },
      reference: { columns: [{ name: 'code', type: 'VARCHAR' }], rows: [['FR'], ['FR'], [null]] },
    },
    outputs: {
      out: {
        columns: orders,
        rows: [
          [1, 'FR', 1],
          [3, null, 3],
        ],
      },
      quarantine: { columns: aside, rows: [[2, 'XX', 2, 'country is in code of the reference']] },
    },
  },
  {
    title: 'No rows: only their number can be wrong',
    params: {
      checks: [
        { check: 'not-null', columns: ['id'], severity: 'warn' },
        { check: 'row-count', min: 1, max: 10, severity: 'warn' },
      ],
    },
    inputs: { in: { columns: orders, rows: [] } },
    outputs: {
      out: { columns: orders, rows: [] },
      quarantine: { columns: aside, rows: [] },
      report: {
        columns: report,
        rows: [
          ['id is not null', 'warn', true, 0, null],
          ['rows are from 1 to 10', 'warn', false, 0, null],
        ],
      },
    },
    ordered: true,
  },
];
