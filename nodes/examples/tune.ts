import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `tune`. */
export const tuneExamples: readonly Example[] = [
  {
    title: 'A line beats one that is drawn to zero, which beats the mean',
    params: {
      label: 'y',
      by: 'time',
      column: 'day',
      folds: 2,
      metric: 'mae',
      settings: [{ setting: 'strength', values: [1e9, 0] }],
    },
    before: {
      nodes: [{ id: 'line', kind: 'linear-regression', params: {} }],
      edges: [{ from: 'line', to: 'node.estimator' }],
    },
    inputs: {
      in: rows({ day: 'INTEGER', x: 'DOUBLE', y: 'DOUBLE' }, [
        [1, 1, 2],
        [2, 3, 6],
        [3, 2, 4],
        [4, 4, 8],
        [5, 5, 10],
        [6, 6, 12],
      ]),
    },
    outputs: {
      summary: rows({ part: 'VARCHAR', of: 'VARCHAR', name: 'VARCHAR', value: 'DOUBLE' }, [
        ['intercept', null, '', 0],
        ['coefficient', null, 'x', 2],
      ]),
    },
    ordered: true,
  },
];
