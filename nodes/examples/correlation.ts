import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const measured = rows({ x: 'INTEGER', y: 'DOUBLE', 'same "z"': 'DECIMAL(4,1)', note: 'VARCHAR' }, [
  [1, 2, 5, 'a'],
  [2, 4, 5, 'b'],
  [3, 6, 5, null],
  [null, 100, 5, 'd'],
  [4, 'NaN', 5, 'e'],
]);

/** Golden cases of `correlation`. */
export const correlationExamples: readonly Example[] = [
  {
    title: 'A matrix of the numeric columns; a column that never changes has no coefficient',
    params: {},
    inputs: { in: measured },
    outputs: {
      out: rows({ column: 'VARCHAR', x: 'DOUBLE', y: 'DOUBLE', 'same "z"': 'DOUBLE' }, [
        ['x', 1, 1, null],
        ['y', 1, 1, null],
        ['same "z"', null, null, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'Ranks: a curve that always rises; equal values share a rank',
    params: { method: 'spearman', shape: 'long' },
    inputs: {
      in: rows({ a: 'DOUBLE', b: 'DOUBLE', c: 'DOUBLE' }, [
        [1, 1, 1],
        [2, 8, 1],
        [3, 27, 2],
        [4, 640, 0],
        [9, null, 0],
      ]),
    },
    outputs: {
      out: rows({ column_1: 'VARCHAR', column_2: 'VARCHAR', correlation: 'DOUBLE', rows: 'BIGINT' }, [
        ['a', 'b', 1, 4],
        ['a', 'c', -0.316227766017, 4],
        ['b', 'c', -0.316227766017, 4],
      ]),
    },
    ordered: true,
  },
  {
    title: 'No rows, no coefficients',
    params: { columns: ['x', 'y'], shape: 'long' },
    inputs: { in: { columns: measured.columns, rows: [] } },
    outputs: {
      out: rows({ column_1: 'VARCHAR', column_2: 'VARCHAR', correlation: 'DOUBLE', rows: 'BIGINT' }, [
        ['x', 'y', null, 0],
      ]),
    },
  },
];
