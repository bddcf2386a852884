/** Linear support vector machine with squared hinge loss, one class against the rest, by Newton's method on the primal. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { addProducts, axpy, bump, dot, get, largest, mirror, moved } from '../kernels.ts';
import { classIndex, type Label, labelOf, labelShape } from '../label.ts';
import { momentsPass } from '../moments.ts';
import { type Passes, type PassOptions, passesOver } from '../passes.ts';
import { reals } from '../shapes.ts';
import { weightColumns, weightReader } from '../weights.ts';
import { cholesky, solveFactored } from './solve.ts';

export const svmShape = z
  .strictObject({
    kind: z.literal('svm'),
    features: z.array(featureShape),
    label: labelShape,
    /** One row for two classes (of the second), else one a class. */
    coefficients: z.array(reals).max(1000),
    intercepts: reals,
    converged: z.boolean(),
  })
  .refine(m => {
    const groups = groupsOf(m.label);
    const width = termsOf(m.features).length;
    return (
      m.coefficients.length === groups &&
      m.intercepts.length === groups &&
      m.coefficients.every(row => row.length === width)
    );
  }, 'one coefficient a term and class is needed');

export type SvmModel = z.infer<typeof svmShape>;

export type SvmParams = {
  readonly features: readonly Feature[];
  readonly label: { readonly column: string; readonly type: string };
  readonly weight?: string;
  /** `l2 / 2 Σ b²` is added to the mean loss; the intercept is free. More than 0. */
  readonly l2: number;
  readonly steps?: number;
  readonly tolerance?: number;
} & PassOptions;

const groupsOf = (label: Label): number => (label.classes.length === 2 ? 1 : label.classes.length);
const mostColumns = 2000;

/** Minimises mean `w max(0, 1 - y f(x))²` plus the penalty (Chapelle 2007). Unique, since the loss is strictly convex with it. */
export const fitSvm = async (data: Data, params: SvmParams): Promise<SvmModel> => {
  if (!(params.l2 > 0 && Number.isFinite(params.l2)))
    throw engineError('ml-bad-param', { name: 'l2', value: String(params.l2), rule: 'more than 0' });
  const label = await labelOf(data, params.label.column, params.label.type);
  const terms = termsOf(params.features);
  const width = terms.length;
  if (width > mostColumns) throw engineError('ml-many-coefficients', { count: width, limit: mostColumns });
  const columns = [
    ...terms,
    { name: label.column, expr: classIndex(label) },
    ...weightColumns(params.weight),
  ];
  const passes = passesOver(data, columns, params);
  const moments = await momentsPass(passes, { width, weight: params.weight, weightAt: width + 1 });
  const total = get(moments.weights, 0);
  if (!(total > 0)) throw engineError('ml-bad-weight', { column: params.weight ?? '', least: 0 });
  // Columns are brought to one scale for the sake of the equations; the penalty stays that of the columns as they are.
  const scales = Float64Array.from(
    { length: width },
    (_, j) => Math.sqrt(get(moments.squares, j) / total) || 1,
  );
  const groups = groupsOf(label);
  const found = [];
  for (let k = 0; k < groups; k++) {
    const problem = {
      passes,
      width,
      scales,
      weight: params.weight,
      total,
      l2: params.l2,
      positive: groups === 1 ? 1 : k,
    };
    found.push(await minimum(problem, params.steps ?? 50, params.tolerance ?? 1e-10));
  }
  return {
    kind: 'svm',
    features: [...params.features],
    label,
    coefficients: found.map(({ at }) =>
      Array.from(at.subarray(0, width), (b, j) => (get(moments.squares, j) > 0 ? b / get(scales, j) : 0)),
    ),
    intercepts: found.map(({ at }) => get(at, width)),
    converged: found.every(({ converged }) => converged),
  };
};

type Problem = {
  readonly passes: Passes;
  readonly width: number;
  readonly scales: Float64Array;
  readonly weight: string | undefined;
  readonly total: number;
  readonly l2: number;
  /** Number of the class that is told from the rest. */
  readonly positive: number;
};

const minimum = async (problem: Problem, steps: number, tolerance: number) => {
  let at: Float64Array = new Float64Array(problem.width + 1);
  let here = await look(problem, at);
  for (let step = 0; step < steps; step++) {
    const factor = cholesky(here.hessian, at.length, 1e-14);
    if (factor === undefined) return { at, converged: false };
    const towards = solveFactored(
      factor,
      here.gradient.map(g => -g),
    );
    const size = largest(towards);
    if (size <= tolerance * (1 + largest(at))) return { at, converged: true };
    let length = 1;
    for (;;) {
      const next = moved(at, towards, length);
      const there = await look(problem, next);
      if (there.objective <= here.objective * (1 + 1e-13)) {
        [at, here] = [next, there];
        break;
      }
      length /= 2;
      if (length < 1e-8) return { at, converged: size * length <= 1e-6 };
    }
  }
  return { at, converged: false };
};

/** Objective, gradient and curvature. Rows beyond their margin take no part. */
const look = async (problem: Problem, at: Float64Array) => {
  const { passes, width, scales, total, l2, positive } = problem;
  const size = width + 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const read = weightReader(problem.weight, width + 1);
  let loss = 0;
  await passes.each(block => {
    const { rows: n, stride, values } = block;
    const x = new Float64Array(size * n);
    for (let j = 0; j < width; j++) axpy(1 / get(scales, j), values, j * stride, x, j * n, n);
    x.fill(1, width * n);
    const w = new Float64Array(n);
    read(block, w);
    const score = new Float64Array(n);
    for (let j = 0; j < size; j++) axpy(get(at, j), x, j * n, score, 0, n);
    const slope = new Float64Array(n);
    const bend = new Float64Array(n);
    for (let r = 0; r < n; r++) {
      const y = get(values, width * stride + r) === positive ? 1 : -1;
      const short = 1 - y * get(score, r);
      if (short <= 0) continue;
      const share = get(w, r) / total;
      loss += share * short * short;
      slope[r] = -2 * share * y * short;
      bend[r] = 2 * share;
    }
    const bent = new Float64Array(size * n);
    for (let j = 0; j < size; j++) {
      bump(gradient, j, dot(x, j * n, slope, 0, n));
      for (let r = 0; r < n; r++) bent[j * n + r] = get(x, j * n + r) * get(bend, r);
    }
    addProducts(hessian, x, bent, size, n, n);
  });
  mirror(hessian, size);
  let objective = loss;
  for (let j = 0; j < width; j++) {
    const by = l2 / get(scales, j) ** 2;
    objective += (by / 2) * get(at, j) ** 2;
    bump(gradient, j, by * get(at, j));
    bump(hessian, j * size + j, by);
  }
  // Where no row is short of its margin, nothing holds the intercept.
  bump(hessian, size * size - 1, 1e-12);
  return { objective, gradient, hessian };
};
