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

/** So many rows, of four columns, and their distances to a few centres stay near the processor. */
export const tile = 256;

/** Looks at every centre for every row, or at those `among` them, in ascending order. What it returns is written over by the next call. */
export const nearestSearch = (width: number): Search => {
  let distances = new Float64Array(0);
  let found: Nearest = { cluster: new Int32Array(0), best: distances, second: distances };
  return (block, centres, among) => {
    const n = block.rows;
    if (found.best.length < n)
      found = { cluster: new Int32Array(n), best: new Float64Array(n), second: new Float64Array(n) };
    const places = among ?? Array.from({ length: centres.length / width }, (_, c) => c);
    if (distances.length < places.length * tile) distances = new Float64Array(places.length * tile);
    found.best.fill(Number.POSITIVE_INFINITY, 0, n);
    found.second.fill(Number.POSITIVE_INFINITY, 0, n);
    found.cluster.fill(0, 0, n);
    for (let from = 0; from < n; from += tile) {
      const rows = Math.min(tile, n - from);
      squaresTo(distances, block, from, rows, centres, places, width);
      for (let i = 0; i < places.length; i++)
        keepNearest(distances, i * tile, places[i] ?? 0, found, from, rows);
    }
    return found;
  };
};

/** Squared distances of the tile's rows to centres, those to each `tile` places behind those to the one before. */
export const squaresTo = (
  to: Float64Array,
  { stride, values }: Block,
  from: number,
  rows: number,
  centres: Float64Array,
  places: readonly number[],
  width: number,
): void => {
  to.fill(0, 0, places.length * tile);
  let j = 0;
  for (; j + 3 < width; j += 4) {
    const at = j * stride + from;
    let i = 0;
    for (; i + 1 < places.length; i += 2) {
      const [a = 0, b = 0] = [places[i], places[i + 1]];
      addFourSquaresTwice(to, i * tile, values, at, stride, centres, a * width + j, b * width + j, rows);
    }
    if (i < places.length)
      addFourSquares(to, i * tile, values, at, stride, centres, (places[i] ?? 0) * width + j, rows);
  }
  for (; j < width; j++)
    for (let i = 0; i < places.length; i++)
      addSquares(to, i * tile, values, j * stride + from, get(centres, (places[i] ?? 0) * width + j), rows);
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const keepNearest = (
  distances: Float64Array,
  at: number,
  c: number,
  { cluster, best, second }: Nearest,
  from: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const d = get(distances, at + r);
    if (d < get(best, from + r)) {
      second[from + r] = get(best, from + r);
      best[from + r] = d;
      cluster[from + r] = c;
    } else if (d < get(second, from + r)) second[from + r] = d;
  }
};

const addSquares = (
  to: Float64Array,
  at: number,
  values: Float64Array,
  from: number,
  centre: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const by = get(values, from + r) - centre;
    (to[at + r] as number) += by * by;
  }
};

/** Four columns at once: the distances are read and written a quarter as often. */
const addFourSquares = (
  to: Float64Array,
  t: number,
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
    to[t + r] = (to[t + r] as number) + (a * a + b * b) + (c * c + d * d);
  }
};

/** The same for two centres: the values are read half as often. */
const addFourSquaresTwice = (
  to: Float64Array,
  t: number,
  values: Float64Array,
  from: number,
  stride: number,
  centres: Float64Array,
  at: number,
  other: number,
  n: number,
): void => {
  const a0 = get(centres, at);
  const a1 = get(centres, at + 1);
  const a2 = get(centres, at + 2);
  const a3 = get(centres, at + 3);
  const b0 = get(centres, other);
  const b1 = get(centres, other + 1);
  const b2 = get(centres, other + 2);
  const b3 = get(centres, other + 3);
  const u = t + tile;
  const from1 = from + stride;
  const from2 = from1 + stride;
  const from3 = from2 + stride;
  for (let r = 0; r < n; r++) {
    const x = values[from + r] as number;
    const y = values[from1 + r] as number;
    const z = values[from2 + r] as number;
    const v = values[from3 + r] as number;
    const a = x - a0;
    const b = y - a1;
    const c = z - a2;
    const d = v - a3;
    to[t + r] = (to[t + r] as number) + (a * a + b * b) + (c * c + d * d);
    const e = x - b0;
    const f = y - b1;
    const g = z - b2;
    const h = v - b3;
    to[u + r] = (to[u + r] as number) + (e * e + f * f) + (g * g + h * h);
  }
};
