import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';
import { lineBefore, lineByDay } from './line-by-day.ts';

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
    before: lineBefore,
    inputs: { in: lineByDay },
    outputs: {
      summary: rows({ part: 'VARCHAR', of: 'VARCHAR', name: 'VARCHAR', value: 'DOUBLE' }, [
        ['intercept', null, '', 0],
        ['coefficient', null, 'x', 2],
      ]),
    },
    ordered: true,
  },
];
