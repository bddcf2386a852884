/** Bisecting k-means: the widest cluster is split in two until there are k. */

import { engineError } from '../../diagnostics/errors.ts';
import { call } from '../../plan/build.ts';
import type { Data } from '../engine.ts';
import { type Feature, termsOf } from '../feature.ts';
import type { PassOptions } from '../passes.ts';
import { checkWhole } from '../whole.ts';
import { minus, number, squared, sumOf } from '../words.ts';
import { fitKMeans, type KMeansModel } from './k-means.ts';

export type BisectingParams = {
  readonly features: readonly Feature[];
  readonly k: number;
  readonly seed: number;
  readonly passes?: number;
  readonly weight?: string;
} & PassOptions;

type Shared = { readonly passes?: number; readonly weight?: string };

type Part = {
  readonly data: Data;
  readonly centre: readonly number[];
  readonly size: number;
  readonly inertia: number;
};

/**
 * The cluster with the largest sum of squared distances is split each time, as scikit-learn's default does. The model is
 * that of k-means: a row belongs to the nearest of the centres.
 */
export const fitBisecting = async (data: Data, params: BisectingParams): Promise<KMeansModel> => {
  const { features, k, seed } = params;
  checkWhole('k', k, 1, 1000);
  const more: Shared = {
    ...(params.passes !== undefined && { passes: params.passes }),
    ...(params.weight !== undefined && { weight: params.weight }),
  };
  const whole = await fitKMeans(data, { features, k: 1, seed, ...more });
  let parts: readonly Part[] = [
    { data, centre: whole.centres[0] ?? [], size: whole.sizes[0] ?? 0, inertia: whole.inertia },
  ];
  while (parts.length < k) {
    const widest = parts.reduce((a, b) => (b.inertia > a.inertia ? b : a));
    if (!(widest.inertia > 0))
      throw engineError('ml-few-rows', { rows: parts.length, needed: k, what: `${k} clusters` });
    const halves = await fitKMeans(widest.data, {
      features,
      k: 2,
      seed: seed + parts.length,
      starts: 5,
      ...more,
    });
    const left = await partOf(widest.data, features, halves, 0, more);
    const right = await partOf(widest.data, features, halves, 1, more);
    parts = parts.flatMap(part => (part === widest ? [left, right] : [part]));
  }
  // Looked at once more without a pass: sizes and distances by the nearest of all centres.
  const model = await fitKMeans(data, {
    ...more,
    features,
    k,
    seed,
    centres: parts.map(p => p.centre),
    passes: 0,
  });
  return { ...model, converged: true };
};

const partOf = async (
  data: Data,
  features: readonly Feature[],
  halves: KMeansModel,
  side: number,
  more: Shared,
): Promise<Part> => {
  const terms = termsOf(features).map(t => t.expr);
  const [here, there] = [halves.centres[side] ?? [], halves.centres[1 - side] ?? []];
  const to = (centre: readonly number[]) =>
    sumOf(terms.map((term, j) => squared(minus(term, number(centre[j] ?? 0)))));
  // A row between both goes to the first, as in the passes.
  const condition = call(side === 0 ? 'le' : 'lt', to(here), to(there));
  const part: Data = { ...data, rel: { op: 'filter', input: data.rel, condition } };
  const alone = await fitKMeans(part, { features, k: 1, seed: 0, ...more });
  return { data: part, centre: here, size: alone.sizes[0] ?? 0, inertia: alone.inertia };
};
