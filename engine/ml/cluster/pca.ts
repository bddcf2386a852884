/** Principal components: eigenvectors of the covariance. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { gramOf } from '../gram.ts';
import { get } from '../kernels.ts';
import { eigen } from '../linear/solve.ts';
import { reals } from '../shapes.ts';

export const pcaShape = z
  .strictObject({
    kind: z.literal('pca'),
    features: z.array(featureShape),
    means: reals,
    components: z.array(reals).max(10_000),
    variances: reals,
    /** Share of the whole variance. */
    shares: reals,
    /** scikit-learn takes the means out before it projects; Spark does not. */
    centre: z.boolean(),
    prefix: z.string().max(1000),
  })
  .refine(m => {
    const width = termsOf(m.features).length;
    return (
      m.means.length === width &&
      m.components.every(c => c.length === width) &&
      m.variances.length === m.components.length &&
      m.shares.length === m.components.length
    );
  }, 'one number a component and term is needed');

export type PcaModel = z.infer<typeof pcaShape>;

export type PcaParams = {
  readonly features: readonly Feature[];
  readonly components: number;
  readonly centre?: boolean;
  readonly prefix?: string;
};

/** The sign of a component is free: its largest loading is positive, as in scikit-learn. */
export const fitPca = async (data: Data, params: PcaParams): Promise<PcaModel> => {
  const terms = termsOf(params.features);
  const width = terms.length;
  if (!(Number.isInteger(params.components) && params.components >= 1 && params.components <= width))
    throw engineError('ml-bad-param', {
      name: 'components',
      value: String(params.components),
      rule: `a whole number from 1 to ${width}, the number of columns`,
    });
  const gram = await gramOf(data, terms, undefined, { keep: 0 });
  if (gram.rows < 2) throw engineError('ml-few-rows', { rows: gram.rows, needed: 2, what: 'a variance' });
  const { values, vectors } = eigen(
    gram.products.map(v => v / (gram.rows - 1)),
    width,
  );
  const all = values.reduce((s, v) => s + Math.max(0, v), 0);
  const kept = Array.from(values.subarray(0, params.components), v => Math.max(0, v));
  return {
    kind: 'pca',
    features: [...params.features],
    means: Array.from(gram.means),
    components: vectors.slice(0, params.components).map(upright),
    variances: kept,
    shares: kept.map(v => (all > 0 ? v / all : 0)),
    centre: params.centre ?? true,
    prefix: params.prefix ?? 'pc',
  };
};

const upright = (vector: Float64Array): number[] => {
  const largest = vector.reduce((at, v, i) => (Math.abs(v) > Math.abs(get(vector, at)) ? i : at), 0);
  return Array.from(vector, v => (get(vector, largest) < 0 ? -v : v));
};
