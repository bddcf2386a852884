/** Logistic regression for two classes and for several. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { leastRows } from '../by-block/share.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { get } from '../kernels.ts';
import { classIndex, type Label, labelOf, labelShape } from '../label.ts';
import { momentsPass } from '../moments.ts';
import { type Passes, type PassOptions, passesOver } from '../passes.ts';
import { blockSample } from '../sample.ts';
import { real, reals } from '../shapes.ts';
import { weightColumns } from '../weights.ts';
import { type Team, withTeam } from '../workers/team.ts';
import { curvatures, type LogisticProblem, slopes } from './logistic-pass.ts';
import { curvatureMatrix, factored, isAbsolute, type Minimum, newton, type Penalties } from './newton.ts';
import { noPenalty, type Penalty } from './penalty.ts';
import { type Look, quasiNewton } from './quasi-newton.ts';
import { solveFactored } from './solve.ts';

export const logisticShape = z
  .strictObject({
    kind: z.literal('logistic'),
    features: z.array(featureShape),
    label: labelShape,
    /** One row for two classes (of the second), else one a class. */
    coefficients: z.array(reals).max(1000),
    intercepts: reals,
    converged: z.boolean(),
    /** Mean log loss and penalty together. */
    objective: real,
    steps: z.int().min(0),
  })
  .refine(
    m =>
      m.coefficients.length === groupsOf(m.label) &&
      m.intercepts.length === groupsOf(m.label) &&
      m.coefficients.every(row => row.length === termsOf(m.features).length),
    'one coefficient a term and class is needed',
  );

export type LogisticModel = z.infer<typeof logisticShape>;

export type LogisticParams = {
  readonly features: readonly Feature[];
  readonly label: { readonly column: string; readonly type: string };
  readonly weight?: string;
  /** By the sum of weights, since conventions are relative to it. */
  readonly penalty?: (weight: number) => Penalty;
  readonly intercept?: boolean;
  readonly tolerance?: number;
  readonly steps?: number;
} & PassOptions;

/** With absolute penalties a matrix of all pairs is needed; without, a few vectors. */
const coefficientLimits = { pairs: 2000, vectors: 200_000 };
/** Rows times squared coefficients beyond which second derivatives cost more than the steps they save. */
const curvatureWork = { sample: 1e9, all: 1e8 };
const groupsOf = (label: Label): number => (label.classes.length === 2 ? 1 : label.classes.length);

/** About so often all rows are looked at. */
const usualLooks = 8;

export const fitLogistic = async (data: Data, params: LogisticParams): Promise<LogisticModel> => {
  const label = await labelOf(data, params.label.column, params.label.type);
  const numbers = groupsOf(label) * termsOf(params.features).length;
  const work = (rows: number): number => rows * numbers * usualLooks;
  return withTeam(data, { work, leastRows }, team => fitted(data, params, label, team));
};

const fitted = async (
  data: Data,
  params: LogisticParams,
  label: Label,
  starting: Promise<Team | undefined>,
): Promise<LogisticModel> => {
  const terms = termsOf(params.features);
  const groups = groupsOf(label);
  const count = groups * (terms.length + 1);
  const classAt = terms.length;
  const columns = [
    ...terms,
    { name: label.column, expr: classIndex(label) },
    ...weightColumns(params.weight),
  ];
  const passes = passesOver(data, columns, params);
  const sample = blockSample(4);
  const moments = await momentsPass(passes, {
    width: terms.length,
    weight: params.weight,
    weightAt: classAt + 1,
    see: sample.see,
  });
  const weight = get(moments.weights, 0);
  if (!(weight > 0)) throw engineError('ml-bad-weight', { column: params.weight ?? '', least: 0 });
  const deviations = moments.squares.map(s => Math.sqrt(s / weight));
  const alive = terms.flatMap((_, j) =>
    get(deviations, j) > 1e-12 * Math.abs(get(moments.means, j)) ? [j] : [],
  );
  const team = await starting;
  const intercept = params.intercept ?? true;
  const problem: LogisticProblem = {
    passes,
    ...(team && { team }),
    columns: alive,
    shifts: Float64Array.from(alive, j => (intercept ? get(moments.means, j) : 0)),
    scales: Float64Array.from(alive, j => get(deviations, j)),
    classAt,
    weight: params.weight,
    groups,
    intercept,
  };
  const penalties = penaltiesOf(problem, params.penalty?.(weight) ?? noPenalty);
  const limit = coefficientLimits[isAbsolute(penalties) ? 'pairs' : 'vectors'];
  if (count > limit) throw engineError('ml-many-coefficients', { count, limit });
  const best = await minimumOf(problem, penalties, { ...sample, of: moments.rows }, params);
  const own = inOwnUnits(problem, best.solution, terms.length);
  return {
    kind: 'logistic',
    features: [...params.features],
    label,
    ...own,
    converged: best.converged,
    objective: best.objective,
    steps: best.steps,
  };
};

