import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const sales = rows({ city: 'VARCHAR', year: 'INTEGER', product: 'VARCHAR', amount: 'INTEGER' }, [
  ['Lyon', 2023, 'tea', 5],
  ['Lyon', 2024, 'tea', 7],
  ['Lyon', 2024, 'Tea', 1],
  ['Oslo', 2024, "o'clock", null],
  [null, 2023, 'tea', 2],
  ['Rome', null, 'tea', 9],
]);

/** Golden cases of `pivot`. */
export const pivotExamples: readonly Example[] = [
  {
    title: 'Years become columns; a city whose years are missing keeps its row',
    params: { index: ['city'], names: 'year', values: 'amount', prefix: 'y' },
    inputs: { in: sales },
    outputs: {
      out: rows({ city: 'VARCHAR', y2023: 'BIGINT', y2024: 'BIGINT' }, [
        ['Lyon', 5, 8],
        ['Oslo', null, null],
        [null, 2, null],
        ['Rome', null, null],
      ]),
    },
  },
  {
    title: 'Counts are zero where there is nothing; values in other letter case are other columns',
    params: { index: ['city'], names: 'product', function: 'count' },
    inputs: { in: sales },
    outputs: {
      out: rows({ city: 'VARCHAR', Tea: 'BIGINT', "o'clock": 'BIGINT', tea_2: 'BIGINT' }, [
        ['Lyon', 1, 0, 2],
        ['Oslo', 0, 1, 0],
        [null, 0, 0, 1],
        ['Rome', 0, 0, 1],
      ]),
    },
  },
  {
    title: 'Listed values, one row, and something instead of a missing figure',
    params: { names: 'year', values: 'amount', function: 'max', listed: [2024, 2025], fill: -1 },
    inputs: { in: sales },
    outputs: { out: rows({ '2024': 'INTEGER', '2025': 'INTEGER' }, [[7, -1]]) },
  },
  {
    title: 'No rows, with listed values',
    params: {
      index: ['city'],
      names: 'year',
      values: 'product',
      function: 'first',
      listed: ['2024'],
      suffix: ' (first)',
    },
    inputs: { in: { columns: sales.columns, rows: [] } },
    outputs: { out: rows({ city: 'VARCHAR', '2024 (first)': 'VARCHAR' }, []) },
  },
];
