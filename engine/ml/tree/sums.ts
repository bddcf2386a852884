/**
 * The loops over rows: what the rows of a node add to the bins of a feature, and which rows go to which side. Each loop
 * is a function of its own that returns after it: V8 drops its fast code where it comes to what had not run yet when it
 * was made, and did so at each call (a fit of boosted trees took 1.3 times as long).
 */
import { axpy, get as element } from '../kernels.ts';

/** Rows that a node looks at together, with what each of them counts for. */
export type Rows = {
  /** Numbers kept of each bin; the last counts rows. */
  readonly cells: number;
  /** Adds all rows to `sums`, as if they were of one bin. */
  readonly total: (rows: Int32Array, sums: Float64Array) => void;
  /** Takes at most `turn` rows at hand. */
  readonly take: (rows: Int32Array) => void;
  /** Adds the rows at hand to the bins of a feature, whose cells start at `start`. */
  readonly add: (codes: Uint8Array, sums: Float64Array, start: number) => void;
};

/** So many rows that what they count for stays in the processor's cache while features take turns. */
export const turn = 4096;

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** Two numbers a row, side by side. */
export const pairRows = (pairs: Float64Array): Rows => {
  const hand = new Float64Array(2 * turn);
  let rows = new Int32Array(0) as Int32Array;
  return {
    cells: 3,
    total: (all, sums) => sumPairs(pairs, all, sums),
    take: taken => {
      rows = taken;
      takePairs(pairs, rows, hand);
    },
    add: (codes, sums, start) => {
      const fours = rows.length & ~3;
      addFours(codes, rows, hand, fours, sums, start);
      addPairs(codes, rows, hand, fours, sums, start);
    },
  };
};

const sumPairs = (pairs: Float64Array, rows: Int32Array, sums: Float64Array): void => {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    (sums[0] as number) += get(pairs, 2 * row);
    (sums[1] as number) += get(pairs, 2 * row + 1);
    (sums[2] as number) += 1;
  }
};

const takePairs = (pairs: Float64Array, rows: Int32Array, hand: Float64Array): void => {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    hand[2 * i] = get(pairs, 2 * row);
    hand[2 * i + 1] = get(pairs, 2 * row + 1);
  }
};

/** Four rows in a step: an addition to memory waits for the one before. */
const addFours = (
  codes: Uint8Array,
  rows: Int32Array,
  hand: Float64Array,
  n: number,
  sums: Float64Array,
  start: number,
): void => {
  for (let i = 0; i < n; i += 4) {
    const c0 = start + (codes[rows[i] as number] as number) * 3;
    const c1 = start + (codes[rows[i + 1] as number] as number) * 3;
    const c2 = start + (codes[rows[i + 2] as number] as number) * 3;
    const c3 = start + (codes[rows[i + 3] as number] as number) * 3;
    const h = 2 * i;
    (sums[c0] as number) += get(hand, h);
    (sums[c0 + 1] as number) += get(hand, h + 1);
    (sums[c0 + 2] as number) += 1;
    (sums[c1] as number) += get(hand, h + 2);
    (sums[c1 + 1] as number) += get(hand, h + 3);
    (sums[c1 + 2] as number) += 1;
    (sums[c2] as number) += get(hand, h + 4);
    (sums[c2 + 1] as number) += get(hand, h + 5);
    (sums[c2 + 2] as number) += 1;
    (sums[c3] as number) += get(hand, h + 6);
    (sums[c3 + 1] as number) += get(hand, h + 7);
    (sums[c3 + 2] as number) += 1;
  }
};

const addPairs = (
  codes: Uint8Array,
  rows: Int32Array,
  hand: Float64Array,
  from: number,
  sums: Float64Array,
  start: number,
): void => {
  for (let i = from; i < rows.length; i++) {
    const c = start + (codes[rows[i] as number] as number) * 3;
    (sums[c] as number) += get(hand, 2 * i);
    (sums[c + 1] as number) += get(hand, 2 * i + 1);
    (sums[c + 2] as number) += 1;
  }
};

/** The weight of each class, 0 to k - 1. */
export const classRows = (classes: Uint16Array, weights: Float64Array, k: number): Rows => {
  const cells = k + 1;
  const own = new Uint16Array(turn);
  const weight = new Float64Array(turn);
  let rows = new Int32Array(0) as Int32Array;
  return {
    cells,
    total: (all, sums) => sumClasses(classes, weights, all, sums, k),
    take: taken => {
      rows = taken;
      takeClasses(classes, weights, rows, own, weight);
    },
    add: (codes, sums, start) => addClasses(codes, rows, own, weight, sums, start, cells),
  };
};

const sumClasses = (
  classes: Uint16Array,
  weights: Float64Array,
  rows: Int32Array,
  sums: Float64Array,
  k: number,
): void => {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    (sums[classes[row] as number] as number) += get(weights, row);
    (sums[k] as number) += 1;
  }
};

const takeClasses = (
  classes: Uint16Array,
  weights: Float64Array,
  rows: Int32Array,
  own: Uint16Array,
  weight: Float64Array,
): void => {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    own[i] = classes[row] as number;
    weight[i] = get(weights, row);
  }
};

const addClasses = (
  codes: Uint8Array,
  rows: Int32Array,
  own: Uint16Array,
  weight: Float64Array,
  sums: Float64Array,
  start: number,
  cells: number,
): void => {
  for (let i = 0; i < rows.length; i++) {
    const bin = start + (codes[rows[i] as number] as number) * cells;
    (sums[bin + (own[i] as number)] as number) += get(weight, i);
    (sums[bin + cells - 1] as number) += 1;
  }
};

/** Adds the first so many bins together. */
export const addBins = (sums: Float64Array, bins: number, all: Float64Array): void => {
  for (let i = 0; i < bins * all.length; i++) (all[i % all.length] as number) += get(sums, i);
};

export const subtract = (from: Float64Array, part: Float64Array): void =>
  axpy(-1, part, 0, from, 0, from.length);

/**
 * Puts the rows up to a bin first: how many they are. The order within a side stays, and so do its sums. Each row is
 * written to both sides and one of them counts: no branch that half of the rows would mispredict.
 */
export const part = (codes: Uint8Array, bin: number, rows: Int32Array, spare: Int32Array): number => {
  const left = sides(codes, bin, rows, spare);
  rows.set(spare.subarray(0, rows.length - left), left);
  return left;
};

/** The same, with the others left in `spare`, from its start. */
export const sides = (codes: Uint8Array, bin: number, rows: Int32Array, spare: Int32Array): number => {
  let left = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    rows[left] = row;
    spare[i - left] = row;
    // 1 for a bin that goes left, else 0.
    left += ((codes[row] as number) - bin - 1) >>> 31;
  }
  return left;
};
