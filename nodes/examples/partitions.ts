/** Golden cases of clusterings that leave no model. */
import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const points = rows({ id: 'VARCHAR', x: 'DOUBLE', y: 'INTEGER' }, [
  ['a', 9, 0],
  ['b', 1, 0],
  ['c', 1.5, 0],
  ['d', 40, 0],
  ['e', 9.5, 0],
  ['f', 2, 0],
]);
const columns = { id: 'VARCHAR', x: 'DOUBLE', y: 'INTEGER', cluster: 'INTEGER' };

export const dbscanExamples: readonly Example[] = [
  {
    title: 'Two clusters, and a row that lies alone',
    params: { radius: 0.6, least: 2 },
    inputs: { in: points },
    outputs: {
      out: rows(columns, [
        ['a', 9, 0, 0],
        ['b', 1, 0, 1],
        ['c', 1.5, 0, 1],
        ['d', 40, 0, null],
        ['e', 9.5, 0, 0],
        ['f', 2, 0, 1],
      ]),
    },
    ordered: true,
  },
];

export const hierarchicalExamples: readonly Example[] = [
  {
    title: 'Three clusters; the height leaps where two are left and where one is',
    params: { k: 3, linkage: 'single', columns: ['x'] },
    inputs: { in: points },
    outputs: {
      out: rows(columns, [
        ['a', 9, 0, 0],
        ['b', 1, 0, 1],
        ['c', 1.5, 0, 1],
        ['d', 40, 0, 2],
        ['e', 9.5, 0, 0],
        ['f', 2, 0, 1],
      ]),
      heights: rows({ clusters: 'INTEGER', height: 'DOUBLE' }, [
        [1, 30.5],
        [2, 7],
        [3, 0.5],
        [4, 0.5],
        [5, 0.5],
      ]),
    },
    ordered: true,
  },
];

export const elbowExamples: readonly Example[] = [
  {
    title: 'Three pairs of equal rows: with three clusters nothing is left',
    params: { to: 3 },
    inputs: { in: rows({ x: 'INTEGER' }, [[0], [0], [4], [4], [40], [40]]) },
    outputs: {
      out: rows({ k: 'INTEGER', inertia: 'DOUBLE', silhouette: 'DOUBLE', bend: 'BOOLEAN' }, [
        // Of 0 the others of its cluster are 8/3 away, the next cluster 40; of 4 they are 8/3, and 36.
        [2, 16, (2 * (1 - 8 / 3 / 40) + 2 * (1 - 8 / 3 / 36) + 2) / 6, false],
        [3, 0, 1, false],
      ]),
    },
    ordered: true,
  },
];
