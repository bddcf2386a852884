import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const learned = rows({ x: 'DOUBLE', z: 'DOUBLE', y: 'DOUBLE' }, [
  [1, 5, 2],
  [2, 5, 4],
  [3, 5, 6],
  [4, 5, 8],
]);

/** Golden cases of `permutation-importance`. */
export const permutationImportanceExamples: readonly Example[] = [
  {
    title: 'A line that rests on one of two columns',
    params: { label: 'y', metric: 'mae', repeats: 2, seed: 1 },
    before: {
      nodes: [
        { id: 'method', kind: 'linear-regression', params: {} },
        { id: 'train', kind: 'train', params: { label: 'y' } },
      ],
      edges: [
        { from: 'learn', to: 'train.in' },
        { from: 'method', to: 'train.estimator' },
        { from: 'train.model', to: 'node.model' },
      ],
    },
    inputs: { learn: learned, in: learned },
    outputs: {
      out: rows(
        {
          rank: 'INTEGER',
          feature: 'VARCHAR',
          importance: 'DOUBLE',
          deviation: 'DOUBLE',
          metric: 'VARCHAR',
          score: 'DOUBLE',
        },
        [
          // The lots deal x out as 3, 4, 2, 1, then as 1, 4, 3, 2: off by 4, then by 2.
          [1, 'x', 3, 1, 'mae', 0],
          [2, 'z', 0, 0, 'mae', 0],
        ],
      ),
    },
    ordered: true,
  },
];
