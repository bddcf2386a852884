import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';
import { lineBefore, lineByDay } from './line-by-day.ts';

/** Golden cases of `learning-curve`. */
export const learningCurveExamples: readonly Example[] = [
  {
    title: 'A line is right from two rows on',
    params: { label: 'y', by: 'time', column: 'day', folds: 2, metric: 'mae', shares: [1] },
    before: lineBefore,
    inputs: { in: lineByDay },
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
