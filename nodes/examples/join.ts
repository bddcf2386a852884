import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const orders = rows({ id: 'INTEGER', customer: 'VARCHAR', amount: 'INTEGER' }, [
  [1, 'ana', 10],
  [2, 'bo', 20],
  [3, null, 30],
  [4, 'zoë', 40],
]);
const customers = rows({ customer: 'VARCHAR', city: 'VARCHAR', id: 'INTEGER' }, [
  ['ana', 'Porto', 7],
  ['bo', 'Lyon', 8],
  ['bo', 'Paris', 9],
  [null, 'nowhere', 0],
  ['cy', 'Rome', 5],
]);
const joined = {
  id: 'INTEGER',
  customer: 'VARCHAR',
  amount: 'INTEGER',
  city: 'VARCHAR',
  id_right: 'INTEGER',
};
const none = { columns: customers.columns, rows: [] };
const key = { keys: [{ left: 'customer', right: 'customer' }] };

const quotes = rows({ symbol: 'VARCHAR', at: 'TIMESTAMP', price: 'INTEGER' }, [
  ['A', '2024-01-01 09:00:00', 100],
  ['A', '2024-01-01 09:10:00', 110],
  ['A', '2024-01-01 09:10:00', 111],
  ['B', '2024-01-01 09:04:00', 50],
]);
const trades = rows({ symbol: 'VARCHAR', at: 'TIMESTAMP' }, [
  ['A', '2024-01-01 08:59:00'],
  ['A', '2024-01-01 09:09:00'],
  ['A', '2024-01-01 09:10:00'],
  ['B', '2024-01-01 09:30:00'],
  [null, '2024-01-01 09:30:00'],
  ['B', null],
]);
const traded = { symbol: 'VARCHAR', at: 'TIMESTAMP', at_right: 'TIMESTAMP', price: 'INTEGER' };

