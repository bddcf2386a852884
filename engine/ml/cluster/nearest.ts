/** The nearest centre of every row of a block, and how near the next one is. */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type Nearest = {
  /** Number of the nearest centre by row, the first of equals. */
  readonly cluster: Int32Array;
  /** Squared distance to it. */
  readonly best: Float64Array;
  /** Squared distance to the nearest of the others; infinite where there is one centre. */
  readonly second: Float64Array;
};

export type Search = (block: Block, centres: Float64Array, among?: readonly number[]) => Nearest;

/** Looks at every centre for every row, or at those `among` them, in ascending order. What it returns is written over by the next call. */
export const nearestSearch = (width: number): Search => {
  let distance = new Float64Array(0);
  let found: Nearest = { cluster: new Int32Array(0), best: distance, second: distance };
  return ({ rows: n, stride, values }, centres, among) => {
    if (distance.length < n) {
      distance = new Float64Array(n);
      found = { cluster: new Int32Array(n), best: new Float64Array(n), second: new Float64Array(n) };
    }
    found.best.fill(Number.POSITIVE_INFINITY, 0, n);
    found.second.fill(Number.POSITIVE_INFINITY, 0, n);
    found.cluster.fill(0, 0, n);
    const count = among?.length ?? centres.length / width;
    for (let i = 0; i < count; i++) {
      const c = among?.[i] ?? i;
      squaresTo(distance, values, stride, centres, c * width, width, n);
      keepNearest(distance, c, found, n);
    }
    return found;
  };
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const keepNearest = (
  distance: Float64Array,
  c: number,
  { cluster, best, second }: Nearest,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const d = get(distance, r);
    if (d < get(best, r)) {
      second[r] = get(best, r);
      best[r] = d;
      cluster[r] = c;
    } else if (d < get(second, r)) second[r] = d;
  }
};

const squaresTo = (
  to: Float64Array,
  values: Float64Array,
  stride: number,
  centres: Float64Array,
  at: number,
  width: number,
  n: number,
): void => {
  to.fill(0, 0, n);
  let j = 0;
  for (; j + 3 < width; j += 4) addFourSquares(to, values, j * stride, stride, centres, at + j, n);
  for (; j < width; j++) addSquares(to, values, j * stride, get(centres, at + j), n);
};

const addSquares = (
  to: Float64Array,
  values: Float64Array,
  from: number,
  centre: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const by = get(values, from + r) - centre;
    (to[r] as number) += by * by;
  }
};

/** Four columns at once: the distances are read and written a quarter as often. */
const addFourSquares = (
  to: Float64Array,
  values: Float64Array,
  from: number,
  stride: number,
  centres: Float64Array,
  at: number,
  n: number,
): void => {
  const c0 = get(centres, at);
  const c1 = get(centres, at + 1);
  const c2 = get(centres, at + 2);
  const c3 = get(centres, at + 3);
  for (let r = 0; r < n; r++) {
    const i = from + r;
    const a = (values[i] as number) - c0;
    const b = (values[i + stride] as number) - c1;
    const c = (values[i + 2 * stride] as number) - c2;
    const d = (values[i + 3 * stride] as number) - c3;
    to[r] = (to[r] as number) + (a * a + b * b) + (c * c + d * d);
  }
};
