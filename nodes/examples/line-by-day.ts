/** Six days that lie on a line through zero: what is measured in folds can be worked out by hand. */
import { rows } from '../shared/rows.ts';

export const lineByDay = rows({ day: 'INTEGER', x: 'DOUBLE', y: 'DOUBLE' }, [
  [1, 1, 2],
  [2, 3, 6],
  [3, 2, 4],
  [4, 4, 8],
  [5, 5, 10],
  [6, 6, 12],
]);

/** The line that is connected to the node. */
export const lineBefore = {
  nodes: [{ id: 'line', kind: 'linear-regression', params: {} }],
  edges: [{ from: 'line', to: 'node.estimator' }],
};
