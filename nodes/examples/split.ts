import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const columns = { id: 'INTEGER', kind: 'VARCHAR', day: 'DATE' };
const eight = rows(columns, [
  [1, 'a', '2026-01-01'],
  [2, 'a', '2026-01-02'],
  [3, 'a', '2026-01-03'],
  [4, 'a', '2026-01-04'],
  [5, 'b', '2026-01-05'],
  [6, 'b', '2026-01-06'],
  [7, 'b', '2026-01-06'],
  [8, null, null],
]);

/** Golden cases of `split`. */
export const splitExamples: readonly Example[] = [
  {
    title:
      'The latest quarter is the test; rows of one day stay together, a row without a day is the earliest',
    params: { by: 'time', column: 'day', test: 0.25 },
    inputs: { in: eight },
    outputs: {
      train: rows(columns, [
        [1, 'a', '2026-01-01'],
        [2, 'a', '2026-01-02'],
        [3, 'a', '2026-01-03'],
        [4, 'a', '2026-01-04'],
        [5, 'b', '2026-01-05'],
        [8, null, null],
      ]),
      test: rows(columns, [
        [6, 'b', '2026-01-06'],
        [7, 'b', '2026-01-06'],
      ]),
      validation: rows(columns, []),
    },
    ordered: true,
  },
];
