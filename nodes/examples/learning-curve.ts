import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `learning-curve`. */
export const learningCurveExamples: readonly Example[] = [
  {
    title: 'A line is right from two rows on',
    params: { label: 'y', by: 'time', column: 'day', folds: 2, metric: 'mae', shares: [1] },
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
      out: rows(
        {
          share: 'DOUBLE',
          rows: 'BIGINT',
          metric: 'VARCHAR',
          train: 'DOUBLE',
          train_deviation: 'DOUBLE',
          validation: 'DOUBLE',
          validation_deviation: 'DOUBLE',
        },
        [[1, 2, 'mae', 0, 0, 0, 0]],
      ),
    },
    ordered: true,
  },
];
