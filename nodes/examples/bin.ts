import type { Example } from '../../engine/catalogue/node.ts';

const ages = [
  { name: 'name', type: 'VARCHAR' },
  { name: 'age', type: 'DOUBLE' },
];

export const binExamples: readonly Example[] = [
  {
    title: 'Edges of one’s own: the left edge belongs to the bin, the last one on both sides',
    params: { column: 'age', method: 'custom', edges: [0, 18, 65, 120], output: 'interval', name: 'band' },
    inputs: {
      in: {
        columns: ages,
        rows: [
          ['a', 0],
          ['b', 17.9],
          ['c', 18],
          ['d', 120],
          ['e', 121],
          ['f', null],
          ['g', 'NaN'],
        ],
      },
    },
    outputs: {
      out: {
        columns: [...ages, { name: 'band', type: 'VARCHAR' }],
        rows: [
          ['a', 0, '[0, 18)'],
          ['b', 17.9, '[0, 18)'],
          ['c', 18, '[18, 65)'],
          ['d', 120, '[65, 120]'],
          ['e', 121, null],
          ['f', null, null],
          ['g', 'NaN', null],
        ],
      },
    },
  },
  {
    title: 'The right edge belongs to the bin; labels; values outside go to the nearest',
    params: {
      column: 'age',
      method: 'custom',
      edges: [0, 18, 65],
      closed: 'right',
      output: 'label',
      labels: ['young', 'grown-up'],
      outside: 'nearest',
    },
    inputs: {
      in: {
        columns: ages,
        rows: [
          ['a', -1],
          ['b', 0],
          ['c', 18],
          ['d', 18.5],
          ['e', 'Infinity'],
        ],
      },
    },
    outputs: {
      out: {
        columns: [...ages, { name: 'age_bin', type: 'VARCHAR' }],
        rows: [
          ['a', -1, 'young'],
          ['b', 0, 'young'],
          ['c', 18, 'young'],
          ['d', 18.5, 'grown-up'],
          ['e', 'Infinity', 'grown-up'],
        ],
      },
    },
  },
  {
    title: 'Equal width, over whole numbers',
    params: { column: 'n', bins: 4 },
    inputs: {
      in: { columns: [{ name: 'n', type: 'INTEGER' }], rows: [[0], [24], [25], [75], [100], [null]] },
    },
    outputs: {
      out: {
        columns: [
          { name: 'n', type: 'INTEGER' },
          { name: 'n_bin', type: 'INTEGER' },
        ],
        rows: [
          [0, 0],
          [24, 0],
          [25, 1],
          [75, 3],
          [100, 3],
          [null, null],
        ],
      },
    },
  },
  {
    title: 'Equal frequency: values that are equal share a bin',
    params: { column: 'n', method: 'equal-frequency', bins: 3, output: 'interval' },
    inputs: { in: { columns: [{ name: 'n', type: 'INTEGER' }], rows: [[1], [2], [3], [4], [5], [5], [7]] } },
    outputs: {
      out: {
        columns: [
          { name: 'n', type: 'INTEGER' },
          { name: 'n_bin', type: 'VARCHAR' },
        ],
        rows: [
          [1, '[1.0, 3.0)'],
          [2, '[1.0, 3.0)'],
          [3, '[3.0, 5.0)'],
          [4, '[3.0, 5.0)'],
          [5, '[5.0, 7.0]'],
          [5, '[5.0, 7.0]'],
          [7, '[5.0, 7.0]'],
        ],
      },
    },
  },
  {
    title: 'No rows',
    params: { column: 'n' },
    inputs: { in: { columns: [{ name: 'n', type: 'DECIMAL(9,2)' }], rows: [] } },
    outputs: {
      out: {
        columns: [
          { name: 'n', type: 'DECIMAL(9,2)' },
          { name: 'n_bin', type: 'INTEGER' },
        ],
        rows: [],
      },
    },
  },
];
