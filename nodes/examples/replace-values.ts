import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `replace-values`. */
export const replaceValuesExamples: readonly Example[] = [
  {
    title: 'Two codes are swapped, a gap is named and a placeholder becomes a gap',
    params: {
      columns: ['code'],
      replacements: [
        { from: 'A', to: 'B' },
        { from: 'B', to: 'A' },
        { from: null, to: 'none' },
        { from: 'N/A', to: null },
      ],
    },
    inputs: { in: rows({ code: 'VARCHAR' }, [['A'], ['B'], [null], ['N/A'], ['a']]) },
    outputs: { out: rows({ code: 'VARCHAR' }, [['B'], ['A'], ['none'], [null], ['a']]) },
  },
  {
    title: 'A number that stands for “unknown” goes from every column that can hold it',
    params: { replacements: [{ from: -999, to: null }] },
    inputs: {
      in: rows({ t: 'DOUBLE', n: 'INTEGER', tiny: 'TINYINT', note: 'VARCHAR' }, [
        [-999, -999, 1, '-999'],
        [12.5, 3, 2, "it's"],
      ]),
    },
    outputs: {
      out: rows({ t: 'DOUBLE', n: 'INTEGER', tiny: 'TINYINT', note: 'VARCHAR' }, [
        [null, null, 1, '-999'],
        [12.5, 3, 2, "it's"],
      ]),
    },
  },
  {
    title: 'Parts of texts',
    params: {
      match: 'part',
      replacements: [
        { from: 'Str.', to: 'Straße' },
        { from: '?', to: null },
      ],
    },
    inputs: { in: rows({ street: 'VARCHAR' }, [['Haupt Str. 3'], ['?'], [null]]) },
    outputs: { out: rows({ street: 'VARCHAR' }, [['Haupt Straße 3'], [null], [null]]) },
  },
  {
    title: 'A pattern with groups',
    params: { match: 'pattern', replacements: [{ from: '(\\d+)[.,](\\d\\d) ?€', to: '\\1.\\2 EUR' }] },
    inputs: { in: rows({ price: 'VARCHAR' }, [['12,50 € or 9.99€'], ['']]) },
    outputs: { out: rows({ price: 'VARCHAR' }, [['12.50 EUR or 9.99 EUR'], ['']]) },
  },
];
