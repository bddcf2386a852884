import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const summary = { part: 'VARCHAR', of: 'VARCHAR', name: 'VARCHAR', value: 'DOUBLE' };

/** Golden cases of `train`. */
export const trainExamples: readonly Example[] = [
  {
    title: 'A line through three points; a text is a category, one 0/1 for each value but the first',
    params: { label: 'y' },
    before: {
      nodes: [{ id: 'method', kind: 'linear-regression', params: {} }],
      edges: [{ from: 'method', to: 'node.estimator' }],
    },
    inputs: {
      in: rows({ x: 'DOUBLE', shop: 'VARCHAR', y: 'DOUBLE' }, [
        [-1, 'a', -1],
        [1, 'a', 3],
        [-1, 'b', 3],
        [1, 'b', 7],
      ]),
    },
    outputs: {
      summary: rows(summary, [
        ['intercept', null, '', 1],
        ['coefficient', null, 'x', 2],
        ['coefficient', null, 'shop=b', 4],
      ]),
    },
    ordered: true,
  },
];
