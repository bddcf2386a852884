/** Golden cases of the steps that make numbers of texts. */
import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

export const tokeniseExamples: readonly Example[] = [
  {
    title: 'Lower case, without words of one letter; null stays null',
    params: { column: 'text' },
    inputs: { in: rows({ text: 'VARCHAR' }, [['Ça va, été 42? I know_it!'], ['…'], [null]]) },
    outputs: {
      out: rows({ text: 'VARCHAR[]' }, [[['ça', 'va', 'été', '42', 'know_it']], [[]], [null]]),
    },
    ordered: true,
  },
  {
    title: 'Without English stop words and one of your own, with phrases of two, in a column of its own',
    params: { column: 'text', name: 'words', stop: 'english', without: ['Please'], longest: 2 },
    inputs: { in: rows({ text: 'VARCHAR' }, [['Please send me the new invoice']]) },
    outputs: {
      out: rows({ text: 'VARCHAR', words: 'VARCHAR[]' }, [
        ['Please send me the new invoice', ['send', 'new', 'invoice', 'send new', 'new invoice']],
      ]),
    },
    ordered: true,
  },
  {
    title: 'A pattern of your own, as it is written',
    params: { column: 'text', by: 'pattern', pattern: '#[a-zA-Z]+', lower: false },
    inputs: { in: rows({ text: 'VARCHAR' }, [['at the #Sea with #friends']]) },
    outputs: { out: rows({ text: 'VARCHAR[]' }, [[['#Sea', '#friends']]]) },
    ordered: true,
  },
];

const lists = rows({ id: 'INTEGER', text: 'VARCHAR[]' }, [
  [1, ['late', 'parcel', 'late']],
  [2, ['parcel', 'lost']],
  [3, []],
  [4, null],
]);

export const countVectorsExamples: readonly Example[] = [
  {
    title: 'A column for each term; no words is 0, no list is null',
    params: { column: 'text' },
    inputs: { in: lists },
    outputs: {
      out: rows({ id: 'INTEGER', text_late: 'DOUBLE', text_lost: 'DOUBLE', text_parcel: 'DOUBLE' }, [
        [1, 2, 0, 1],
        [2, 0, 1, 1],
        [3, 0, 0, 0],
        [4, null, null, null],
      ]),
    },
    ordered: true,
  },
  {
    title: 'The two terms that most texts have, of equals the first by the alphabet; each counts once',
    params: { column: 'text', terms: 2, binary: true, prefix: 'has', keep: true },
    inputs: { in: lists },
    outputs: {
      out: rows({ id: 'INTEGER', text: 'VARCHAR[]', has_late: 'DOUBLE', has_parcel: 'DOUBLE' }, [
        [1, ['late', 'parcel', 'late'], 1, 1],
        [2, ['parcel', 'lost'], 0, 1],
        [3, [], 0, 0],
        [4, null, null, null],
      ]),
    },
    ordered: true,
  },
];

export const tfIdfExamples: readonly Example[] = [
  {
    title: 'A term that every text has weighs 1, and each row is divided by its length',
    params: { column: 'text' },
    inputs: {
      in: rows({ text: 'VARCHAR[]' }, [
        [['a', 'b', 'a', 'a', 'b', 'b', 'b']],
        [['a', 'a', 'a', 'a', 'b', 'b', 'b']],
      ]),
    },
    outputs: {
      out: rows({ text_a: 'DOUBLE', text_b: 'DOUBLE' }, [
        [0.6, 0.8],
        [0.8, 0.6],
      ]),
    },
    ordered: true,
  },
  {
    title: 'As Spark weighs: ln((texts + 1) / (texts with the term + 1)), and no lengths',
    params: { column: 'text', formula: 'spark', norm: 'none' },
    inputs: { in: rows({ text: 'VARCHAR[]' }, [[['a', 'b', 'a']], [['b']], [['b', 'c', 'c', 'c']]]) },
    outputs: {
      out: rows({ text_a: 'DOUBLE', text_b: 'DOUBLE', text_c: 'DOUBLE' }, [
        [2 * Math.LN2, 0, 0],
        [0, 0, 0],
        [0, 0, 3 * Math.LN2],
      ]),
    },
    ordered: true,
  },
];

export const hashingTfExamples: readonly Example[] = [
  {
    title: 'Words in four buckets; those of one bucket add up',
    params: { column: 'text', buckets: 4, prefix: 'h' },
    inputs: { in: lists },
    outputs: {
      out: rows({ id: 'INTEGER', h_0: 'DOUBLE', h_1: 'DOUBLE', h_2: 'DOUBLE', h_3: 'DOUBLE' }, [
        [1, 1, 2, 0, 0],
        [2, 1, 1, 0, 0],
        [3, 0, 0, 0, 0],
        [4, null, null, null, null],
      ]),
    },
    ordered: true,
  },
];