/** Golden cases of `join`. */
export const joinExamples: readonly Example[] = [
  {
    title: 'Inner: a customer with two rows gives two rows; a missing key matches nothing',
    params: { how: 'inner', ...key },
    inputs: { left: orders, right: customers },
    outputs: {
      out: rows(joined, [
        [1, 'ana', 10, 'Porto', 7],
        [2, 'bo', 20, 'Lyon', 8],
        [2, 'bo', 20, 'Paris', 9],
      ]),
      unmatched_left: {
        columns: orders.columns,
        rows: [
          [3, null, 30],
          [4, 'zoë', 40],
        ],
      },
      unmatched_right: {
        columns: customers.columns,
        rows: [
          [null, 'nowhere', 0],
          ['cy', 'Rome', 5],
        ],
      },
      report: rows(
        {
          side: 'VARCHAR',
          rows: 'BIGINT',
          matched: 'BIGINT',
          unmatched: 'BIGINT',
          null_keys: 'BIGINT',
          repeated_keys: 'BIGINT',
        },
        [
          ['left', 4, 2, 2, 1, 0],
          ['right', 5, 3, 2, 1, 1],
        ],
      ),
    },
  },
  {
    title: 'Full: the key is filled from either side',
    params: { how: 'full', keys: ['customer'], columns: ['city'] },
    inputs: { left: orders, right: customers },
    outputs: {
      out: rows({ id: 'INTEGER', customer: 'VARCHAR', amount: 'INTEGER', city: 'VARCHAR' }, [
        [1, 'ana', 10, 'Porto'],
        [2, 'bo', 20, 'Lyon'],
        [2, 'bo', 20, 'Paris'],
        [3, null, 30, null],
        [4, 'zoë', 40, null],
        [null, null, null, 'nowhere'],
        [null, 'cy', null, 'Rome'],
      ]),
    },
  },
  {
    title: 'Right: the rows of the right are all there',
    params: { how: 'right', ...key, suffix: '_customer' },
    inputs: { left: orders, right: customers },
    outputs: {
      out: rows(
        { id: 'INTEGER', customer: 'VARCHAR', amount: 'INTEGER', city: 'VARCHAR', id_customer: 'INTEGER' },
        [
          [1, 'ana', 10, 'Porto', 7],
          [2, 'bo', 20, 'Lyon', 8],
          [2, 'bo', 20, 'Paris', 9],
          [null, null, null, 'nowhere', 0],
          [null, 'cy', null, 'Rome', 5],
        ],
      ),
    },
  },
  {
    title: 'A missing key equals a missing key where that is wanted',
    params: { how: 'left', ...key, nullsEqual: true, columns: ['city'] },
    inputs: { left: orders, right: customers },
    outputs: {
      out: rows({ id: 'INTEGER', customer: 'VARCHAR', amount: 'INTEGER', city: 'VARCHAR' }, [
        [1, 'ana', 10, 'Porto'],
        [2, 'bo', 20, 'Lyon'],
        [2, 'bo', 20, 'Paris'],
        [3, null, 30, 'nowhere'],
        [4, 'zoë', 40, null],
      ]),
    },
  },
  {
    title: 'Semi: left rows that have a partner, each once',
    params: { how: 'semi', ...key },
    inputs: { left: orders, right: customers },
    outputs: {
      out: {
        columns: orders.columns,
        rows: [
          [1, 'ana', 10],
          [2, 'bo', 20],
        ],
      },
    },
  },
  {
    title: 'Anti: left rows that have none',
    params: { how: 'anti', ...key },
    inputs: { left: orders, right: customers },
    outputs: {
      out: {
        columns: orders.columns,
        rows: [
          [3, null, 30],
          [4, 'zoë', 40],
        ],
      },
    },
  },
  {
    title: 'An empty right side leaves the left rows of a left join',
    params: { how: 'left', ...key },
    inputs: { left: orders, right: none },
    outputs: {
      out: rows(joined, [
        [1, 'ana', 10, null, null],
        [2, 'bo', 20, null, null],
        [3, null, 30, null, null],
        [4, 'zoë', 40, null, null],
      ]),
      report: rows(
        {
          side: 'VARCHAR',
          rows: 'BIGINT',
          matched: 'BIGINT',
          unmatched: 'BIGINT',
          null_keys: 'BIGINT',
          repeated_keys: 'BIGINT',
        },
        [
          ['left', 4, 0, 4, 1, 0],
          ['right', 0, 0, 0, 0, 0],
        ],
      ),
    },
  },
  {
    title: 'A further condition names columns of both sides',
    params: { how: 'left', ...key, condition: 'amount < id_right * 2', columns: ['city'] },
    inputs: { left: orders, right: customers },
    outputs: {
      out: rows({ id: 'INTEGER', customer: 'VARCHAR', amount: 'INTEGER', city: 'VARCHAR' }, [
        [1, 'ana', 10, 'Porto'],
        [2, 'bo', 20, null],
        [3, null, 30, null],
        [4, 'zoë', 40, null],
      ]),
    },
  },
  {
    title: 'Keys of different names both stay; quotes in names work',
    params: { how: 'inner', keys: [{ left: 'the "key"', right: "k'ey" }] },
    inputs: {
      left: rows({ 'the "key"': 'INTEGER', x: 'VARCHAR' }, [
        [1, 'a'],
        [1, 'b'],
        [2, 'c'],
      ]),
      right: rows({ "k'ey": 'BIGINT', X: 'VARCHAR', x_right: 'VARCHAR' }, [[1, '😀', 'p']]),
    },
    outputs: {
      out: rows(
        {
          'the "key"': 'INTEGER',
          x: 'VARCHAR',
          "k'ey": 'BIGINT',
          X_right_right: 'VARCHAR',
          x_right: 'VARCHAR',
        },
        [
          [1, 'a', 1, '😀', 'p'],
          [1, 'b', 1, '😀', 'p'],
        ],
      ),
    },
  },
  {
    title: 'Cross: every pair',
    params: { how: 'cross' },
    inputs: {
      left: rows({ size: 'VARCHAR' }, [['S'], ['L']]),
      right: rows({ colour: 'VARCHAR' }, [['red'], [null]]),
    },
    outputs: {
      out: rows({ size: 'VARCHAR', colour: 'VARCHAR' }, [
        ['S', 'red'],
        ['S', null],
        ['L', 'red'],
        ['L', null],
      ]),
    },
  },
  {
    title: 'As-of: the latest quote not after the trade, at most 15 minutes old; of two at once the last',
    params: { how: 'asof', keys: ['symbol'], asof: { left: 'at', right: 'at', tolerance: '15 minutes' } },
    inputs: { left: trades, right: quotes },
    outputs: {
      out: rows(traded, [
        ['A', '2024-01-01 08:59:00', null, null],
        ['A', '2024-01-01 09:09:00', '2024-01-01 09:00:00', 100],
        ['A', '2024-01-01 09:10:00', '2024-01-01 09:10:00', 111],
        ['B', '2024-01-01 09:30:00', null, null],
        [null, '2024-01-01 09:30:00', null, null],
        ['B', null, null, null],
      ]),
      unmatched_left: rows({ symbol: 'VARCHAR', at: 'TIMESTAMP' }, [
        ['A', '2024-01-01 08:59:00'],
        ['B', '2024-01-01 09:30:00'],
        [null, '2024-01-01 09:30:00'],
        ['B', null],
      ]),
    },
  },
  {
    title: 'As-of forward, only rows with a match',
    params: {
      how: 'asof',
      keys: ['symbol'],
      asof: { left: 'at', right: 'at', direction: 'forward', exact: false },
      keepUnmatched: false,
    },
    inputs: { left: trades, right: quotes },
    outputs: {
      out: rows(traded, [
        ['A', '2024-01-01 08:59:00', '2024-01-01 09:00:00', 100],
        ['A', '2024-01-01 09:09:00', '2024-01-01 09:10:00', 110],
      ]),
    },
  },
  {
    title: 'As-of nearest: the earlier of two that are as near',
    params: { how: 'asof', asof: { left: 'day', right: 'day', direction: 'nearest', tolerance: '3 days' } },
    inputs: {
      left: rows({ day: 'DATE' }, [['2024-03-01'], ['2024-03-03'], ['2024-03-05'], ['2024-04-01']]),
      right: rows({ day: 'DATE', rate: 'DECIMAL(5,2)' }, [
        ['2024-02-28', '1.10'],
        ['2024-03-07', '1.20'],
        ['2024-03-03', null],
      ]),
    },
    outputs: {
      out: rows({ day: 'DATE', day_right: 'DATE', rate: 'DECIMAL(5,2)' }, [
        ['2024-03-01', '2024-02-28', 1.1],
        ['2024-03-03', '2024-03-03', null],
        ['2024-03-05', '2024-03-03', null],
        ['2024-04-01', null, null],
      ]),
    },
  },
  {
    title: 'Range: the band that holds the value, its start included',
    params: { how: 'range', range: { value: 'age', from: 'from', to: 'to' } },
    inputs: {
      left: rows({ age: 'INTEGER' }, [[17], [18], [64], [65], [null]]),
      right: rows({ band: 'VARCHAR', from: 'INTEGER', to: 'INTEGER' }, [
        ['young', 0, 18],
        ['adult', 18, 65],
      ]),
    },
    outputs: {
      out: rows({ age: 'INTEGER', band: 'VARCHAR', from: 'INTEGER', to: 'INTEGER' }, [
        [17, 'young', 0, 18],
        [18, 'adult', 18, 65],
        [64, 'adult', 18, 65],
        [65, null, null, null],
        [null, null, null, null],
      ]),
    },
  },
];