type Sample = {
  readonly rows: () => number;
  readonly passes: (names: readonly string[]) => Passes;
  /** Rows that it was taken from. */
  readonly of: number;
};

/**
 * Newton's steps where second derivatives are cheap. Of many rows they are taken from a sample: it points the way as well
 * as all rows do far from the end, where most steps are made, and nearly as well at the end, where all rows only say how
 * steep it is.
 */
const minimumOf = async (
  problem: LogisticProblem,
  penalties: Penalties,
  sample: Sample,
  { tolerance = 1e-8, steps }: LogisticParams,
): Promise<Minimum> => {
  const zeros = new Float64Array(penalties.l2.length);
  const many = sample.of > 2 * sample.rows();
  // Squares of standardised columns are 1 on average, and at first all classes are as likely.
  const spread = problem.groups === 1 ? 1 / 4 : (1 - 1 / problem.groups) / problem.groups;
  const diagonal = penalties.l2.map(l2 => l2 + spread);
  const work = (many ? sample.rows() : sample.of) * zeros.length ** 2;
  if (work > curvatureWork[many ? 'sample' : 'all'] && !isAbsolute(penalties))
    return quasiNewton(lookAt(problem, penalties), zeros, {
      tolerance,
      steps: steps ?? 2000,
      solve: right => right.map((v, i) => v / get(diagonal, i)),
      rough: true,
    });
  const small = { ...problem, passes: sample.passes(problem.passes.names) };
  const near = many ? await newton(small, penalties, zeros, { tolerance: 3e-2, steps: 12 }) : undefined;
  if (near?.converged !== true || isAbsolute(penalties))
    return newton(problem, penalties, near?.converged ? near.solution : zeros, {
      tolerance,
      steps: steps ?? 100,
    });
  const size = zeros.length;
  const matrix = curvatureMatrix(problem, penalties, await curvatures(small)(near.solution));
  const factor = factored(matrix, size);
  return quasiNewton(lookAt(problem, penalties), near.solution, {
    tolerance,
    steps: steps ?? 100,
    solve: right => solveFactored(factor, right),
    rough: false,
  });
};

const lookAt = (problem: LogisticProblem, { l2 }: Penalties): Look => {
  const look = slopes(problem);
  return async at => {
    const { loss, gradient } = await look(at);
    return {
      value: at.reduce((sum, b, i) => sum + (get(l2, i) / 2) * b * b, loss),
      gradient: gradient.map((g, i) => g + get(l2, i) * get(at, i)),
    };
  };
};

const penaltiesOf = ({ groups, scales }: LogisticProblem, penalty: Penalty): Penalties => {
  const unit = Array.from(scales, s => (penalty.standardize ? 1 : 1 / s));
  const all = (value: number, power: number): Float64Array =>
    Float64Array.from(Array.from({ length: groups }, () => [0, ...unit.map(u => value * u ** power)]).flat());
  return { l1: all(penalty.l1, 1), l2: all(penalty.l2, 2) };
};

const inOwnUnits = (
  { columns, shifts, scales, groups, intercept }: LogisticProblem,
  solution: Float64Array,
  terms: number,
): { coefficients: number[][]; intercepts: number[] } => {
  const width = columns.length + 1;
  const rows = Array.from({ length: groups }, (_, k) => {
    const row = new Array<number>(terms).fill(0);
    let offset = intercept ? get(solution, k * width) : 0;
    for (const [a, j] of columns.entries()) {
      const b = get(solution, k * width + a + 1) / get(scales, a);
      row[j] = b;
      offset -= b * get(shifts, a);
    }
    return { row, offset };
  });
  return { coefficients: rows.map(r => r.row), intercepts: rows.map(r => r.offset) };
};
