/** Newton's method for penalised logistic regression; with absolute penalties each step is solved by descent. */
import { bump, dot, get, largest, moved } from '../kernels.ts';
import { descend } from './descent.ts';
import { type Curvature, curvatures, type LogisticProblem } from './logistic-pass.ts';
import { cholesky, solveFactored } from './solve.ts';

export type Penalties = { readonly l1: Float64Array; readonly l2: Float64Array };

export type NewtonOptions = { readonly tolerance: number; readonly steps: number };

export type Minimum = {
  readonly solution: Float64Array;
  readonly objective: number;
  readonly converged: boolean;
  readonly steps: number;
};

export const newton = async (
  problem: LogisticProblem,
  penalties: Penalties,
  start: Float64Array,
  { tolerance, steps }: NewtonOptions,
): Promise<Minimum> => {
  const added = (b: Float64Array): number =>
    b.reduce((s, v, i) => s + (get(penalties.l2, i) / 2) * v * v + get(penalties.l1, i) * Math.abs(v), 0);
  const look = curvatures(problem);
  let at = start;
  let here = await look(at);
  let objective = here.loss + added(at);
  for (let step = 1; step <= steps; step++) {
    const towards = direction(problem, penalties, at, here);
    const size = largest(towards);
    const reach = 1 + largest(at);
    const last = size <= tolerance * reach;
    if (last) return { solution: moved(at, towards, 1), objective, converged: true, steps: step };
    let factor = 1;
    for (;;) {
      const next = moved(at, towards, factor);
      const there = await look(next);
      const value = there.loss + added(next);
      // The sums themselves are only good to about 1e-15; a worse value within that is no reason to turn back.
      if (value <= objective + 1e-13 * Math.abs(objective)) {
        at = next;
        here = there;
        objective = value;
        break;
      }
      factor /= 2;
      if (factor < 1e-10)
        return { solution: at, objective, converged: size * factor <= tolerance, steps: step };
    }
    // Without a penalty, classes that can be told apart without error push the coefficients out for ever.
    if (objective < 1e-9) return { solution: at, objective, converged: false, steps: step };
  }
  return { solution: at, objective, converged: false, steps };
};

const direction = (
  problem: LogisticProblem,
  penalties: Penalties,
  at: Float64Array,
  here: Curvature,
): Float64Array => {
  const { l1, l2 } = penalties;
  const size = at.length;
  const matrix = curvatureMatrix(problem, penalties, here);
  const gradient = here.gradient.map((g, i) => g + get(l2, i) * get(at, i));
  if (isAbsolute(penalties)) {
    const target = gradient.map((g, i) => dot(matrix, i * size, at, 0, size) - g);
    const { solution } = descend({ matrix, target, l1 }, at, { rounds: 2000 });
    return solution.map((b, i) => b - get(at, i));
  }
  return solveFactored(factored(matrix, size), gradient).map(v => -v);
};

export const isAbsolute = ({ l1 }: Penalties): boolean => l1.some(v => v > 0);

/** Second derivatives of the objective, with the directions held still in which nothing changes. */
export const curvatureMatrix = (
  { groups, intercept }: LogisticProblem,
  penalties: Penalties,
  { hessian }: Curvature,
): Float64Array => {
  const size = penalties.l2.length;
  const width = size / groups;
  const matrix = hessian.slice();
  for (let i = 0; i < size; i++) bump(matrix, i * size + i, get(penalties.l2, i));
  const absolute = isAbsolute(penalties);
  // The same number added to a coefficient of every class changes nothing.
  if (groups > 1)
    for (let i = 0; i < width; i++)
      if (!absolute || i === 0)
        for (let k = 0; k < groups; k++)
          for (let l = 0; l < groups; l++) bump(matrix, (k * width + i) * size + l * width + i, 1 / groups);
  if (!intercept) for (let k = 0; k < groups; k++) matrix[k * width * size + k * width] = 1;
  return matrix;
};

/** Cholesky's factor, of a matrix that is lifted until it has one. */
export const factored = (matrix: Float64Array, size: number): Float64Array => {
  for (let lift = 0; ; lift = lift === 0 ? 1e-10 : lift * 100) {
    if (lift > 0) for (let i = 0; i < size; i++) bump(matrix, i * size + i, lift);
    const factor = cholesky(matrix, size, 1e-14);
    if (factor !== undefined) return factor;
  }
};
