/** What logistic regression asks of a block where curvature is not needed: loss and gradient. */
import type { Asking } from '../by-block/asking.ts';
import { nothingKnown } from '../by-block/asking.ts';
import type { Block } from '../engine.ts';
import { get as element, total } from '../kernels.ts';
import { weightReader } from '../weights.ts';
import { differ, lossOf, type RowsPlan } from './log-loss.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type SlopePlan = RowsPlan & { readonly kind: 'slope' };

/**
 * Coefficients are asked about, of standardised columns, group after group, each with its intercept first. The answer is
 * weight, loss, and the gradient by coefficients of columns that are only shifted.
 */
export const slopeAsked = (plan: SlopePlan): Asking => {
  const { columns, shifts, scales, groups, classAt, intercept } = plan;
  const width = columns.length + 1;
  const read = weightReader(plan.weight, classAt + 1);
  const own = new Float64Array(groups * columns.length);
  let w = new Float64Array(0);
  let p = w;
  let rest = w;
  return {
    input: groups * width,
    output: 2 + groups * width,
    known: nothingKnown,
    answer: (block, at, output) => {
      const n = block.rows;
      if (w.length < n) {
        w = new Float64Array(n);
        rest = new Float64Array(n);
        p = new Float64Array(n * groups);
      }
      for (let k = 0; k < groups; k++)
        for (const [a, scale] of scales.entries())
          own[k * columns.length + a] = get(at, k * width + a + 1) / scale;
      read(block, w);
      output.fill(0);
      output[0] = total(w, 0, n);
      for (let k = 0; k < groups; k++) {
        p.fill(intercept ? get(at, k * width) : 0, k * n, (k + 1) * n);
        addScores(block, columns, shifts, own, k * columns.length, p, k * n);
      }
      output[1] = lossOf(plan, block, p, w);
      for (let k = 0; k < groups; k++) {
        differ(block, plan, p, w, k, rest);
        if (intercept) output[2 + k * width] = total(rest, 0, n);
        sumSlopes(block, columns, shifts, rest, output, 2 + k * width + 1);
      }
    },
  };
};

/** Adds the columns, less their shifts, times their factors. Four at once: a sum is read and written a quarter as often. */
const addScores = (
  block: Block,
  columns: readonly number[],
  shifts: Float64Array,
  factors: Float64Array,
  from: number,
  to: Float64Array,
  offset: number,
): void => {
  let a = 0;
  for (; a + 3 < columns.length; a += 4)
    addFourScores(block, columns, a, shifts, factors, from + a, to, offset);
  for (; a < columns.length; a++) addScore(block, columns, a, shifts, get(factors, from + a), to, offset);
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const addFourScores = (
  { rows: n, stride, values }: Block,
  columns: readonly number[],
  a: number,
  shifts: Float64Array,
  factors: Float64Array,
  f: number,
  to: Float64Array,
  offset: number,
): void => {
  const i0 = (columns[a] as number) * stride;
  const i1 = (columns[a + 1] as number) * stride;
  const i2 = (columns[a + 2] as number) * stride;
  const i3 = (columns[a + 3] as number) * stride;
  const m0 = get(shifts, a);
  const m1 = get(shifts, a + 1);
  const m2 = get(shifts, a + 2);
  const m3 = get(shifts, a + 3);
  const f0 = get(factors, f);
  const f1 = get(factors, f + 1);
  const f2 = get(factors, f + 2);
  const f3 = get(factors, f + 3);
  for (let r = 0; r < n; r++)
    to[offset + r] =
      (to[offset + r] as number) +
      (f0 * ((values[i0 + r] as number) - m0) + f1 * ((values[i1 + r] as number) - m1)) +
      (f2 * ((values[i2 + r] as number) - m2) + f3 * ((values[i3 + r] as number) - m3));
};

const addScore = (
  { rows: n, stride, values }: Block,
  columns: readonly number[],
  a: number,
  shifts: Float64Array,
  factor: number,
  to: Float64Array,
  offset: number,
): void => {
  const from = (columns[a] as number) * stride;
  const shift = get(shifts, a);
  for (let r = 0; r < n; r++) (to[offset + r] as number) += factor * (get(values, from + r) - shift);
};

/** Writes to each place the sum of a column, less its shift, times what is left of the rows. */
const sumSlopes = (
  block: Block,
  columns: readonly number[],
  shifts: Float64Array,
  rest: Float64Array,
  to: Float64Array,
  offset: number,
): void => {
  let a = 0;
  for (; a + 3 < columns.length; a += 4) sumFourSlopes(block, columns, a, shifts, rest, to, offset + a);
  for (; a < columns.length; a++) to[offset + a] = slopeOf(block, columns, a, shifts, rest);
};

const sumFourSlopes = (
  { rows: n, stride, values }: Block,
  columns: readonly number[],
  a: number,
  shifts: Float64Array,
  rest: Float64Array,
  to: Float64Array,
  at: number,
): void => {
  const i0 = (columns[a] as number) * stride;
  const i1 = (columns[a + 1] as number) * stride;
  const i2 = (columns[a + 2] as number) * stride;
  const i3 = (columns[a + 3] as number) * stride;
  const m0 = get(shifts, a);
  const m1 = get(shifts, a + 1);
  const m2 = get(shifts, a + 2);
  const m3 = get(shifts, a + 3);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let r = 0; r < n; r++) {
    const left = rest[r] as number;
    s0 += left * ((values[i0 + r] as number) - m0);
    s1 += left * ((values[i1 + r] as number) - m1);
    s2 += left * ((values[i2 + r] as number) - m2);
    s3 += left * ((values[i3 + r] as number) - m3);
  }
  to[at] = s0;
  to[at + 1] = s1;
  to[at + 2] = s2;
  to[at + 3] = s3;
};

const slopeOf = (
  { rows: n, stride, values }: Block,
  columns: readonly number[],
  a: number,
  shifts: Float64Array,
  rest: Float64Array,
): number => {
  const from = (columns[a] as number) * stride;
  const shift = get(shifts, a);
  let sum = 0;
  for (let r = 0; r < n; r++) sum += get(rest, r) * (get(values, from + r) - shift);
  return sum;
};
