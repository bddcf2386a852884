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

/** The distances of so many rows to a few centres stay near the processor. */
export const tile = 512;

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
  let i = 0;
  for (; i + 1 < places.length; i += 2) {
    const [a = 0, b = 0] = [places[i], places[i + 1]];
    addSquaresTwice(to, i * tile, values, from, stride, centres, a * width, b * width, width, rows);
  }
  if (i < places.length)
    addSquares(to, i * tile, values, from, stride, centres, (places[i] ?? 0) * width, width, rows);
  for (let j = width - (width % 4); j < width; j++)
    for (let i = 0; i < places.length; i++)
      addColumn(to, i * tile, values, j * stride + from, get(centres, (places[i] ?? 0) * width + j), rows);
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

const addColumn = (
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

/** Four columns at once, as often as there are four: the distances are read and written a quarter as often. */
const addSquares = (
  to: Float64Array,
  t: number,
  values: Float64Array,
  from: number,
  stride: number,
  centres: Float64Array,
  at: number,
  width: number,
  n: number,
): void => {
  for (let j = 0; j + 3 < width; j += 4) {
    const c0 = get(centres, at + j);
    const c1 = get(centres, at + j + 1);
    const c2 = get(centres, at + j + 2);
    const c3 = get(centres, at + j + 3);
    const from0 = from + j * stride;
    const from1 = from0 + stride;
    const from2 = from1 + stride;
    const from3 = from2 + stride;
    for (let r = 0; r < n; r++) {
      const a = (values[from0 + r] as number) - c0;
      const b = (values[from1 + r] as number) - c1;
      const c = (values[from2 + r] as number) - c2;
      const d = (values[from3 + r] as number) - c3;
      to[t + r] = (to[t + r] as number) + (a * a + b * b) + (c * c + d * d);
    }
  }
};

/** The same for two centres: the values are read half as often. */
const addSquaresTwice = (
  to: Float64Array,
  t: number,
  values: Float64Array,
  from: number,
  stride: number,
  centres: Float64Array,
  at: number,
  other: number,
  width: number,
  n: number,
): void => {
  const u = t + tile;
  for (let j = 0; j + 3 < width; j += 4) {
    const a0 = get(centres, at + j);
    const a1 = get(centres, at + j + 1);
    const a2 = get(centres, at + j + 2);
    const a3 = get(centres, at + j + 3);
    const b0 = get(centres, other + j);
    const b1 = get(centres, other + j + 1);
    const b2 = get(centres, other + j + 2);
    const b3 = get(centres, other + j + 3);
    const from0 = from + j * stride;
    const from1 = from0 + stride;
    const from2 = from1 + stride;
    const from3 = from2 + stride;
    for (let r = 0; r < n; r++) {
      const x = values[from0 + r] as number;
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
  }
};
