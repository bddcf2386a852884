/** Log loss of the rows of a block, and how far their chances are from what is so. */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** Which rows are learned from, and how they are read. */
export type RowsPlan = {
  /** Columns that take part, by number; the class number stands at `classAt`, the weight behind it. */
  readonly columns: readonly number[];
  /** What is taken from the columns, and what they are divided by then. */
  readonly shifts: Float64Array;
  readonly scales: Float64Array;
  readonly classAt: number;
  readonly weight: string | undefined;
  /** 1 for two classes (the coefficients are those of the second), else the number of classes. */
  readonly groups: number;
  readonly intercept: boolean;
};

/** Scores, group after group, become probabilities in place; returns the loss. */
export const lossOf = (
  { groups, classAt }: RowsPlan,
  { rows, stride, values }: Block,
  p: Float64Array,
  w: Float64Array,
): number =>
  groups === 1
    ? binaryLoss(p, w, values, classAt * stride, rows)
    : softmaxLoss(p, w, values, classAt * stride, rows, groups);

/** Weighted differences of the chances of a group's class and what is so, 0 or 1. */
export const differ = (
  { rows: n, stride, values }: Block,
  { groups, classAt }: RowsPlan,
  p: Float64Array,
  w: Float64Array,
  k: number,
  into: Float64Array,
): void => {
  const own = groups === 1 ? 1 : k;
  const classes = classAt * stride;
  for (let r = 0; r < n; r++)
    into[r] = get(w, r) * (get(p, k * n + r) - (get(values, classes + r) === own ? 1 : 0));
};

/** Scores become probabilities in place; returns the loss. `log1p(exp(-|z|))` does not overflow. */
const binaryLoss = (
  p: Float64Array,
  w: Float64Array,
  values: Float64Array,
  from: number,
  n: number,
): number => {
  let loss = 0;
  for (let r = 0; r < n; r++) {
    const z = get(p, r);
    const small = Math.exp(-Math.abs(z));
    const margin = get(values, from + r) === 1 ? z : -z;
    loss += get(w, r) * (Math.log1p(small) + (margin < 0 ? -margin : 0));
    p[r] = z >= 0 ? 1 / (1 + small) : small / (1 + small);
  }
  return loss;
};

const softmaxLoss = (
  p: Float64Array,
  w: Float64Array,
  values: Float64Array,
  from: number,
  n: number,
  groups: number,
): number => {
  let loss = 0;
  for (let r = 0; r < n; r++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < groups; k++) most = Math.max(most, get(p, k * n + r));
    const own = get(p, get(values, from + r) * n + r);
    let sum = 0;
    for (let k = 0; k < groups; k++) {
      const e = Math.exp(get(p, k * n + r) - most);
      p[k * n + r] = e;
      sum += e;
    }
    for (let k = 0; k < groups; k++) p[k * n + r] = get(p, k * n + r) / sum;
    loss += get(w, r) * (Math.log(sum) + most - own);
  }
  return loss;
};
