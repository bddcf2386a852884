/** One look at all rows for logistic regression where curvature is not asked for: loss and gradient. */
import type { Block } from '../engine.ts';
import { bump as add, get as element, total } from '../kernels.ts';
import { weightReader } from '../weights.ts';
import { binaryLoss, softmaxLoss } from './log-loss.ts';
import type { LogisticProblem } from './logistic-pass.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const bump = add;
const get = element;

export type Slope = {
  /** Mean over the weights. */
  readonly loss: number;
  readonly gradient: Float64Array;
};

/** Coefficients are those of `curvatureAt`: of standardised columns, group after group, each with its intercept first. */
export const slopeAt = async (problem: LogisticProblem, at: Float64Array): Promise<Slope> => {
  const { columns, groups, classAt, intercept } = problem;
  const width = columns.length + 1;
  const shifts = problem.standard.means.map(mean => (intercept ? mean : 0));
  const { scales } = problem.standard;
  const gradient = new Float64Array(groups * width);
  const read = weightReader(problem.weight, classAt + 1);
  const own = Float64Array.from({ length: groups * columns.length }, (_, i) => {
    const [k, a] = [Math.floor(i / columns.length), i % columns.length];
    return get(at, k * width + a + 1) / get(scales, a);
  });
  let loss = 0;
  let weight = 0;
  let w = new Float64Array(0);
  let p = w;
  let rest = w;
  await problem.passes.each(block => {
    const { rows: n, stride, values } = block;
    if (w.length < n) {
      w = new Float64Array(n);
      rest = new Float64Array(n);
      p = new Float64Array(n * groups);
    }
    read(block, w);
    weight += total(w, 0, n);
    for (let k = 0; k < groups; k++) {
      p.fill(intercept ? get(at, k * width) : 0, k * n, (k + 1) * n);
      addScores(block, columns, shifts, own, k * columns.length, p, k * n);
    }
    const classes = classAt * stride;
    loss +=
      groups === 1 ? binaryLoss(p, w, values, classes, n) : softmaxLoss(p, w, values, classes, n, groups);
    for (let k = 0; k < groups; k++) {
      const one = groups === 1 ? 1 : k;
      for (let r = 0; r < n; r++)
        rest[r] = get(w, r) * (get(p, k * n + r) - (get(values, classes + r) === one ? 1 : 0));
      if (intercept) bump(gradient, k * width, total(rest, 0, n));
      addSlopes(block, columns, shifts, rest, gradient, k * width + 1);
    }
  });
  return {
    loss: loss / weight,
    gradient: gradient.map((g, i) => {
      const a = (i % width) - 1;
      return g / weight / (a < 0 ? 1 : get(scales, a));
    }),
  };
};

/** Adds the columns, less their shifts, times their factors. Four at once: a sum is read and written a quarter as often. */
const addScores = (
  { rows: n, stride, values }: Block,
  columns: readonly number[],
  shifts: Float64Array,
  factors: Float64Array,
  from: number,
  to: Float64Array,
  offset: number,
): void => {
  let a = 0;
  for (; a + 3 < columns.length; a += 4) {
    const [i0, i1, i2, i3] = starts(columns, a, stride);
    const [m0, m1, m2, m3] = four(shifts, a);
    const [f0, f1, f2, f3] = four(factors, from + a);
    for (let r = 0; r < n; r++)
      to[offset + r] =
        (to[offset + r] as number) +
        (f0 * ((values[i0 + r] as number) - m0) + f1 * ((values[i1 + r] as number) - m1)) +
        (f2 * ((values[i2 + r] as number) - m2) + f3 * ((values[i3 + r] as number) - m3));
  }
  for (; a < columns.length; a++) {
    const at = (columns[a] as number) * stride;
    for (let r = 0; r < n; r++)
      bump(to, offset + r, get(factors, from + a) * (get(values, at + r) - get(shifts, a)));
  }
};

/** Adds to each place the sum of a column, less its shift, times what is left of the rows. */
const addSlopes = (
  { rows: n, stride, values }: Block,
  columns: readonly number[],
  shifts: Float64Array,
  rest: Float64Array,
  to: Float64Array,
  offset: number,
): void => {
  let a = 0;
  for (; a + 3 < columns.length; a += 4) {
    const [i0, i1, i2, i3] = starts(columns, a, stride);
    const [m0, m1, m2, m3] = four(shifts, a);
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
    bump(to, offset + a, s0);
    bump(to, offset + a + 1, s1);
    bump(to, offset + a + 2, s2);
    bump(to, offset + a + 3, s3);
  }
  for (; a < columns.length; a++) {
    const at = (columns[a] as number) * stride;
    let sum = 0;
    for (let r = 0; r < n; r++) sum += get(rest, r) * (get(values, at + r) - get(shifts, a));
    bump(to, offset + a, sum);
  }
};

type Four = readonly [number, number, number, number];

const four = (from: Float64Array, a: number): Four => [
  get(from, a),
  get(from, a + 1),
  get(from, a + 2),
  get(from, a + 3),
];

const starts = (columns: readonly number[], a: number, stride: number): Four => [
  (columns[a] as number) * stride,
  (columns[a + 1] as number) * stride,
  (columns[a + 2] as number) * stride,
  (columns[a + 3] as number) * stride,
];
