import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';
import { lineBefore, lineByDay } from './line-by-day.ts';

/** Golden cases of `cross-validate`. */
export const crossValidateExamples: readonly Example[] = [
  {
    title: 'A line against the mean, tested by the later rows; nobody connected the mean',
    params: { label: 'y', by: 'time', column: 'day', folds: 2, metric: 'mae' },
    before: lineBefore,
    inputs: { in: lineByDay },
    outputs: {
      summary: rows(
        {
          rank: 'INTEGER',
          estimator: 'VARCHAR',
          method: 'VARCHAR',
          metric: 'VARCHAR',
          mean: 'DOUBLE',
          deviation: 'DOUBLE',
          lowest: 'DOUBLE',
          highest: 'DOUBLE',
        },
        [
          [1, 'line', 'linear-regression', 'mae', 0, 0, 0, 0],
          // The means 4 and 5 are off by 2 and 6.
          [2, 'baseline', 'baseline', 'mae', 4, 2, 2, 6],
        ],
      ),
    },
    ordered: true,
  },
];
