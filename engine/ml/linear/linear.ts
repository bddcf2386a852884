/** Linear regression, plain and with penalties. */
import { z } from 'zod';
import type { Expr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { type Gram, gramOf, isConstant } from '../gram.ts';
import { axpy, bump, dot, get } from '../kernels.ts';
import type { Passes, PassOptions } from '../passes.ts';
import { real, reals } from '../shapes.ts';
import { weightReader } from '../weights.ts';
import { doubleColumn, linearSum } from '../words.ts';
import { descend } from './descent.ts';
import { noPenalty, type Penalty } from './penalty.ts';
import { cholesky, solveFactored, solveShortest } from './solve.ts';

export const linearShape = z
  .strictObject({
    kind: z.literal('linear'),
    features: z.array(featureShape),
    coefficients: reals,
    intercept: real,
    /** Directions that the rows span. Below the number of coefficients, the shortest of equal solutions was taken. */
    rank: z.int().min(0),
    converged: z.boolean(),
  })
  .refine(m => m.coefficients.length === termsOf(m.features).length, 'one coefficient a term is needed');

export type LinearModel = z.infer<typeof linearShape>;

export type LinearParams = {
  readonly features: readonly Feature[];
  readonly label: string;
  readonly weight?: string;
  /** By the sum of weights and the label's deviation, since conventions are relative to them. */
  readonly penalty?: (about: { readonly weight: number; readonly labelDeviation: number }) => Penalty;
  readonly intercept?: boolean;
} & PassOptions;

export const fitLinear = async (data: Data, params: LinearParams): Promise<LinearModel> => {
  const terms = termsOf(params.features);
  const columns = [...terms, { name: params.label, expr: doubleColumn(params.label) }];
  // Seldom looked at twice: only where columns are nearly collinear.
  const centred = await gramOf(data, columns, params.weight, { ...params, keep: 0 });
  const gram = params.intercept === false ? uncentred(centred) : centred;
  const width = terms.length;
  const size = width + 1;
  const labelDeviation = Math.sqrt(get(centred.products, size * size - 1) / centred.weight);
  const penalty = params.penalty?.({ weight: gram.weight, labelDeviation }) ?? noPenalty;
  const solved = solve(gram, width, penalty);
  const refined = solved.again
    ? await refine(centred.passes, gram, solved.coefficients, solved.again, params.weight)
    : solved.coefficients;
  const intercept =
    params.intercept === false ? 0 : get(gram.means, width) - dot(refined, 0, gram.means, 0, width);
  return {
    kind: 'linear',
    features: [...params.features],
    coefficients: Array.from(refined),
    intercept,
    rank: solved.rank,
    converged: solved.converged,
  };
};

export const linearExpr = (model: LinearModel): Expr =>
  linearSum(
    termsOf(model.features).map(t => t.expr),
    model.coefficients,
    model.intercept,
  );

/** Products about zero instead of about the means: for a model without intercept. */
const uncentred = (gram: Gram): Gram => {
  const width = gram.means.length;
  const products = gram.products.slice();
  for (let i = 0; i < width; i++)
    axpy(get(gram.means, i) * gram.weight, gram.means, 0, products, i * width, width);
  return { ...gram, products, means: new Float64Array(width) };
};

type Solved = {
  readonly coefficients: Float64Array;
  readonly rank: number;
  readonly converged: boolean;
  /** Solves for another right side, where rounding may have cost digits worth a second pass. */
  readonly again?: (right: Float64Array) => Float64Array;
};

/** Columns are brought to one scale first: what is nearly collinear is told from what is merely small. */
const solve = (gram: Gram, width: number, penalty: Penalty): Solved => {
  const size = width + 1;
  const alive = Array.from({ length: width }, (_, j) => j).filter(j => !isConstant(gram, j));
  const n = alive.length;
  const scale = Float64Array.from(alive, j => Math.sqrt(get(gram.products, j * size + j) / gram.weight));
  const target = Float64Array.from(
    alive,
    (j, a) => get(gram.products, j * size + width) / gram.weight / get(scale, a),
  );
  const matrix = new Float64Array(n * n);
  for (const [a, i] of alive.entries())
    for (const [b, j] of alive.entries())
      matrix[a * n + b] = get(gram.products, i * size + j) / gram.weight / get(scale, a) / get(scale, b);
  const unit = (a: number): number => (penalty.standardize ? 1 : 1 / get(scale, a));
  for (let a = 0; a < n; a++) bump(matrix, a * n + a, penalty.l2 * unit(a) ** 2);
  const spread = (scaled: Float64Array): Float64Array => {
    const all = new Float64Array(width);
    for (const [a, j] of alive.entries()) all[j] = get(scaled, a) / get(scale, a);
    return all;
  };
  if (penalty.l1 > 0) {
    const l1 = Float64Array.from(alive, (_, a) => penalty.l1 * unit(a));
    const { solution, converged } = descend({ matrix, target, l1 }, new Float64Array(n));
    return { coefficients: spread(solution), rank: n, converged };
  }
  const factor = cholesky(matrix, n);
  if (factor === undefined) return shortest(gram, width, alive, penalty);
  const pivots = Array.from({ length: n }, (_, a) => get(factor, a * n + a));
  const rough = penalty.l2 === 0 && Math.min(...pivots) < 0.03;
  return {
    coefficients: spread(solveFactored(factor, target)),
    rank: n,
    converged: true,
    ...(rough && {
      again: (right: Float64Array) =>
        spread(
          solveFactored(
            factor,
            Float64Array.from(alive, (j, a) => get(right, j) / get(scale, a)),
          ),
        ),
    }),
  };
};

/** Collinear columns, or more columns than rows: the coefficients of least length, in the columns' own units. */
const shortest = (gram: Gram, width: number, alive: readonly number[], penalty: Penalty): Solved => {
  const size = width + 1;
  const n = alive.length;
  const matrix = new Float64Array(n * n);
  const right = Float64Array.from(alive, j => get(gram.products, j * size + width) / gram.weight);
  for (const [a, i] of alive.entries())
    for (const [b, j] of alive.entries()) matrix[a * n + b] = get(gram.products, i * size + j) / gram.weight;
  for (let a = 0; a < n; a++)
    bump(matrix, a * n + a, penalty.l2 * (penalty.standardize ? get(matrix, a * n + a) : 1));
  const { solution, rank } = solveShortest(matrix, right);
  const coefficients = new Float64Array(width);
  for (const [a, j] of alive.entries()) coefficients[j] = get(solution, a);
  return { coefficients, rank, converged: true };
};

/** One pass over the residuals gives back the digits that squaring cost. */
const refine = async (
  passes: Passes,
  gram: Gram,
  coefficients: Float64Array,
  again: (right: Float64Array) => Float64Array,
  weight: string | undefined,
): Promise<Float64Array> => {
  const width = coefficients.length;
  const right = new Float64Array(width);
  const read = weightReader(weight, width + 1);
  await passes.each(({ rows, stride, values }) => {
    const w = new Float64Array(rows);
    read({ rows, stride, values }, w);
    const rest = new Float64Array(rows);
    const shifted = new Float64Array(rows);
    const centre = (j: number): Float64Array => {
      const mean = get(gram.means, j);
      for (let r = 0; r < rows; r++) shifted[r] = get(values, j * stride + r) - mean;
      return shifted;
    };
    axpy(1, centre(width), 0, rest, 0, rows);
    for (let j = 0; j < width; j++) axpy(-get(coefficients, j), centre(j), 0, rest, 0, rows);
    for (let r = 0; r < rows; r++) rest[r] = get(rest, r) * get(w, r);
    for (let j = 0; j < width; j++) bump(right, j, dot(centre(j), 0, rest, 0, rows) / gram.weight);
  });
  const by = again(right);
  return coefficients.map((b, j) => b + get(by, j));
};
