/** What trees sum up of rows, and how good it is to keep rows together. */
import { get as element } from '../kernels.ts';
import { classRows, pairRows, type Rows } from './sums.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** The best place to cut one feature: rows up to this bin go left. */
export type Cut = { readonly bin: number; readonly gain: number; readonly left: Float64Array };

export type Target = Rows & {
  /** What its rows say together: the answer of a leaf. */
  readonly leaf: (sums: Float64Array) => number[];
  /** The best cut between bins whose cells start at `from`, if one gains more than `least`; `all` are the sums of the node. */
  readonly cut: (
    sums: Float64Array,
    from: number,
    bins: number,
    all: Float64Array,
    least: number,
  ) => Cut | undefined;
};

/** Rows that a leaf must have: as often as they were drawn, or, where they have weights, each once. */
export type Least = { readonly least: number; readonly weighted: boolean };

type Pair = {
  /** A cut gains what its sides have more than the whole. */
  readonly score: (first: number, second: number) => number;
  readonly enough: (first: number, second: number, rows: number) => boolean;
  readonly leaf: (first: number, second: number) => number[];
};

const pair = (pairs: Float64Array, { score, enough, leaf }: Pair): Target => ({
  ...pairRows(pairs),
  leaf: sums => leaf(get(sums, 0), get(sums, 1)),
  cut: (sums, from, bins, all, least) => {
    const [allFirst, allSecond, allRows] = [get(all, 0), get(all, 1), get(all, 2)];
    const whole = score(allFirst, allSecond);
    let [a, b, rows] = [0, 0, 0];
    let best: Cut | undefined;
    for (let bin = 0; bin < bins - 1; bin++) {
      const cell = from + bin * 3;
      const more = get(sums, cell + 2);
      if (more === 0) continue;
      a += get(sums, cell);
      b += get(sums, cell + 1);
      rows += more;
      if (!enough(a, b, rows) || !enough(allFirst - a, allSecond - b, allRows - rows)) continue;
      const gain = score(a, b) + score(allFirst - a, allSecond - b) - whole;
      if (gain > (best?.gain ?? least)) best = { bin, gain, left: Float64Array.of(a, b, rows) };
    }
    return best;
  },
});

/** Least squares. Values are summed as distances from their mean, so that large ones lose no digits. */
export const variance = (y: Float64Array, times: Float64Array, { least, weighted }: Least): Target => {
  const mean = y.reduce((s, v) => s + v, 0) / y.length;
  const pairs = new Float64Array(2 * y.length);
  for (let r = 0; r < y.length; r++) {
    pairs[2 * r] = get(times, r) * (get(y, r) - mean);
    pairs[2 * r + 1] = get(times, r);
  }
  return pair(pairs, {
    score: (sum, weight) => (sum * sum) / weight,
    enough: (_, weight, rows) => (weighted ? rows : weight) >= least,
    leaf: (sum, weight) => [mean + sum / weight],
  });
};

/** A step of Newton for a loss whose slope and bend stand in turn for each row, as XGBoost (Chen, Guestrin 2016) takes it. */
export const newton = (pairs: Float64Array, rate: number, least: number): Target =>
  pair(pairs, {
    score: (slope, bend) => (slope * slope) / Math.max(bend, 1e-16),
    enough: (_, bend, rows) => rows >= least && bend >= 1e-3,
    leaf: (slope, bend) => [(-rate * slope) / Math.max(bend, 1e-16)],
  });

/** Gini's impurity of classes 0 to k - 1. */
export const gini = (
  y: Float64Array,
  times: Float64Array,
  k: number,
  { least: rows, weighted }: Least,
): Target => {
  const weight = (sums: Float64Array): number => {
    let s = 0;
    for (let c = 0; c < k; c++) s += get(sums, c);
    return s;
  };
  const score = (sums: Float64Array): number => {
    let square = 0;
    for (let c = 0; c < k; c++) square += get(sums, c) ** 2;
    return square / weight(sums);
  };
  const enough = (sums: Float64Array): boolean => (weighted ? get(sums, k) : weight(sums)) >= rows;
  const cells = k + 1;
  const left = new Float64Array(cells);
  const right = new Float64Array(cells);
  return {
    ...classRows(Uint16Array.from(y), times, k),
    leaf: sums => Array.from(sums.subarray(0, k), s => s / weight(sums)),
    cut: (sums, from, bins, all, least) => {
      const whole = score(all);
      left.fill(0);
      let best: Cut | undefined;
      for (let bin = 0; bin < bins - 1; bin++) {
        const cell = from + bin * cells;
        if (get(sums, cell + k) === 0) continue;
        for (let c = 0; c < cells; c++) {
          (left[c] as number) += get(sums, cell + c);
          right[c] = get(all, c) - get(left, c);
        }
        if (!enough(left) || !enough(right)) continue;
        const gain = score(left) + score(right) - whole;
        if (gain > (best?.gain ?? least)) best = { bin, gain, left: left.slice() };
      }
      return best;
    },
  };
};
