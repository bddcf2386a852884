import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const given = rows({ id: 'INTEGER', colour: 'VARCHAR' }, [
  [1, 'red'],
  [2, 'blue'],
  [3, null],
]);

/** Golden cases of `one-hot`. */
export const oneHotExamples: readonly Example[] = [
  {
    title: 'One column a value; null is a row of zeros',
    params: {},
    inputs: { in: given },
    outputs: {
      out: rows({ id: 'INTEGER', colour_blue: 'DOUBLE', colour_red: 'DOUBLE' }, [
        [1, 0, 1],
        [2, 1, 0],
        [3, 0, 0],
      ]),
    },
    ordered: true,
  },
  {
    title: 'The first value left out, the column kept, null stays null',
    params: { columns: ['colour'], drop: 'first', keep: true, unseen: 'null' },
    inputs: { in: given },
    outputs: {
      out: rows({ id: 'INTEGER', colour: 'VARCHAR', colour_red: 'DOUBLE' }, [
        [1, 'red', 1],
        [2, 'blue', 0],
        [3, null, null],
      ]),
    },
    ordered: true,
  },
];
