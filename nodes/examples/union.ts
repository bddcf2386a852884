import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const january = rows({ id: 'INTEGER', amount: 'INTEGER' }, [
  [1, 10],
  [2, null],
]);
const february = rows({ Amount: 'DOUBLE', id: 'INTEGER', note: 'VARCHAR' }, [
  [2.5, 3, 'späť'],
  [null, 2, null],
]);

/** Golden cases of `union`. */
export const unionExamples: readonly Example[] = [
  {
    title: 'By name: a missing column is null, numbers are widened',
    params: { sourceColumn: 'month' },
    inputs: { in: [january, february] },
    outputs: {
      out: rows({ id: 'INTEGER', amount: 'DOUBLE', month: 'VARCHAR', note: 'VARCHAR' }, [
        [1, 10, 'in1', null],
        [2, null, 'in1', null],
        [3, 2.5, 'in2', 'späť'],
        [2, null, 'in2', null],
      ]),
    },
  },
  {
    title: 'Each row once; missing values are equal',
    params: { missing: 'common', distinct: true },
    inputs: { in: [january, february, january] },
    outputs: {
      out: rows({ id: 'INTEGER', amount: 'DOUBLE' }, [
        [1, 10],
        [2, null],
        [3, 2.5],
      ]),
    },
  },
  {
    title: 'By position: the names of the first input stay',
    params: { by: 'position' },
    inputs: {
      in: [rows({ a: 'INTEGER' }, []), rows({ b: 'BIGINT' }, [[5], [5]])],
    },
    outputs: { out: rows({ a: 'BIGINT' }, [[5], [5]]) },
  },
];
