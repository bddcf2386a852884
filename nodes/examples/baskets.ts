/** Golden cases of frequent sets and of recommendations. */
import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const orders = [
  [1, 'bread'],
  [1, 'butter'],
  [2, 'bread'],
  [2, 'butter'],
  [2, 'tea'],
  [3, 'tea'],
  [3, 'bread'],
  [4, 'bread'],
  [4, 'bread'],
  [5, null],
  [null, 'tea'],
] as const;

const sets = { items: 'VARCHAR[]', size: 'INTEGER', baskets: 'BIGINT', support: 'DOUBLE' };
const rules = {
  antecedent: 'VARCHAR[]',
  consequent: 'VARCHAR',
  confidence: 'DOUBLE',
  lift: 'DOUBLE',
  support: 'DOUBLE',
  baskets: 'BIGINT',
};

export const frequentSetsExamples: readonly Example[] = [
  {
    title: 'Lines of orders; order 5 is empty and counts, a line without an order does not',
    params: { basket: 'order', item: 'article', support: 0.4, confidence: 0.6 },
    inputs: { in: rows({ order: 'INTEGER', article: 'VARCHAR' }, orders) },
    outputs: {
      sets: rows(sets, [
        [['bread'], 1, 4, 0.8],
        [['butter'], 1, 2, 0.4],
        [['tea'], 1, 2, 0.4],
        [['bread', 'butter'], 2, 2, 0.4],
        [['bread', 'tea'], 2, 2, 0.4],
      ]),
      rules: rows(rules, [
        [['butter'], 'bread', 1, 1.25, 0.4, 2],
        [['tea'], 'bread', 1, 1.25, 0.4, 2],
      ]),
    },
    ordered: true,
  },
  {
    title: 'Each list is a basket; a null list is none',
    params: { item: 'pages', support: 0.5, confidence: 1 },
    inputs: { in: rows({ pages: 'INTEGER[]' }, [['[7, 9]'], ['[9]'], ['[]'], ['[9, 7, NULL]'], [null]]) },
    outputs: {
      sets: rows({ ...sets, items: 'INTEGER[]' }, [
        [[9], 1, 3, 0.75],
        [[7], 1, 2, 0.5],
        [[9, 7], 2, 2, 0.5],
      ]),
      rules: rows({ ...rules, antecedent: 'INTEGER[]', consequent: 'INTEGER' }, [[[7], 9, 1, 4 / 3, 0.5, 2]]),
    },
    ordered: true,
  },
];
