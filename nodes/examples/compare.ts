import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const people = { id: 'INTEGER', name: 'VARCHAR', score: 'DOUBLE' };
const summary = { change: 'VARCHAR', rows: 'BIGINT', repeated_keys: 'BIGINT' };
const compared = {
  change: 'VARCHAR',
  id: 'INTEGER',
  changed: 'VARCHAR[]',
  name: 'VARCHAR',
  name_before: 'VARCHAR',
  score: 'DOUBLE',
  score_before: 'DOUBLE',
};

/** Golden cases of `compare`. */
export const compareExamples: readonly Example[] = [
  {
    title: 'Rows added, removed and changed; missing values equal missing values',
    params: { keys: ['id'] },
    inputs: {
      before: rows(people, [
        [1, 'Ana', 1],
        [2, 'Bo', null],
        [3, 'Cy', 3],
        [null, 'nobody', 0],
        [5, null, 5],
      ]),
      after: rows(people, [
        [1, 'Ana', 1],
        [2, 'Bó', 2],
        [4, 'Di', 4],
        [null, 'nobody', 0],
        [5, null, null],
      ]),
    },
    outputs: {
      out: rows(compared, [
        ['changed', 2, '[name, score]', 'Bó', 'Bo', 2, null],
        ['removed', 3, null, null, 'Cy', null, 3],
        ['added', 4, null, 'Di', null, 4, null],
        ['changed', 5, '[score]', null, null, null, 5],
      ]),
      summary: rows(summary, [
        ['added', 1, 0],
        ['removed', 1, 0],
        ['changed', 2, 0],
        ['unchanged', 2, 0],
      ]),
    },
  },
  {
    title: 'Rows that share a key are paired in the order of their values; small differences are none',
    params: { keys: ['id'], columns: ['score'], tolerance: 0.1, keepUnchanged: true },
    inputs: {
      before: rows(people, [
        [1, 'x', 2],
        [1, 'y', 1],
      ]),
      after: rows({ ID: 'BIGINT', name: 'VARCHAR', Score: 'INTEGER' }, [
        [1, 'y', 1],
        [1, 'z', 2],
        [1, 'z', 3],
      ]),
    },
    outputs: {
      out: rows(
        { change: 'VARCHAR', id: 'BIGINT', changed: 'VARCHAR[]', score: 'INTEGER', score_before: 'DOUBLE' },
        [
          ['unchanged', 1, '[]', 1, 1],
          ['unchanged', 1, '[]', 2, 2],
          ['added', 1, null, 3, null],
        ],
      ),
      summary: rows(summary, [
        ['added', 1, 1],
        ['removed', 0, 0],
        ['changed', 0, 0],
        ['unchanged', 2, 1],
      ]),
    },
  },
  {
    title: 'Without keys whole rows are compared',
    params: {},
    inputs: {
      before: rows({ change: 'VARCHAR', 'a "b"': 'INTEGER' }, [
        ['x', 1],
        ['x', 1],
        [null, null],
      ]),
      after: rows({ change: 'VARCHAR', 'a "b"': 'INTEGER' }, [
        ['x', 1],
        [null, null],
        ['y', 2],
      ]),
    },
    outputs: {
      out: rows({ change_2: 'VARCHAR', change: 'VARCHAR', 'a "b"': 'INTEGER', changed: 'VARCHAR[]' }, [
        ['removed', 'x', 1, null],
        ['added', 'y', 2, null],
      ]),
    },
  },
  {
    title: 'Two empty tables have no changes',
    params: { keys: ['id'] },
    inputs: { before: rows(people, []), after: rows(people, []) },
    outputs: {
      out: rows(compared, []),
      summary: rows(summary, [
        ['added', 0, 0],
        ['removed', 0, 0],
        ['changed', 0, 0],
        ['unchanged', 0, 0],
      ]),
    },
  },
];
