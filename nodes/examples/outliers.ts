import type { Example } from '../../engine/catalogue/node.ts';

const sales = [
  { name: 'shop', type: 'VARCHAR' },
  { name: 'amount', type: 'DOUBLE' },
];

export const outlierExamples: readonly Example[] = [
  {
    title: 'Flagged by the interquartile range; missing values are none',
    params: { columns: ['amount'] },
    inputs: {
      in: {
        columns: sales,
        rows: [
          ['a', 10],
          ['a', 11],
          ['a', 12],
          ['a', 13],
          ['a', 14],
          ['a', 99],
          ['a', null],
          ['a', 'NaN'],
          ['a', '-Infinity'],
        ],
      },
    },
    outputs: {
      out: {
        columns: [...sales, { name: 'amount_outlier', type: 'BOOLEAN' }],
        rows: [
          ['a', 10, false],
          ['a', 11, false],
          ['a', 12, false],
          ['a', 13, false],
          ['a', 14, false],
          ['a', 99, true],
          ['a', null, false],
          ['a', 'NaN', false],
          ['a', '-Infinity', true],
        ],
      },
      outliers: {
        columns: sales,
        rows: [
          ['a', 99],
          ['a', '-Infinity'],
        ],
      },
    },
  },
  {
    title: 'Dropped within groups; null is a group',
    params: { columns: ['amount'], groupBy: ['shop'], method: 'mad', action: 'drop' },
    inputs: {
      in: {
        columns: sales,
        rows: [
          ['a', 1],
          ['a', 2],
          ['a', 3],
          ['a', 50],
          ['b', 50],
          ['b', 51],
          [null, 1],
          [null, 1],
          [null, 2],
        ],
      },
    },
    outputs: {
      out: {
        columns: sales,
        rows: [
          ['a', 1],
          ['a', 2],
          ['a', 3],
          ['b', 50],
          ['b', 51],
          [null, 1],
          [null, 1],
        ],
      },
      outliers: {
        columns: sales,
        rows: [
          ['a', 50],
          [null, 2],
        ],
      },
    },
  },
  {
    title: 'Clipped to percentiles, whole numbers inside of them',
    params: { columns: ['n'], method: 'percentile', lower: 0.1, upper: 0.9, action: 'clip' },
    inputs: { in: { columns: [{ name: 'n', type: 'TINYINT' }], rows: [[-128], [0], [5], [10], [127]] } },
    outputs: {
      out: { columns: [{ name: 'n', type: 'TINYINT' }], rows: [[-76], [0], [5], [10], [80]] },
    },
  },
  {
    title: 'Removed values by the z-score, of two columns',
    params: { columns: ['a', 'b "q"'], method: 'z-score', threshold: 1, action: 'null' },
    inputs: {
      in: {
        columns: [
          { name: 'a', type: 'INTEGER' },
          { name: 'b "q"', type: 'DECIMAL(6,2)' },
          { name: 'c', type: 'VARCHAR' },
        ],
        rows: [
          [1, '1.00', 'x'],
          [2, '1.00', 'y'],
          [9, '1.00', 'z'],
        ],
      },
    },
    outputs: {
      out: {
        columns: [
          { name: 'a', type: 'INTEGER' },
          { name: 'b "q"', type: 'DECIMAL(6,2)' },
          { name: 'c', type: 'VARCHAR' },
        ],
        rows: [
          [1, '1.00', 'x'],
          [2, '1.00', 'y'],
          [null, '1.00', 'z'],
        ],
      },
    },
  },
  {
    title: 'A single value is no outlier',
    params: { columns: ['amount'], method: 'z-score' },
    inputs: { in: { columns: sales, rows: [['a', 5]] } },
    outputs: {
      out: { columns: [...sales, { name: 'amount_outlier', type: 'BOOLEAN' }], rows: [['a', 5, false]] },
      outliers: { columns: sales, rows: [] },
    },
  },
];
