import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `impute`. */
export const imputeExamples: readonly Example[] = [
  {
    title: 'The mean; a column of whole numbers becomes DOUBLE, NaN is missing too',
    params: {},
    inputs: {
      in: rows({ age: 'INTEGER', size: 'DOUBLE', name: 'VARCHAR' }, [
        [20, 1.5, 'a'],
        [null, 'NaN', null],
        [31, 2.5, 'c'],
      ]),
    },
    outputs: {
      out: rows({ age: 'DOUBLE', size: 'DOUBLE', name: 'VARCHAR' }, [
        [20, 1.5, 'a'],
        [25.5, 2, null],
        [31, 2.5, 'c'],
      ]),
    },
    ordered: true,
  },
  {
    title: 'The most frequent value, the smallest of several',
    params: { columns: ['name'], strategy: 'mode' },
    inputs: { in: rows({ name: 'VARCHAR' }, [['b'], ['a'], [null]]) },
    outputs: { out: rows({ name: 'VARCHAR' }, [['b'], ['a'], ['a']]) },
    ordered: true,
  },
  {
    title: 'A constant in the columns that can hold it',
    params: { strategy: 'constant', value: 'unknown' },
    inputs: { in: rows({ id: 'INTEGER', name: 'VARCHAR' }, [[null, null]]) },
    outputs: { out: rows({ id: 'INTEGER', name: 'VARCHAR' }, [[null, 'unknown']]) },
  },
];
