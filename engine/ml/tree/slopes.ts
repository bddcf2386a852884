/** Slopes and bends of the losses that boosting goes down, row by row. */
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** What rows are told of, and what is known of them so far. */
export type Standing = {
  /** The label: a number, or the place of the class. */
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Scores so far: of a number, log odds of the second of two classes, or one a class. */
  readonly scores: readonly Float64Array[];
  /** Chances of several classes, from scores; none of anything else. */
  readonly chances: readonly Float64Array[];
  readonly label: 'number' | 'two' | 'several';
  /** Slope and bend by row. */
  readonly pairs: Float64Array;
};

/** Slopes of one score, for the rows from `from` to `to`. */
export const slopesOf = (
  { y, weights, scores, chances, label, pairs }: Standing,
  c: number,
  from: number,
  to: number,
): void => {
  switch (label) {
    case 'number':
      squared(scores[c] as Float64Array, y, pairs, from, to);
      break;
    case 'two':
      binary(scores[c] as Float64Array, y, pairs, from, to);
      break;
    case 'several':
      multinomial(chances[c] as Float64Array, y, c, pairs, from, to);
      break;
  }
  if (weights !== undefined) weigh(pairs, weights, from, to);
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.

/** Slope and bend of half the squared error. */
const squared = (
  scores: Float64Array,
  y: Float64Array,
  pairs: Float64Array,
  from: number,
  to: number,
): void => {
  for (let r = from; r < to; r++) {
    pairs[2 * r] = get(scores, r) - get(y, r);
    pairs[2 * r + 1] = 1;
  }
};

/** Slope and bend of the log loss, by log odds of class 1. */
const binary = (
  scores: Float64Array,
  y: Float64Array,
  pairs: Float64Array,
  from: number,
  to: number,
): void => {
  for (let r = from; r < to; r++) {
    const p = 1 / (1 + Math.exp(-get(scores, r)));
    pairs[2 * r] = p - get(y, r);
    pairs[2 * r + 1] = p * (1 - p);
  }
};

/** Slope and bend of the log loss, by the score of one class of many. */
const multinomial = (
  chances: Float64Array,
  y: Float64Array,
  c: number,
  pairs: Float64Array,
  from: number,
  to: number,
): void => {
  for (let r = from; r < to; r++) {
    const p = get(chances, r);
    pairs[2 * r] = y[r] === c ? p - 1 : p;
    pairs[2 * r + 1] = p * (1 - p);
  }
};

const weigh = (pairs: Float64Array, weights: Float64Array, from: number, to: number): void => {
  for (let r = from; r < to; r++) {
    (pairs[2 * r] as number) *= get(weights, r);
    (pairs[2 * r + 1] as number) *= get(weights, r);
  }
};

/** Softmax of the scores of the rows from `from` to `to`. */
export const chancesOf = ({ scores, chances }: Standing, from: number, to: number): void => {
  for (let r = from; r < to; r++) {
    let most = Number.NEGATIVE_INFINITY;
    for (const own of scores) most = Math.max(most, get(own, r));
    let sum = 0;
    for (const [c, own] of scores.entries()) {
      const e = Math.exp(get(own, r) - most);
      (chances[c] as Float64Array)[r] = e;
      sum += e;
    }
    for (const own of chances) own[r] = get(own, r) / sum;
  }
};

/** Rows of a leaf go by its step. */
export const addStep = (
  scores: Float64Array,
  rows: Int32Array,
  from: number,
  to: number,
  step: number,
): void => {
  for (let i = from; i < to; i++) (scores[rows[i] as number] as number) += step;
};
