/** Hierarchical clustering by chains of nearest neighbours (Murtagh 1983): all mergers in time of rows squared. */
import { engineError } from '../../diagnostics/errors.ts';
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** All distances are held in memory: 400 MB for this many rows. */
export const mostRows = 10_000;

export const linkages = ['ward', 'complete', 'average', 'single'] as const;
export type Linkage = (typeof linkages)[number];

export type Hierarchy = {
  /** The number of each row's cluster, from 0 in the order in which rows first meet it. */
  readonly labels: Int32Array;
  /** Heights of the last mergers, highest first: where they leap is where to cut. */
  readonly heights: readonly number[];
};

type Merger = { readonly a: number; readonly b: number; readonly height: number };

/** Clusters of the rows of these columns, `k` of them. Heights as SciPy tells them. */
export const hierarchicalClusters = async (
  columns: readonly Float64Array[],
  k: number,
  linkage: Linkage,
  pause?: () => Promise<void>,
): Promise<Hierarchy> => {
  const rows = columns[0]?.length ?? 0;
  if (rows > mostRows)
    throw engineError('ml-too-many-rows', { rows, limit: mostRows, what: 'Hierarchical clustering' });
  if (!(Number.isInteger(k) && k >= 1))
    throw engineError('ml-bad-param', { name: 'k', value: String(k), rule: 'a whole number of 1 or more' });
  if (k > rows) throw engineError('ml-few-rows', { rows, needed: k, what: `${k} clusters` });
  const mergers = await mergersOf(distancesOf(columns, rows), rows, linkage, pause);
  mergers.sort((x, y) => x.height - y.height);
  // Each merger is said of a row of both sides, so that they can be carried out in any order.
  const parents = Int32Array.from({ length: rows }, (_, r) => r);
  for (const { a, b } of mergers.slice(0, rows - k)) parents[rootOf(parents, a)] = rootOf(parents, b);
  const numbers = new Map<number, number>();
  const labels = Int32Array.from({ length: rows }, (_, r) => {
    const root = rootOf(parents, r);
    const known = numbers.get(root) ?? numbers.size;
    numbers.set(root, known);
    return known;
  });
  return {
    labels,
    heights: mergers
      .slice(-30)
      .reverse()
      .map(m => m.height),
  };
};

const rootOf = (parents: Int32Array, row: number): number => {
  let at = row;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at] as number] as number;
    at = parents[at] as number;
  }
  return at;
};

/** Place of a pair in the lower triangle. */
const pair = (a: number, b: number): number => (a > b ? (a * (a - 1)) / 2 + b : (b * (b - 1)) / 2 + a);

const distancesOf = (columns: readonly Float64Array[], rows: number): Float64Array => {
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  for (const values of columns)
    for (let a = 1, p = 0; a < rows; a++)
      for (let b = 0; b < a; b++, p++)
        distances[p] = get(distances, p) + (get(values, a) - get(values, b)) ** 2;
  for (let p = 0; p < distances.length; p++) distances[p] = Math.sqrt(get(distances, p));
  return distances;
};

/** Two clusters that are each other's nearest are merged at once: for these linkages nothing later comes between them. */
const mergersOf = async (
  distances: Float64Array,
  rows: number,
  linkage: Linkage,
  pause: (() => Promise<void>) | undefined,
): Promise<Merger[]> => {
  const sizes = new Float64Array(rows).fill(1);
  const alive = Array.from({ length: rows }, (_, r) => r);
  const mergers: Merger[] = [];
  const chain: number[] = [];
  while (alive.length > 1) {
    if (chain.length === 0) chain.push(alive[0] as number);
    const top = chain.at(-1) as number;
    const before = chain.at(-2);
    // The one before wins ties, or the chain would go round.
    let [best, least] =
      before === undefined ? [-1, Number.POSITIVE_INFINITY] : [before, get(distances, pair(top, before))];
    for (const other of alive) {
      if (other === top) continue;
      const d = get(distances, pair(top, other));
      if (d < least) [best, least] = [other, d];
    }
    if (best !== before) {
      chain.push(best);
      continue;
    }
    chain.length -= 2;
    mergers.push({ a: top, b: best, height: least });
    if (mergers.length % 256 === 0) await pause?.();
    const [na, nb] = [get(sizes, top), get(sizes, best)];
    alive.splice(alive.indexOf(top), 1);
    for (const other of alive) {
      if (other === best) continue;
      const [p, q] = [pair(other, best), pair(other, top)];
      distances[p] = merged(linkage, get(distances, q), get(distances, p), least, na, nb, get(sizes, other));
    }
    sizes[best] = na + nb;
  }
  return mergers;
};

/** The distance of a third cluster to two that became one (Lance and Williams 1967). */
const merged = (
  linkage: Linkage,
  toA: number,
  toB: number,
  between: number,
  na: number,
  nb: number,
  n: number,
): number => {
  switch (linkage) {
    case 'single':
      return Math.min(toA, toB);
    case 'complete':
      return Math.max(toA, toB);
    case 'average':
      return (na * toA + nb * toB) / (na + nb);
    case 'ward':
      return Math.sqrt(((na + n) * toA * toA + (nb + n) * toB * toB - n * between * between) / (na + nb + n));
  }
};
