import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const days = rows({ shop: 'VARCHAR', day: 'DATE', sold: 'INTEGER' }, [
  ['a', '2024-01-01', 4],
  ['a', '2024-01-02', null],
  ['a', '2024-01-05', 6],
  ['b', '2024-01-01', 0],
  ['b', '2024-01-01', 10],
]);
const given = { shop: 'VARCHAR', day: 'DATE', sold: 'INTEGER' };

/** Golden cases of `window`. */
export const windowExamples: readonly Example[] = [
  {
    title: 'Running total and share of the shop; rows of the same day count as they arrive',
    params: {
      partitionBy: ['shop'],
      orderBy: ['day'],
      columns: [
        { function: 'sum', column: 'sold', name: 'so far' },
        { function: 'share', column: 'sold' },
        { function: 'row_number' },
      ],
    },
    inputs: { in: days },
    outputs: {
      out: rows({ ...given, 'so far': 'BIGINT', share_sold: 'DOUBLE', row_number: 'BIGINT' }, [
        ['a', '2024-01-01', 4, 4, 0.4, 1],
        ['a', '2024-01-02', null, 4, null, 2],
        ['a', '2024-01-05', 6, 10, 0.6, 3],
        ['b', '2024-01-01', 0, 0, 0, 1],
        ['b', '2024-01-01', 10, 10, 1, 2],
      ]),
    },
  },
  {
    title: 'The row before, changes, and a default; dividing by zero gives null',
    params: {
      partitionBy: ['shop'],
      orderBy: ['day'],
      columns: [
        { function: 'lag', column: 'sold', default: -1 },
        { function: 'lead', column: 'day', offset: 2 },
        { function: 'difference', column: 'sold' },
        { function: 'percent_change', column: 'sold', offset: 2 },
      ],
    },
    inputs: { in: days },
    outputs: {
      out: rows(
        {
          ...given,
          lag_sold: 'INTEGER',
          lead_day: 'DATE',
          difference_sold: 'BIGINT',
          percent_change_sold: 'DOUBLE',
        },
        [
          ['a', '2024-01-01', 4, -1, '2024-01-05', null, null],
          ['a', '2024-01-02', null, 4, null, null, null],
          ['a', '2024-01-05', 6, null, null, null, 0.5],
          ['b', '2024-01-01', 0, -1, null, null, null],
          ['b', '2024-01-01', 10, 0, null, 10, null],
        ],
      ),
    },
  },
  {
    title: 'Moving averages by rows and by days',
    params: {
      partitionBy: ['shop'],
      orderBy: ['day'],
      columns: [
        { function: 'mean', column: 'sold', name: 'two rows', frame: { preceding: 1 }, minRows: 2 },
        {
          function: 'mean',
          column: 'sold',
          name: 'three days',
          frame: { unit: 'range', preceding: '2 days' },
        },
        { function: 'max', column: 'sold', name: 'around', frame: { preceding: 1, following: 1 } },
      ],
    },
    inputs: { in: days },
    outputs: {
      out: rows({ ...given, 'two rows': 'DOUBLE', 'three days': 'DOUBLE', around: 'INTEGER' }, [
        ['a', '2024-01-01', 4, null, 4, 4],
        ['a', '2024-01-02', null, null, 4, 6],
        ['a', '2024-01-05', 6, null, 6, 6],
        ['b', '2024-01-01', 0, null, 5, 10],
        ['b', '2024-01-01', 10, 5, 5, 10],
      ]),
    },
  },
  {
    title: 'Without an order a figure is that of the whole group; infinite values have no spread',
    params: {
      columns: [
        { function: 'count', name: 'rows' },
        { function: 'stddev', column: 'größe "cm"', name: 'spread' },
        { function: 'stddev', column: 'größe "cm"', name: 'of each', partitionBy: ['größe "cm"'] },
      ],
    },
    inputs: { in: rows({ 'größe "cm"': 'DOUBLE' }, [[1], [1], ['Infinity']]) },
    outputs: {
      out: rows({ 'größe "cm"': 'DOUBLE', rows: 'BIGINT', spread: 'DOUBLE', 'of each': 'DOUBLE' }, [
        [1, 3, 'NaN', 0],
        [1, 3, 'NaN', 0],
        ['Infinity', 3, 'NaN', 'NaN'],
      ]),
    },
  },
  {
    title: 'No rows',
    params: { columns: [{ function: 'sum', column: 'sold' }] },
    inputs: { in: { columns: days.columns, rows: [] } },
    outputs: { out: rows({ ...given, sum_sold: 'BIGINT' }, []) },
  },
];
