import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `fill-nulls`. */
export const fillNullsExamples: readonly Example[] = [
  {
    title: 'A constant for numbers, another for text; NaN is missing too',
    params: { fills: [{ value: 0 }, { columns: ['city'], value: 'unknown' }] },
    inputs: {
      in: rows({ city: 'VARCHAR', sales: 'DOUBLE', n: 'INTEGER' }, [
        ['Łódź', 5.5, null],
        [null, 'NaN', 2],
        ['', null, 3],
      ]),
    },
    outputs: {
      out: rows({ city: 'VARCHAR', sales: 'DOUBLE', n: 'INTEGER' }, [
        ['Łódź', 5.5, 0],
        ['unknown', 0, 2],
        ['', 0, 3],
      ]),
    },
  },
  {
    title: 'The mean of the group; a group without values keeps its gap, null is a group',
    params: { fills: [{ columns: ['age'], method: 'mean' }], groupBy: ['team'] },
    inputs: {
      in: rows({ team: 'VARCHAR', age: 'INTEGER' }, [
        ['a', 30],
        ['a', 35],
        ['a', null],
        ['b', null],
        [null, 50],
        [null, null],
      ]),
    },
    outputs: {
      out: rows({ team: 'VARCHAR', age: 'DOUBLE' }, [
        ['a', 30],
        ['a', 35],
        ['a', 32.5],
        ['b', null],
        [null, 50],
        [null, 50],
      ]),
    },
  },
  {
    title: 'The most frequent value; of several the smallest',
    params: { fills: [{ columns: ['size', 'colour'], method: 'mode' }] },
    inputs: {
      in: rows({ size: 'VARCHAR', colour: 'VARCHAR' }, [
        ['M', 'red'],
        ['S', null],
        ['S', 'blue'],
        ['M', 'blue'],
        [null, 'red'],
      ]),
    },
    outputs: {
      out: rows({ size: 'VARCHAR', colour: 'VARCHAR' }, [
        ['M', 'red'],
        ['S', 'blue'],
        ['S', 'blue'],
        ['M', 'blue'],
        ['M', 'red'],
      ]),
    },
  },
  {
    title: 'The last value before, by day, for each sensor',
    params: { fills: [{ columns: ['value'], method: 'forward' }], groupBy: ['sensor'], order: ['day'] },
    inputs: {
      in: rows({ sensor: 'VARCHAR', day: 'INTEGER', value: 'DOUBLE' }, [
        ['x', 3, null],
        ['x', 1, 1.5],
        ['y', 1, null],
        ['x', 2, 2.5],
        ['y', 2, 7],
      ]),
    },
    outputs: {
      out: rows({ sensor: 'VARCHAR', day: 'INTEGER', value: 'DOUBLE' }, [
        ['x', 1, 1.5],
        ['x', 2, 2.5],
        ['x', 3, 2.5],
        ['y', 1, null],
        ['y', 2, 7],
      ]),
    },
  },
  {
    title: 'The next value after, as rows arrive',
    params: { fills: [{ columns: ['v'], method: 'backward' }] },
    inputs: { in: rows({ v: 'INTEGER' }, [[null], [4], [null], [2], [null]]) },
    outputs: { out: rows({ v: 'INTEGER' }, [[4], [4], [2], [2], [null]]) },
    ordered: true,
  },
  {
    title: 'A decimal keeps its type; a table without rows stays empty',
    params: { fills: [{ method: 'median' }] },
    inputs: { in: rows({ price: 'DECIMAL(9,2)' }, []) },
    outputs: { out: rows({ price: 'DECIMAL(9,2)' }, []) },
  },
];
