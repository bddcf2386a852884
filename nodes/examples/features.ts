/** Golden cases of feature steps and of clusters. */
import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

export const normaliseExamples: readonly Example[] = [
  {
    title: 'Each row by the root of its squares; zeros stay',
    params: {},
    inputs: {
      in: rows({ x: 'INTEGER', y: 'INTEGER' }, [
        [3, 4],
        [0, 0],
        [1, null],
      ]),
    },
    outputs: {
      out: rows({ x: 'DOUBLE', y: 'DOUBLE' }, [
        [0.6, 0.8],
        [0, 0],
        [null, null],
      ]),
    },
    ordered: true,
  },
];

export const powerExamples: readonly Example[] = [
  {
    title: 'The logarithm of x + 1',
    params: { method: 'log1p' },
    inputs: { in: rows({ x: 'INTEGER' }, [[0], [1], [null]]) },
    outputs: { out: rows({ x: 'DOUBLE' }, [[0], [Math.LN2], [null]]) },
    ordered: true,
  },
];

const colours = rows({ colour: 'VARCHAR' }, [['red'], ['blue'], ['red'], [null]]);

export const indexExamples: readonly Example[] = [
  {
    title: 'The most frequent value is 0; null gets one more number',
    params: {},
    inputs: { in: colours },
    outputs: { out: rows({ colour: 'DOUBLE' }, [[0], [1], [0], [2]]) },
    ordered: true,
  },
  {
    title: 'In the order of the values, in a column of its own',
    params: { order: 'value', suffix: '_no', unseen: 'null' },
    inputs: { in: colours },
    outputs: {
      out: rows({ colour: 'VARCHAR', colour_no: 'DOUBLE' }, [
        ['red', 1],
        ['blue', 0],
        ['red', 1],
        [null, null],
      ]),
    },
    ordered: true,
  },
];

export const pcaExamples: readonly Example[] = [
  {
    title: 'All that differs lies in one column',
    params: { components: 1 },
    inputs: {
      in: rows({ id: 'VARCHAR', x: 'DOUBLE', y: 'DOUBLE' }, [
        ['a', 1, 5],
        ['b', 3, 5],
      ]),
    },
    outputs: {
      out: rows({ id: 'VARCHAR', pc1: 'DOUBLE' }, [
        ['a', -1],
        ['b', 1],
      ]),
    },
    ordered: true,
  },
];

export const polynomialExamples: readonly Example[] = [
  {
    title: 'Squares and products; a missing factor leaves nothing',
    params: {},
    inputs: {
      in: rows({ x: 'INTEGER', y: 'DOUBLE' }, [
        [2, 5],
        [3, null],
      ]),
    },
    outputs: {
      out: rows({ x: 'INTEGER', y: 'DOUBLE', 'x^2': 'DOUBLE', 'x*y': 'DOUBLE', 'y^2': 'DOUBLE' }, [
        [2, 5, 4, 10, 25],
        [3, null, 9, null, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'Products of different columns only, up to three of them',
    params: { columns: ['x', 'y', 'z'], degree: 3, interactions: true },
    inputs: { in: rows({ x: 'INTEGER', y: 'INTEGER', z: 'INTEGER' }, [[2, 3, 5]]) },
    outputs: {
      out: rows(
        {
          x: 'INTEGER',
          y: 'INTEGER',
          z: 'INTEGER',
          'x*y': 'DOUBLE',
          'x*z': 'DOUBLE',
          'y*z': 'DOUBLE',
          'x*y*z': 'DOUBLE',
        },
        [[2, 3, 5, 6, 10, 15, 30]],
      ),
    },
    ordered: true,
  },
];

export const quantileBinsExamples: readonly Example[] = [
  {
    title: 'Half of the rows below the median; a value on the edge belongs above it, null has no bin',
    params: { bins: 2, suffix: '_bin' },
    inputs: { in: rows({ x: 'INTEGER' }, [[1], [2], [3], [4], [50], [null]]) },
    outputs: {
      out: rows({ x: 'INTEGER', x_bin: 'DOUBLE' }, [
        [1, 0],
        [2, 0],
        [3, 1],
        [4, 1],
        [50, 1],
        [null, null],
      ]),
    },
    ordered: true,
  },
];

const counted = rows(
  { cats: 'INTEGER', dogs: 'INTEGER', kind: 'VARCHAR' },
  [
    [2, 1],
    [2, 3],
    [0, 1],
    [0, 3],
  ].map(([cats, dogs], i) => [cats ?? 0, dogs ?? 0, i < 2 ? 'm' : 'r']),
);

export const selectFeaturesExamples: readonly Example[] = [
  {
    title: 'A column that never varies says nothing',
    params: {},
    inputs: {
      in: rows({ x: 'INTEGER', same: 'INTEGER' }, [
        [1, 7],
        [3, 7],
      ]),
    },
    outputs: {
      out: rows({ x: 'INTEGER', same: 'INTEGER' }, [
        [1, 7],
        [3, 7],
      ]),
      scores: rows({ column: 'VARCHAR', kept: 'BOOLEAN', score: 'DOUBLE', p: 'DOUBLE' }, [
        ['x', true, 1, null],
        ['same', false, 0, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'The column that tells the classes apart, by mutual information (in nats), which has no p',
    params: { method: 'mutual-information', label: 'kind', best: 1 },
    inputs: { in: counted },
    outputs: {
      scores: rows({ column: 'VARCHAR', kept: 'BOOLEAN', score: 'DOUBLE', p: 'DOUBLE' }, [
        ['cats', true, Math.LN2, null],
        ['dogs', false, 0, null],
      ]),
    },
    ordered: true,
  },
];

export const evaluateClusteringExamples: readonly Example[] = [
  {
    title: 'Two clusters of two equal rows each are as apart as can be',
    params: {},
    inputs: {
      in: rows({ x: 'INTEGER', prediction: 'INTEGER' }, [
        [1, 0],
        [1, 0],
        [9, 1],
        [9, 1],
      ]),
    },
    outputs: {
      metrics: rows({ metric: 'VARCHAR', value: 'DOUBLE' }, [
        ['silhouette', 1],
        ['silhouette_rows', 4],
        ['silhouette_squared', 1],
        ['clusters', 2],
        ['smallest', 2],
        ['largest', 2],
        ['rows', 4],
        ['noise', 0],
      ]),
      profile: rows(
        {
          cluster: 'INTEGER',
          rows: 'BIGINT',
          column: 'VARCHAR',
          mean: 'DOUBLE',
          overall: 'DOUBLE',
          deviations: 'DOUBLE',
        },
        [
          [0, 2, 'x', 1, 5, -1],
          [1, 2, 'x', 9, 5, 1],
        ],
      ),
      map: rows({ first: 'DOUBLE', second: 'DOUBLE', cluster: 'VARCHAR' }, [
        [-4, 0, '0'],
        [-4, 0, '0'],
        [4, 0, '1'],
        [4, 0, '1'],
      ]),
    },
    ordered: true,
  },
];
