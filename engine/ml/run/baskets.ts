/** What is often bought together: frequent sets of items and the rules between them, out of pairs of basket and item. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import {
  aggregated,
  ascending,
  call,
  cast,
  column,
  descending,
  isNotNull,
  literal,
} from '../../plan/build.ts';
import type { OverExpr, SortKey } from '../../plan/expr.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Cell, Data } from '../engine.ts';
import { get } from '../kernels.ts';
import { frequentSets, type Pattern, rulesOf } from '../patterns/fp-growth.ts';
import { doubleColumn } from '../words.ts';
import { listText } from './cells.ts';

type Rows = readonly (readonly Cell[])[];

export const basketOptions = z.strictObject({
  basket: z.string(),
  item: z.string(),
  support: z.number().min(0).max(1),
  longest: z.int().min(1),
});

/** About 800 MB of items in baskets. */
export const mostItems = 10_000_000;

const found = z.strictObject({
  baskets: z.int().min(0),
  items: z.array(z.string()),
  sets: z.array(z.tuple([z.array(z.int().min(0)), z.int().min(1)])),
});
type Found = z.infer<typeof found>;

const position = (fn: 'row_number' | 'dense_rank', order: readonly SortKey[]): OverExpr => ({
  op: 'over',
  fn,
  args: [],
  partition: [],
  order,
});

/** Frequent items with their text and a number from 1, the most frequent first. */
const itemsOf = (rel: Rel, { basket, item }: z.infer<typeof basketOptions>, least: number): Rel => ({
  op: 'project',
  input: {
    op: 'filter',
    condition: call('ge', column('baskets'), literal(least)),
    input: {
      op: 'aggregate',
      input: { op: 'filter', input: rel, condition: isNotNull(column(item)) },
      groups: [{ name: 'item', expr: column(item) }],
      aggregates: [{ name: 'baskets', expr: aggregated('count', [column(basket)], { distinct: true }) }],
    },
  },
  columns: [
    { name: 'item', expr: column('item') },
    { name: 'text', expr: cast(column('item'), 'VARCHAR') },
    {
      name: 'at',
      expr: position('row_number', [descending(column('baskets')), ascending(column('item'))]),
    },
  ],
});

/** Frequent items only, a number for each basket and each item, basket by basket. */
const pairsOf = (rel: Rel, items: Rel, { basket, item }: z.infer<typeof basketOptions>): Rel => ({
  op: 'sort',
  keys: [ascending(column('basket')), ascending(column('item'))],
  input: {
    op: 'project',
    input: {
      op: 'join',
      how: 'inner',
      left: rel,
      right: items,
      condition: call('eq', column(item, 'left'), column('item', 'right')),
      columns: [
        { name: 'basket', expr: column(basket, 'left') },
        { name: 'at', expr: column('at', 'right') },
      ],
    },
    columns: [
      { name: 'basket', expr: cast(position('dense_rank', [ascending(column('basket'))]), 'DOUBLE') },
      { name: 'item', expr: doubleColumn('at') },
    ],
  },
});

/** The sets that at least a share of the baskets hold, as the text that `setRows` and `ruleRows` read. */
export const fitBaskets = async (
  { engine, rel }: Data,
  options: z.infer<typeof basketOptions>,
): Promise<string> => {
  const counted: Rel = {
    op: 'aggregate',
    input: rel,
    groups: [],
    aggregates: [{ name: 'n', expr: aggregated('count', [column(options.basket)], { distinct: true }) }],
  };
  const [[count = 0] = []] = await engine.rows(counted);
  const baskets = Number(count);
  if (baskets === 0) throw engineError('ml-no-rows', {});
  // A share of 0.07 of 100 baskets is 7 of them, though their product is a little more.
  const least = Math.max(1, Math.ceil(options.support * baskets - 1e-9));
  const items = itemsOf(rel, options, least);
  const known = await engine.rows({ op: 'sort', input: items, keys: [ascending(column('at'))] });
  const sets = await frequentSets(await keptOf({ engine, rel: pairsOf(rel, items, options) }), least, {
    longest: options.longest,
    ...(engine.pause !== undefined && { pause: engine.pause }),
  });
  const result: Found = {
    baskets,
    items: known.map(([, text]) => String(text)),
    sets: sets.map(({ items: of, count: n }) => [[...of], n]),
  };
  return JSON.stringify(result);
};

const patternsOf = ({ sets }: Found): readonly Pattern[] => sets.map(([items, count]) => ({ items, count }));

/** The items of each basket, out of pairs of numbers in the order of the baskets. */
const keptOf = async ({ engine, rel }: Data): Promise<readonly (readonly number[])[]> => {
  const kept: number[][] = [];
  let last = 0;
  let held = 0;
  for await (const { rows, stride, values } of engine.blocks(rel)) {
    held += rows;
    if (held > mostItems) continue;
    for (let r = 0; r < rows; r++) {
      const basket = get(values, r);
      if (basket !== last) kept.push([]);
      last = basket;
      kept.at(-1)?.push(get(values, stride + r) - 1);
    }
  }
  if (held > mostItems) throw engineError('ml-many-items', { count: held, limit: mostItems });
  return kept;
};

/** Rows of the items of a set, how many they are, the baskets that hold all of them, and their share. */
export const setRows = (text: string): Rows => {
  const all = found.parse(JSON.parse(text));
  return patternsOf(all).map(({ items, count }) => [
    listText(items.map(i => all.items[i] ?? '')),
    items.length,
    count,
    count / all.baskets,
  ]);
};

export const ruleRows = (text: string, confidence: number): Rows => {
  const all = found.parse(JSON.parse(text));
  return rulesOf(patternsOf(all), all.baskets, confidence).map(rule => [
    listText(rule.antecedent.map(i => all.items[i] ?? '')),
    all.items[rule.consequent] ?? '',
    rule.confidence,
    rule.lift,
    rule.support,
    Math.round(rule.support * all.baskets),
  ]);
};
