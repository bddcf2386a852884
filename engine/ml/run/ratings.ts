/** Recommendations out of ratings: factors of users and items as a table, and the best items for each user. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import {
  aggregated,
  ascending,
  call,
  cases,
  cast,
  column,
  isNotNull,
  isNull,
  literal,
} from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Cell, Data } from '../engine.ts';
import { get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { type Factors, fitAls, type Ratings, recommended } from '../recommend/als.ts';
import { name } from '../shapes.ts';
import { doubleColumn, number } from '../words.ts';
import { listText } from './cells.ts';

type Rows = readonly (readonly Cell[])[];

const ratedShape = { user: name, item: name, rating: name.optional() };
export const factorOptions = z.strictObject({
  ...ratedShape,
  rank: z.int().min(1),
  passes: z.int().min(1),
  regularisation: z.number().min(0),
  implicit: z.boolean(),
  alpha: z.number().min(0),
  seed: z.int().min(0),
});
export const bestOptions = z.strictObject({
  ...ratedShape,
  rank: z.int().min(1),
  top: z.int().min(1),
  known: z.boolean(),
});
type Rated = { readonly user: string; readonly item: string; readonly rating?: string | undefined };

/** About 1 GB with what is sorted by user and by item. */
export const mostRatings = 20_000_000;

/** The place of a value among the different values of its column, from 0; null for null. */
const placeOf = (of: string): Expr =>
  cases(
    [{ when: isNull(column(of)), result: literal(null, 'BIGINT') }],
    call(
      'subtract',
      { op: 'over', fn: 'dense_rank', args: [], partition: [], order: [ascending(column(of))] },
      literal(1),
    ),
  );

/** Ratings as three numbers, in an order that depends on the values alone: sums are added in it. */
const numbersOf = (rel: Rel, { user, item, rating }: Rated): Rel => ({
  op: 'sort',
  keys: ['user', 'item', 'rating'].map(c => ascending(column(c))),
  input: {
    op: 'project',
    input: rel,
    columns: [
      { name: 'user', expr: placeOf(user) },
      { name: 'item', expr: placeOf(item) },
      { name: 'rating', expr: rating === undefined ? number(1) : doubleColumn(rating) },
    ],
  },
});

const ratingsOf = async ({ engine, rel }: Data, of: Rated): Promise<Ratings> => {
  const passes = passesOver({ engine, rel: numbersOf(rel, of) }, [
    { name: of.user, expr: column('user') },
    { name: of.item, expr: column('item') },
    { name: of.rating ?? 'rating', expr: column('rating') },
  ]);
  const [[count = 0] = []] = await engine.rows({
    op: 'aggregate',
    input: rel,
    groups: [],
    aggregates: [{ name: 'n', expr: aggregated('count_star', []) }],
  });
  const rows = Number(count);
  if (rows > mostRatings) throw engineError('ml-many-ratings', { count: rows, limit: mostRatings });
  const ratings = {
    users: new Int32Array(rows),
    items: new Int32Array(rows),
    values: new Float64Array(rows),
  };
  let at = 0;
  await passes.each(({ rows: n, stride, values }) => {
    for (let r = 0; r < n; r++, at++) {
      ratings.users[at] = get(values, r);
      ratings.items[at] = get(values, stride + r);
      ratings.values[at] = get(values, 2 * stride + r);
    }
  });
  return ratings;
};

/** The different values of a column as text, in their order. */
const valuesOf = async ({ engine, rel }: Data, of: string): Promise<readonly string[]> => {
  const rows = await engine.rows({
    op: 'sort',
    keys: [ascending(column('value'))],
    input: {
      op: 'aggregate',
      input: { op: 'filter', input: rel, condition: isNotNull(column(of)) },
      groups: [{ name: 'value', expr: column(of) }],
      aggregates: [{ name: 'text', expr: aggregated('min', [cast(column(of), 'VARCHAR')]) }],
    },
  });
  return rows.map(([, text]) => String(text));
};

/** Rows of whose they are (`user` or `item`), the value as text, and its factors: users first. */
export const factorRows = async (data: Data, options: z.infer<typeof factorOptions>): Promise<Rows> => {
  const { user, item, rating, ...params } = options;
  const ratings = await ratingsOf(data, { user, item, rating });
  const [users, items] = [await valuesOf(data, user), await valuesOf(data, item)];
  const factors = await fitAls(
    ratings,
    { users: users.length, items: items.length },
    { ...params, ...(data.engine.pause !== undefined && { pause: data.engine.pause }) },
  );
  const rows = (side: string, values: readonly string[], of: Float64Array): Rows =>
    values.map((value, i) => [
      side,
      value,
      listText(Array.from(of.subarray(i * options.rank, (i + 1) * options.rank), String)),
    ]);
  return [...rows('user', users, factors.users), ...rows('item', items, factors.items)];
};

/** Factors as they stand in their table. */
const factorsFrom = async ({ engine, rel }: Data, rank: number): Promise<Factors> => {
  const of = async (side: string): Promise<Float64Array> => {
    const numbers: number[] = [];
    const wanted: Rel = {
      op: 'project',
      input: { op: 'filter', input: rel, condition: call('eq', column('side'), literal(side)) },
      columns: Array.from({ length: rank }, (_, f) => ({
        name: `f${f}`,
        expr: call('list_element', column('factors'), literal(f + 1)),
      })),
    };
    for await (const { rows, stride, values } of engine.blocks(wanted))
      for (let r = 0; r < rows; r++) for (let f = 0; f < rank; f++) numbers.push(get(values, f * stride + r));
    return Float64Array.from(numbers);
  };
  return { rank, users: await of('user'), items: await of('item') };
};

/** Rows of user, item, place from 1 and what is said of the pair; best first, user by user. */
export const bestRows = async (
  factors: Data,
  data: Data,
  { user, item, rating, rank, top, known }: z.infer<typeof bestOptions>,
): Promise<Rows> => {
  const all = await factorsFrom(factors, rank);
  const ratings = await ratingsOf(data, { user, item, rating });
  const [users, items] = [await valuesOf(data, user), await valuesOf(data, item)];
  const seen = users.map(() => new Set<number>());
  if (!known) for (const [r, one] of ratings.users.entries()) seen[one]?.add(ratings.items[r] as number);
  const rows: Cell[][] = [];
  for (const [u, who] of users.entries()) {
    if (u % 64 === 0) await data.engine.pause?.();
    const best = recommended(all, u, top, seen[u] ?? new Set());
    best.forEach(
      ({ item: i, rating: said }, place) => void rows.push([who, items[i] ?? '', place + 1, said]),
    );
  }
  return rows;
};
