import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { integer, number, column as pick } from '../engine/catalogue/params.ts';
import { cast, column, isNotNull } from '../engine/plan/build.ts';
import { learnedSchema } from '../engine/plan/learning.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { type Field, familyOf, fieldNamed, type Schema } from '../engine/schema/types.ts';
import { frequentSetsExamples } from './examples/baskets.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { over } from './shared/over.ts';
import { listed } from './shared/words.ts';

export const frequentSets = defineNode({
  kind: 'frequent-sets',
  version: 1,
  title: 'Frequent sets',
  summary:
    'Finds items that are often in one basket, and rules such as “who takes bread and butter takes milk”.',
  docs: `A row is an item in a basket (a line of an order), or a whole basket whose items are a list; then \`basket\` stays empty. An
item that comes twice counts once. The support of a set is the share of all baskets that hold it (baskets without items
count, too); sets below the least support are left out.

A rule has one item at its end. \`confidence\` is the share of the baskets with the items before it that hold the last one,
too; \`lift\` says how many times as often that is as in all baskets: above 1 they attract each other, at 1 they have nothing
to do with each other. The most frequent sets and the surest rules come first; within a set the most frequent item does.

The method is FP-growth, the same as Spark's. Baskets are held in memory, without their rare items: at most 10 million
items together.`,
  category: 'Models',
  icon: 'shopping-basket',
  keywords: ['fp-growth', 'association rules', 'market basket', 'apriori', 'itemset', 'lift', 'confidence'],
  params: z.strictObject({
    basket: pick({
      label: 'Basket',
      help: 'What lies together, such as an order. None where items are a list.',
    }).optional(),
    item: pick({ label: 'Item', help: 'A column of one item a row, or of lists of items.' }),
    support: number({
      label: 'Least support',
      help: 'Share of the baskets, from 0 to 1.',
      min: 0,
      max: 1,
    }).default(0.05),
    confidence: number({ label: 'Least confidence of a rule', min: 0, max: 1 }).default(0.5),
    longest: integer({ label: 'Most items in a set', min: 1, max: 100, advanced: true }).default(10),
  }),
  inputs: { in: table('Items in baskets') },
  outputs: { sets: table('Frequent sets'), rules: table('Rules') },
  lower: ({ params, input, local }) => {
    const { rel, schema } = input();
    const item = fieldNamed(schema, params.item.name);
    const basket = params.basket && fieldNamed(schema, params.basket.name);
    if (item === undefined) return {};
    const problem = problemOf(item, basket, schema);
    if (problem !== undefined) return { problems: [problem] };
    const type = itemType(item);
    const { support, longest, confidence } = params;
    return {
      locals: {
        pairs: pairsOf(rel, item, basket),
        fitted: computed(
          'fit-baskets',
          { basket: 'basket', item: 'item', support, longest },
          [local('pairs')],
          learnedSchema,
        ),
      },
      outputs: {
        sets: computed(
          'frequent-sets',
          {},
          [local('fitted')],
          [
            { name: 'items', type: `${type}[]` },
            { name: 'size', type: 'INTEGER' },
            { name: 'baskets', type: 'BIGINT' },
            { name: 'support', type: 'DOUBLE' },
          ],
        ),
        rules: computed(
          'basket-rules',
          { confidence },
          [local('fitted')],
          [
            { name: 'antecedent', type: `${type}[]` },
            { name: 'consequent', type },
            { name: 'confidence', type: 'DOUBLE' },
            { name: 'lift', type: 'DOUBLE' },
            { name: 'support', type: 'DOUBLE' },
            { name: 'baskets', type: 'BIGINT' },
          ],
        ),
      },
    };
  },
  examples: frequentSetsExamples,
  unsupported: { spark: onSparkLater },
});

/** The type of an item: that of a list's elements, or of the column. */
const itemType = ({ type }: Field): string => {
  const one = type.endsWith('[]') ? type.slice(0, -2) : type;
  return familyOf(one) === 'unknown' ? 'VARCHAR' : one;
};

const problemOf = (item: Field, basket: Field | undefined, schema: Schema): Problem | undefined => {
  const others = (what: string) => `${what}. Columns: ${listed(schema.map(f => `${f.name} ${f.type}`))}.`;
  if (['list', 'struct', 'map', 'blob', 'interval'].includes(familyOf(itemType(item))))
    return {
      param: 'item',
      message: others(
        `“${item.name}” is ${item.type}; an item is a text, a number or a date, or the column holds lists of them. Choose another column, or make one of its parts first`,
      ),
    };
  if (basket?.name === item.name)
    return {
      param: 'basket',
      message: others(
        `“${item.name}” is the item already. The basket is what items have in common, such as an order. Choose another column`,
      ),
    };
  if (item.type.endsWith('[]'))
    return basket === undefined
      ? undefined
      : {
          param: 'basket',
          message: `“${item.name}” holds lists, and each of them is a basket. Take the basket “${basket.name}” away, or put an explode node before this one.`,
        };
  return basket === undefined
    ? {
        param: 'basket',
        message: others(
          `“${item.name}” holds one item a row, so the basket is missing: the column that is equal for items that were taken together. Name it`,
        ),
      }
    : undefined;
};

/** A row for each item of a basket; one without an item for a basket that holds none. */
const pairsOf = (rel: Rel, item: Field, basket: Field | undefined): Rel => {
  const element = cast(column('item'), itemType(item));
  const columns = [
    { name: 'basket', expr: column('basket') },
    { name: 'item', expr: element },
  ];
  const named: Rel = {
    op: 'project',
    input: rel,
    columns: [
      {
        name: 'basket',
        expr:
          basket === undefined ? over('row_number', [], { partition: [], order: [] }) : column(basket.name),
      },
      { name: basket === undefined ? 'list' : 'item', expr: column(item.name) },
    ],
  };
  const known: Rel = {
    op: 'filter',
    input: named,
    condition: isNotNull(column(basket === undefined ? 'list' : 'basket')),
  };
  return {
    op: 'project',
    columns,
    input:
      basket === undefined
        ? { op: 'explode', input: known, keep: ['basket'], column: 'list', as: 'item', outer: true }
        : known,
  };
};
