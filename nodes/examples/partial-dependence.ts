import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `partial-dependence`. */
export const partialDependenceExamples: readonly Example[] = [
  {
    title: 'A line of a number and a category: each value in turn for all rows',
    params: {},
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
    inputs: {
      learn: rows({ x: 'DOUBLE', shop: 'VARCHAR', y: 'DOUBLE' }, [
        [-1, 'a', -1],
        [1, 'a', 3],
        [-1, 'b', 3],
        [1, 'b', 7],
      ]),
      in: rows({ x: 'DOUBLE', shop: 'VARCHAR' }, [
        [-1, 'a'],
        [1, 'b'],
      ]),
    },
    outputs: {
      // y = 1 + 2 x, and 4 more in shop b.
      out: rows(
        { feature: 'VARCHAR', value: 'DOUBLE', category: 'VARCHAR', class: 'VARCHAR', mean: 'DOUBLE' },
        [
          ['x', -1, null, null, 1],
          ['x', 1, null, null, 5],
          ['shop', null, 'a', null, 1],
          ['shop', null, 'b', null, 5],
        ],
      ),
    },
    ordered: true,
  },
];
