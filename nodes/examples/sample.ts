import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const six = rows({ id: 'INTEGER', team: 'VARCHAR' }, [
  [1, 'a'],
  [2, 'a'],
  [3, 'a'],
  [4, 'b'],
  [5, 'b'],
  [6, null],
]);

/** Golden cases of `sample`. */
export const sampleExamples: readonly Example[] = [
  {
    title: 'Exactly three rows, in the order in which they came',
    params: { method: 'rows', rows: 3, seed: 4 },
    inputs: { in: six },
    outputs: {
      out: rows({ id: 'INTEGER', team: 'VARCHAR' }, [
        [2, 'a'],
        [3, 'a'],
        [6, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'One row of each group, null is a group',
    params: { method: 'per-group', rows: 1, groupBy: ['team'], seed: 3 },
    inputs: { in: six },
    outputs: {
      out: rows({ id: 'INTEGER', team: 'VARCHAR' }, [
        [2, 'a'],
        [5, 'b'],
        [6, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'About half of the rows; another seed gives others',
    params: { fraction: 0.5, seed: 0 },
    inputs: { in: six },
    outputs: {
      out: rows({ id: 'INTEGER', team: 'VARCHAR' }, [
        [1, 'a'],
        [5, 'b'],
        [6, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'About half of the teams, each whole',
    params: { fraction: 0.5, key: ['team'], seed: 3 },
    inputs: { in: six },
    outputs: {
      out: rows({ id: 'INTEGER', team: 'VARCHAR' }, [
        [4, 'b'],
        [5, 'b'],
      ]),
    },
  },
  {
    title: 'A share of nothing',
    params: { fraction: 1 },
    inputs: { in: rows({ id: 'INTEGER' }, []) },
    outputs: { out: rows({ id: 'INTEGER' }, []) },
  },
];
