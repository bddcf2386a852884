/** Recommendations by alternating least squares: people and things as short lists of numbers whose products are ratings. */

import { engineError } from '../../diagnostics/errors.ts';
import { randomOf } from '../../plan/random.ts';
import { bump as add, get as element } from '../kernels.ts';
import { cholesky, solveFactored } from '../linear/solve.ts';
import { checkWhole } from '../whole.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;
const bump = add;

/** Ratings in three columns of the same length: who and what are numbers from 0. */
export type Ratings = {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly values: Float64Array;
};

export type AlsParams = {
  readonly rank?: number;
  readonly passes?: number;
  /** Multiplied by the number of ratings of the person or thing, as Spark does. */
  readonly regularisation?: number;
  readonly seed: number;
  /** Values say how sure a liking is, not how large (Hu, Koren, Volinsky 2008). */
  readonly implicit?: boolean;
  readonly alpha?: number;
  /** Factors to start the things from, item after item; random ones where absent. */
  readonly start?: Float64Array;
  /** Lets others have a turn between passes. */
  readonly pause?: () => Promise<void>;
};

/** Factors row after row, `rank` numbers each. What had no rating keeps zeros. */
export type Factors = { readonly rank: number; readonly users: Float64Array; readonly items: Float64Array };

type Side = { readonly starts: Int32Array; readonly others: Int32Array; readonly values: Float64Array };

const mostFactors = 50_000_000;

/** Minimises Σ (r - x·y)² + λ Σ n |x|² over rated pairs (explicit), or the weighted form over all pairs (implicit). */
export const fitAls = async (
  ratings: Ratings,
  counts: { readonly users: number; readonly items: number },
  params: AlsParams,
): Promise<Factors> => {
  const { rank = 10, passes = 10, regularisation = 0.1, alpha = 1 } = params;
  checkWhole('rank', rank, 1, 500);
  if (!(regularisation >= 0))
    throw engineError('ml-bad-param', {
      name: 'regularisation',
      value: String(regularisation),
      rule: 'a number of 0 or more',
    });
  if (ratings.values.length === 0) throw engineError('ml-no-rows', {});
  if ((counts.users + counts.items) * rank > mostFactors)
    throw engineError('ml-many-factors', { ...counts, rank, limit: mostFactors });
  const byUser = grouped(ratings.users, ratings.items, ratings.values, counts.users);
  const byItem = grouped(ratings.items, ratings.users, ratings.values, counts.items);
  const random = randomOf(params.seed);
  let items: Float64Array = params.start?.slice() ?? started(counts.items, rank, random);
  let users: Float64Array = new Float64Array(counts.users * rank);
  const confidence = params.implicit === true ? alpha : undefined;
  for (let pass = 0; pass < passes; pass++) {
    await params.pause?.();
    users = solved(byUser, items, rank, regularisation, confidence);
    await params.pause?.();
    items = solved(byItem, users, rank, regularisation, confidence);
  }
  return { rank, users, items };
};

/** Unit vectors with positive numbers, so that the first products are ratings of the right sign. */
const started = (count: number, rank: number, random: () => number): Float64Array => {
  const factors = new Float64Array(count * rank);
  for (let i = 0; i < count; i++) {
    let length = 0;
    for (let f = 0; f < rank; f++) {
      factors[i * rank + f] = random() + 1e-3;
      length += get(factors, i * rank + f) ** 2;
    }
    for (let f = 0; f < rank; f++) factors[i * rank + f] = get(factors, i * rank + f) / Math.sqrt(length);
  }
  return factors;
};

const grouped = (own: Int32Array, others: Int32Array, values: Float64Array, count: number): Side => {
  const starts = new Int32Array(count + 1);
  for (const one of own) starts[one + 1] = (starts[one + 1] as number) + 1;
  for (let i = 0; i < count; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const at = starts.slice(0, count);
  const sorted = { others: new Int32Array(own.length), values: new Float64Array(own.length) };
  for (let r = 0; r < own.length; r++) {
    const place = at[own[r] as number] as number;
    at[own[r] as number] = place + 1;
    sorted.others[place] = others[r] as number;
    sorted.values[place] = get(values, r);
  }
  return { starts, ...sorted };
};

const solved = (
  { starts, others, values }: Side,
  factors: Float64Array,
  rank: number,
  lambda: number,
  alpha: number | undefined,
): Float64Array => {
  const count = starts.length - 1;
  const result = new Float64Array(count * rank);
  const whole = alpha === undefined ? undefined : productsOf(factors, rank);
  for (let i = 0; i < count; i++) {
    const [from, to] = [starts[i] as number, starts[i + 1] as number];
    if (from === to) continue;
    const matrix = whole?.slice() ?? new Float64Array(rank * rank);
    const right = new Float64Array(rank);
    let known = 0;
    for (let r = from; r < to; r++) {
      const [other, value] = [(others[r] as number) * rank, get(values, r)];
      // Implicit: sure by 1 + alpha |r|, liked where r is above 0.
      const sure = alpha === undefined ? 1 : alpha * Math.abs(value);
      const aim = alpha === undefined ? value : value > 0 ? 1 + sure : 0;
      if (alpha === undefined || value > 0) known++;
      for (let f = 0; f < rank; f++) {
        const y = get(factors, other + f);
        bump(right, f, aim * y);
        for (let g = 0; g <= f; g++) bump(matrix, f * rank + g, sure * y * get(factors, other + g));
      }
    }
    for (let f = 0; f < rank; f++) bump(matrix, f * rank + f, Math.max(lambda * known, 1e-12));
    const factor = cholesky(matrix, rank, 1e-15);
    if (factor !== undefined) result.set(solveFactored(factor, right), i * rank);
  }
  return result;
};

const productsOf = (factors: Float64Array, rank: number): Float64Array => {
  const products = new Float64Array(rank * rank);
  for (let i = 0; i < factors.length; i += rank)
    for (let f = 0; f < rank; f++)
      for (let g = 0; g < rank; g++) bump(products, f * rank + g, get(factors, i + f) * get(factors, i + g));
  return products;
};

/** The rating that the factors say. */
export const ratingOf = ({ rank, users, items }: Factors, user: number, item: number): number => {
  let sum = 0;
  for (let f = 0; f < rank; f++) sum += get(users, user * rank + f) * get(items, item * rank + f);
  return sum;
};

/** The things with the highest ratings for a person that are not among `known`; best first, ties by number. */
export const recommended = (
  factors: Factors,
  user: number,
  count: number,
  known: ReadonlySet<number>,
): readonly { readonly item: number; readonly rating: number }[] =>
  Array.from({ length: factors.items.length / factors.rank }, (_, item) => item)
    .filter(item => !known.has(item))
    .map(item => ({ item, rating: ratingOf(factors, user, item) }))
    .sort((a, b) => b.rating - a.rating || a.item - b.item)
    .slice(0, count);
