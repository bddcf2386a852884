/** One look at all rows for logistic regression: loss, gradient and curvature at the given coefficients. */
import { bump as add, addProducts, axpy, dot, get as element } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import { weightReader } from '../weights.ts';
import { binaryLoss, softmaxLoss } from './log-loss.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const bump = add;
const get = element;

export type Standard = { readonly means: Float64Array; readonly scales: Float64Array };

export type Curvature = {
  /** Mean over the weights. */
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
};

export type LogisticProblem = {
  readonly passes: Passes;
  /** Columns that take part, by number; the class number stands at `classAt`. */
  readonly columns: readonly number[];
  readonly standard: Standard;
  readonly classAt: number;
  readonly weight: string | undefined;
  /** 1 for two classes (the coefficients are those of the second), else the number of classes. */
  readonly groups: number;
  readonly intercept: boolean;
};

/** Coefficients are of standardised columns, group after group, each with its intercept first. */
export const curvatureAt = async (problem: LogisticProblem, at: Float64Array): Promise<Curvature> => {
  const { columns, standard, groups, classAt } = problem;
  const width = columns.length + 1;
  const size = groups * width;
  const gradient = new Float64Array(size);
  const blocks = Array.from({ length: groups * groups }, () => new Float64Array(0));
  for (let k = 0; k < groups; k++)
    for (let l = k; l < groups; l++) blocks[k * groups + l] = new Float64Array(width * width);
  const read = weightReader(problem.weight, classAt + 1);
  let loss = 0;
  let weight = 0;
  await problem.passes.each(block => {
    const { rows: n, stride, values } = block;
    const w = new Float64Array(n);
    read(block, w);
    const z = new Float64Array(width * n);
    z.fill(problem.intercept ? 1 : 0, 0, n);
    for (const [a, j] of columns.entries()) {
      const mean = problem.intercept ? get(standard.means, a) : 0;
      const factor = 1 / get(standard.scales, a);
      const to = (a + 1) * n;
      for (let r = 0; r < n; r++) z[to + r] = (get(values, j * stride + r) - mean) * factor;
    }
    const p = new Float64Array(groups * n);
    for (let k = 0; k < groups; k++)
      for (let i = 0; i < width; i++) axpy(get(at, k * width + i), z, i * n, p, k * n, n);
    loss +=
      groups === 1
        ? binaryLoss(p, w, values, classAt * stride, n)
        : softmaxLoss(p, w, values, classAt * stride, n, groups);
    const rest = new Float64Array(n);
    const weighted = new Float64Array(width * n);
    for (let k = 0; k < groups; k++) {
      const own = groups === 1 ? 1 : k;
      for (let r = 0; r < n; r++) {
        rest[r] = get(w, r) * (get(p, k * n + r) - (get(values, classAt * stride + r) === own ? 1 : 0));
      }
      for (let i = 0; i < width; i++) bump(gradient, k * width + i, dot(z, i * n, rest, 0, n));
      for (let l = k; l < groups; l++) {
        for (let r = 0; r < n; r++)
          rest[r] = get(w, r) * get(p, k * n + r) * ((k === l ? 1 : 0) - get(p, l * n + r));
        for (let i = 0; i < width; i++)
          for (let r = 0; r < n; r++) weighted[i * n + r] = get(z, i * n + r) * get(rest, r);
        addProducts(blocks[k * groups + l] as Float64Array, weighted, z, width, n, n);
      }
    }
    for (let r = 0; r < n; r++) weight += get(w, r);
  });
  const hessian = new Float64Array(size * size);
  for (let k = 0; k < groups; k++)
    for (let l = k; l < groups; l++)
      for (let i = 0; i < width; i++)
        for (let j = 0; j < width; j++) {
          const value =
            get(blocks[k * groups + l] as Float64Array, Math.min(i, j) * width + Math.max(i, j)) / weight;
          hessian[(k * width + i) * size + l * width + j] = value;
          hessian[(l * width + j) * size + k * width + i] = value;
        }
  return { loss: loss / weight, gradient: gradient.map(g => g / weight), hessian };
};
