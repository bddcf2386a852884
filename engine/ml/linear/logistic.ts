/** Logistic regression for two classes and for several. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { get } from '../kernels.ts';
import { classIndex, type Label, labelOf, labelShape } from '../label.ts';
import { momentsPass } from '../moments.ts';
import { type PassOptions, passesOver } from '../passes.ts';
import { blockSample } from '../sample.ts';
import { real, reals } from '../shapes.ts';
import { weightColumns } from '../weights.ts';
import type { LogisticProblem } from './logistic-pass.ts';
import { newton, type Penalties } from './newton.ts';
import { noPenalty, type Penalty } from './penalty.ts';

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

const coefficientLimit = 2000;
const groupsOf = (label: Label): number => (label.classes.length === 2 ? 1 : label.classes.length);

export const fitLogistic = async (data: Data, params: LogisticParams): Promise<LogisticModel> => {
  const label = await labelOf(data, params.label.column, params.label.type);
  const terms = termsOf(params.features);
  const groups = groupsOf(label);
  const count = groups * (terms.length + 1);
  if (count > coefficientLimit) throw engineError('ml-many-coefficients', { count, limit: coefficientLimit });
  const classAt = terms.length;
  const columns = [
    ...terms,
    { name: label.column, expr: classIndex(label) },
    ...weightColumns(params.weight),
  ];
  const passes = passesOver(data, columns, params);
  const sample = blockSample(12);
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
  const problem: LogisticProblem = {
    passes,
    columns: alive,
    standard: {
      means: Float64Array.from(alive, j => get(moments.means, j)),
      scales: Float64Array.from(alive, j => get(deviations, j)),
    },
    classAt,
    weight: params.weight,
    groups,
    intercept: params.intercept ?? true,
  };
  const penalties = penaltiesOf(problem, params.penalty?.(weight) ?? noPenalty);
  const zeros = new Float64Array(groups * (alive.length + 1));
  // Far from the end a sample points the way as well as all rows do, and most of the steps are made there.
  const small = sample.rows() * 4 < moments.rows;
  const near = small
    ? await newton({ ...problem, passes: sample.passes(passes.names) }, penalties, zeros, {
        tolerance: 1e-3,
        steps: 12,
      })
    : undefined;
  const best = await newton(problem, penalties, near?.converged ? near.solution : zeros, {
    tolerance: params.tolerance ?? 1e-8,
    steps: params.steps ?? 100,
  });
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

const penaltiesOf = ({ groups, standard }: LogisticProblem, penalty: Penalty): Penalties => {
  const unit = Array.from(standard.scales, s => (penalty.standardize ? 1 : 1 / s));
  const all = (value: number, power: number): Float64Array =>
    Float64Array.from(Array.from({ length: groups }, () => [0, ...unit.map(u => value * u ** power)]).flat());
  return { l1: all(penalty.l1, 1), l2: all(penalty.l2, 2) };
};

const inOwnUnits = (
  { columns, standard, groups, intercept }: LogisticProblem,
  solution: Float64Array,
  terms: number,
): { coefficients: number[][]; intercepts: number[] } => {
  const width = columns.length + 1;
  const rows = Array.from({ length: groups }, (_, k) => {
    const row = new Array<number>(terms).fill(0);
    let offset = intercept ? get(solution, k * width) : 0;
    for (const [a, j] of columns.entries()) {
      const b = get(solution, k * width + a + 1) / get(standard.scales, a);
      row[j] = b;
      if (intercept) offset -= b * get(standard.means, a);
    }
    return { row, offset };
  });
  return { coefficients: rows.map(r => r.row), intercepts: rows.map(r => r.offset) };
};
