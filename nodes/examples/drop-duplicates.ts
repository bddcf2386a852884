import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const visits = rows({ who: 'VARCHAR', day: 'INTEGER', page: 'VARCHAR' }, [
  ['Ada', 2, 'b'],
  [null, 1, 'x'],
  ['Ada', 1, 'c'],
  ['ada', 9, 'a'],
  [null, 3, 'y'],
  ['Ada', 2, 'd'],
]);

/** Golden cases of `drop-duplicates`. */
export const dropDuplicatesExamples: readonly Example[] = [
  {
    title: 'The first row of each person as rows arrive; null is a person, letter case counts',
    params: { columns: ['who'] },
    inputs: { in: visits },
    outputs: {
      out: rows({ who: 'VARCHAR', day: 'INTEGER', page: 'VARCHAR' }, [
        ['Ada', 2, 'b'],
        [null, 1, 'x'],
        ['ada', 9, 'a'],
      ]),
    },
  },
  {
    title: 'The last by day; of two on one day the one that arrived last',
    params: { columns: ['who'], keep: 'last', order: ['day'] },
    inputs: { in: visits },
    outputs: {
      out: rows({ who: 'VARCHAR', day: 'INTEGER', page: 'VARCHAR' }, [
        ['Ada', 2, 'd'],
        [null, 3, 'y'],
        ['ada', 9, 'a'],
      ]),
    },
  },
  {
    title: 'Only what is there once',
    params: { columns: ['who', 'day'], keep: 'none' },
    inputs: { in: visits },
    outputs: {
      out: rows({ who: 'VARCHAR', day: 'INTEGER', page: 'VARCHAR' }, [
        [null, 1, 'x'],
        ['Ada', 1, 'c'],
        ['ada', 9, 'a'],
        [null, 3, 'y'],
      ]),
    },
  },
  {
    title: 'Whole rows',
    params: {},
    inputs: {
      in: rows({ a: 'DOUBLE', b: 'VARCHAR' }, [
        ['NaN', 'x'],
        ['NaN', 'x'],
        [1, null],
        [1, null],
        [1, ''],
      ]),
    },
    outputs: {
      out: rows({ a: 'DOUBLE', b: 'VARCHAR' }, [
        ['NaN', 'x'],
        [1, null],
        [1, ''],
      ]),
    },
  },
];
