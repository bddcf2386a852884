/** What logistic regression asks of a block where curvature is needed: loss, gradient and second derivatives. */
import { type Asking, nothingKnown } from '../by-block/asking.ts';
import type { Block } from '../engine.ts';
import { addProducts, axpy, dot, get as element, total } from '../kernels.ts';
import { weightReader } from '../weights.ts';
import { differ, lossOf, type RowsPlan } from './log-loss.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type CurvaturePlan = RowsPlan & { readonly kind: 'curvature' };

/** Pairs of groups, each with itself and those behind it: the second derivatives of one stand where those of the other would. */
export const groupPairs = (groups: number): readonly (readonly [number, number])[] =>
  Array.from({ length: groups }, (_, k) =>
    Array.from({ length: groups - k }, (_, i) => [k, k + i] as const),
  ).flat();

/**
 * Coefficients are asked about, of standardised columns, group after group, each with its intercept first. The answer is
 * weight, loss, the gradient, and the second derivatives of each pair of groups, upper triangles only.
 */
export const curvatureAsked = (plan: CurvaturePlan): Asking => {
  const { columns, groups, classAt } = plan;
  const width = columns.length + 1;
  const size = groups * width;
  const pairs = groupPairs(groups);
  const read = weightReader(plan.weight, classAt + 1);
  let w = new Float64Array(0);
  let z = w;
  let p = w;
  let rest = w;
  let weighted = w;
  return {
    input: size,
    output: 2 + size + pairs.length * width * width,
    known: nothingKnown,
    answer: (block, at, output) => {
      const n = block.rows;
      if (w.length < n) {
        w = new Float64Array(n);
        rest = new Float64Array(n);
        p = new Float64Array(n * groups);
        z = new Float64Array(n * width);
        weighted = new Float64Array(n * width);
      }
      read(block, w);
      standardise(plan, block, z);
      output.fill(0);
      output[0] = total(w, 0, n);
      p.fill(0);
      for (let k = 0; k < groups; k++)
        for (let i = 0; i < width; i++) axpy(get(at, k * width + i), z, i * n, p, k * n, n);
      output[1] = lossOf(plan, block, p, w);
      for (let k = 0; k < groups; k++) {
        differ(block, plan, p, w, k, rest);
        for (let i = 0; i < width; i++) output[2 + k * width + i] = dot(z, i * n, rest, 0, n);
      }
      for (const [i, [k, l]] of pairs.entries()) {
        bend(p, k, l, w, n, rest);
        for (let j = 0; j < width; j++) multiply(z, j * n, rest, weighted, n);
        addProducts(output.subarray(2 + size + i * width * width), weighted, z, width, n, n);
      }
    },
  };
};

/** The columns, 1 on average from 0, behind one of 1 where there is an intercept. */
const standardise = (
  { columns, shifts, scales, intercept }: RowsPlan,
  { rows: n, stride, values }: Block,
  z: Float64Array,
): void => {
  z.fill(intercept ? 1 : 0, 0, n);
  for (const [a, j] of columns.entries())
    standardiseColumn(values, j * stride, get(shifts, a), 1 / get(scales, a), z, (a + 1) * n, n);
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const standardiseColumn = (
  values: Float64Array,
  from: number,
  shift: number,
  factor: number,
  z: Float64Array,
  to: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) z[to + r] = (get(values, from + r) - shift) * factor;
};

const bend = (
  p: Float64Array,
  k: number,
  l: number,
  w: Float64Array,
  n: number,
  into: Float64Array,
): void => {
  const same = k === l ? 1 : 0;
  for (let r = 0; r < n; r++) into[r] = get(w, r) * get(p, k * n + r) * (same - get(p, l * n + r));
};

const multiply = (a: Float64Array, from: number, b: Float64Array, to: Float64Array, n: number): void => {
  for (let r = 0; r < n; r++) to[from + r] = get(a, from + r) * get(b, r);
};
