/** Naive Bayes: Gaussian, multinomial, Bernoulli. One pass over the rows. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { get } from '../kernels.ts';
import { classIndex, type Label, labelOf, labelShape } from '../label.ts';
import { type Moments, momentsPass, together } from '../moments.ts';
import { type PassOptions, passesOver } from '../passes.ts';
import { reals } from '../shapes.ts';
import { weightColumns } from '../weights.ts';

const common = { features: z.array(featureShape), label: labelShape, priors: reals };
const table = z.array(reals).max(1000);

export const bayesShape = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('gaussian-bayes'), ...common, means: table, variances: table }),
    z.strictObject({ kind: z.literal('multinomial-bayes'), ...common, logs: table }),
    /** Logs of the chance of a 1. */
    z.strictObject({ kind: z.literal('bernoulli-bayes'), ...common, logs: table }),
  ])
  .refine(m => {
    const tables = m.kind === 'gaussian-bayes' ? [m.means, m.variances] : [m.logs];
    const width = termsOf(m.features).length;
    const classes = m.label.classes.length;
    return (
      m.priors.length === classes &&
      tables.every(t => t.length === classes && t.every(row => row.length === width))
    );
  }, 'one number a class and term is needed');

export type BayesModel = z.infer<typeof bayesShape>;

export type BayesParams = {
  readonly model: 'gaussian' | 'multinomial' | 'bernoulli';
  readonly features: readonly Feature[];
  readonly label: { readonly column: string; readonly type: string };
  readonly weight?: string;
  /** Added to counts (multinomial, Bernoulli): 1 unless said otherwise. */
  readonly smoothing?: number;
  /** Share of the largest variance that is added to every variance (Gaussian). */
  readonly varianceShare?: number;
} & PassOptions;

export const fitBayes = async (data: Data, params: BayesParams): Promise<BayesModel> => {
  const label = await labelOf(data, params.label.column, params.label.type);
  const terms = termsOf(params.features);
  const width = terms.length;
  const passes = passesOver(
    data,
    [...terms, { name: label.column, expr: classIndex(label) }, ...weightColumns(params.weight)],
    // Each row is needed once.
    { keep: 0 },
  );
  const moments = await momentsPass(passes, {
    width,
    classAt: width,
    classes: label.classes.length,
    weight: params.weight,
    weightAt: width + 1,
    see: ({ rows, stride, values }) => {
      if (params.model === 'gaussian') return;
      for (let j = 0; j < width; j++)
        for (let r = 0; r < rows; r++) {
          const value = get(values, j * stride + r);
          const column = terms[j]?.name ?? '';
          if (params.model === 'bernoulli' && value !== 0 && value !== 1)
            throw engineError('ml-not-counts', { column });
          if (value < 0)
            throw engineError('ml-negative', { column, least: value, what: 'Multinomial naive Bayes' });
        }
    },
  });
  const all = moments.weights.reduce((s, w) => s + w, 0);
  if (!(all > 0)) throw engineError('ml-bad-weight', { column: params.weight ?? '', least: 0 });
  // scikit-learn reads this one variance without weights.
  const largestVariance = async (weighted: Moments): Promise<number> => {
    const plain =
      params.weight === undefined ? together(weighted, width) : await momentsPass(passes, { width });
    return Math.max(0, ...plain.squares.map(s => s / plain.rows));
  };
  const shared = { features: [...params.features], label };
  switch (params.model) {
    case 'gaussian':
      return {
        ...gaussian(moments, label, width, (params.varianceShare ?? 1e-9) * (await largestVariance(moments))),
        ...shared,
      };
    case 'multinomial':
    case 'bernoulli':
      return { ...counting(moments, label, width, params.model, params.smoothing ?? 1), ...shared };
  }
};

/** As scikit-learn: priors are shares, variances get 1e-9 of the largest one over all rows. */
const gaussian = (moments: Moments, label: Label, width: number, added: number) => {
  const total = moments.weights.reduce((s, w) => s + w, 0);
  return {
    kind: 'gaussian-bayes' as const,
    priors: label.classes.map((_, k) => Math.log(get(moments.weights, k) / total)),
    means: byClass(label, width, (k, j) => get(moments.means, k * width + j)),
    // A column that never varies would divide by nothing; any variance does, since it tells no class from another.
    variances: byClass(
      label,
      width,
      (k, j) => get(moments.squares, k * width + j) / get(moments.weights, k) + (added > 0 ? added : 1e-9),
    ),
  };
};

const counting = (
  moments: Moments,
  label: Label,
  width: number,
  model: 'multinomial' | 'bernoulli',
  smoothing: number,
) => {
  const total = moments.weights.reduce((s, w) => s + w, 0);
  const sum = (k: number, j: number): number => get(moments.means, k * width + j) * get(moments.weights, k);
  const sums = label.classes.map((_, k) => Array.from({ length: width }, (_, j) => sum(k, j)));
  const below = (k: number): number =>
    model === 'bernoulli'
      ? get(moments.weights, k) + 2 * smoothing
      : (sums[k] ?? []).reduce((s, v) => s + v, 0) + smoothing * width;
  return {
    kind: `${model}-bayes` as const,
    priors: label.classes.map((_, k) => Math.log(get(moments.weights, k) / total)),
    logs: byClass(label, width, (k, j) => Math.log((sum(k, j) + smoothing) / below(k))),
  };
};

const byClass = (label: Label, width: number, of: (k: number, j: number) => number): number[][] =>
  label.classes.map((_, k) => Array.from({ length: width }, (_, j) => of(k, j)));
