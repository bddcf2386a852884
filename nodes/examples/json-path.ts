import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `json-path`. */
export const jsonPathExamples: readonly Example[] = [
  {
    title: 'Typed values by path; what is not there is null',
    params: {
      column: 'doc',
      paths: [
        { path: '$.who.name', name: 'name' },
        { path: '$.n[1]', name: 'second', type: 'BIGINT' },
        { path: '$.who', name: 'who' },
      ],
      keep: false,
    },
    inputs: {
      in: rows({ id: 'INTEGER', doc: 'VARCHAR' }, [
        [1, '{"who": {"name": "Zoë"}, "n": [1, 9007199254740993]}'],
        [2, '{"who": null, "n": []}'],
        [3, null],
      ]),
    },
    outputs: {
      out: rows({ id: 'INTEGER', name: 'VARCHAR', second: 'BIGINT', who: 'VARCHAR' }, [
        [1, 'Zoë', '9007199254740993', '{"name":"Zoë"}'],
        [2, null, null, null],
        [3, null, null, null],
      ]),
    },
  },
  {
    title: 'What cannot be read becomes null',
    params: { column: 'doc', paths: [{ path: '$.n', name: 'n', type: 'INTEGER' }], onError: 'null' },
    inputs: { in: rows({ doc: 'VARCHAR' }, [['{"n": "many"}'], ['{"n": 3'], ['{"n": 3}'], ['']]) },
    outputs: {
      out: rows({ doc: 'VARCHAR', n: 'INTEGER' }, [
        ['{"n": "many"}', null],
        ['{"n": 3', null],
        ['{"n": 3}', 3],
        ['', null],
      ]),
    },
  },
  {
    title: 'A column for each key',
    params: { column: 'doc', flatten: true, prefix: 'doc_', keep: false },
    inputs: { in: rows({ doc: 'VARCHAR' }, [['{"b c": 1, "a": [true]}'], ['{"a": "x"}'], [null]]) },
    outputs: {
      out: rows({ doc_a: 'VARCHAR', 'doc_b c': 'VARCHAR' }, [
        ['[true]', '1'],
        ['x', null],
        [null, null],
      ]),
    },
  },
];
