/** One pass of k-means: each row to its nearest centre, and the sums that the centres move by. */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';
import { ownSquares } from '../members.ts';
import type { Passes } from '../passes.ts';
import { weightReader } from '../weights.ts';
import { boundedSearch } from './bounds.ts';
import { nearestSearch } from './nearest.ts';
import { memberSums } from './sums.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

type Far = {
  readonly distance: number;
  readonly cluster: number;
  readonly weight: number;
  readonly values: Float64Array;
};

export type Assigned = {
  /** By cluster, then column: of values times weights. */
  readonly sums: Float64Array;
  /** Rows by cluster. */
  readonly sizes: Float64Array;
  /** Weights by cluster. */
  readonly weights: Float64Array;
};

export type Measured = Assigned & {
  /** Weighted sum of squared distances to the nearest centre. */
  readonly inertia: number;
  /** The rows farthest from their centres, farthest first; at most as many as were asked for. */
  readonly farthest: readonly Far[];
};

export type Assigning = {
  readonly assign: (centres: Float64Array) => Promise<Assigned>;
  /** The same, with how far the rows are: costs a look at every value more. */
  readonly measure: (centres: Float64Array, farthest?: number) => Promise<Measured>;
};

/**
 * Passes over rows whose first `width` columns are the terms, with the weight behind them where there is one. Where the
 * rows are kept between passes so are bounds of 20 bytes a row and sums by block, which take at most a thirty-second of what
 * the rows take; the answers are the same bits either way.
 */
export const assigning = (passes: Passes, width: number, weight?: string): Assigning => {
  const bounded = boundedSearch(width);
  const search = nearestSearch(width);
  const add = memberSums(width);
  const read = weightReader(weight, width);
  const run = async (centres: Float64Array, keep?: number): Promise<Measured> => {
    const k = centres.length / width;
    const sums = new Float64Array(k * width);
    const sizes = new Float64Array(k);
    const weights = new Float64Array(k);
    let w = new Float64Array(0);
    let squares = new Float64Array(0);
    let every = new Uint32Array(0);
    let inertia = 0;
    let farthest: readonly Far[] = [];
    let at = 0;
    bounded.begin(centres);
    await passes.each(block => {
      const n = block.rows;
      if (w.length < n) {
        w = new Float64Array(n);
        squares = new Float64Array(n);
        every = Uint32Array.from({ length: n }, (_, r) => r);
      }
      read(block, w);
      const known = passes.kept() ? bounded.find(block, at) : undefined;
      const { cluster } = known ?? search(block, centres);
      countMembers(sizes, weights, cluster, w, n);
      add(sums, block, cluster, w, known && { marks: known.marks, at: at++ });
      if (keep === undefined) return;
      ownSquares(block, every, cluster, centres, width, n, squares);
      inertia = plusProducts(inertia, w, squares, n);
      if (keep > 0) farthest = farther(farthest, block, squares, cluster, w, width, keep);
    });
    return { sums, sizes, weights, inertia, farthest };
  };
  return { assign: centres => run(centres), measure: (centres, farthest = 0) => run(centres, farthest) };
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const countMembers = (
  sizes: Float64Array,
  weights: Float64Array,
  cluster: Int32Array,
  w: Float64Array,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const c = cluster[r] as number;
    (sizes[c] as number) += 1;
    (weights[c] as number) += get(w, r);
  }
};

const plusProducts = (start: number, a: Float64Array, b: Float64Array, n: number): number => {
  let sum = start;
  for (let r = 0; r < n; r++) sum += get(a, r) * get(b, r);
  return sum;
};

const farther = (
  before: readonly Far[],
  { rows: n, stride, values }: Block,
  squares: Float64Array,
  cluster: Int32Array,
  w: Float64Array,
  width: number,
  keep: number,
): readonly Far[] => {
  let farthest = before;
  for (let r = 0; r < n; r++) {
    const distance = get(squares, r);
    if (get(w, r) === 0) continue;
    if (farthest.length === keep && distance <= (farthest.at(-1)?.distance ?? 0)) continue;
    const row: Far = {
      distance,
      cluster: cluster[r] as number,
      weight: get(w, r),
      values: Float64Array.from({ length: width }, (_, j) => get(values, j * stride + r)),
    };
    farthest = [...farthest, row].sort((a, b) => b.distance - a.distance).slice(0, keep);
  }
  return farthest;
};
