/** k-means: seeding by k-means++ on a sample, then Lloyd's passes over all rows. */

import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { NamedExpr } from '../../plan/expr.ts';
import { randomOf } from '../../plan/random.ts';
import { leastRows } from '../by-block/share.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { get } from '../kernels.ts';
import { momentsPass } from '../moments.ts';
import { type PassOptions, passesOver } from '../passes.ts';
import { blockSample } from '../sample.ts';
import { real, reals } from '../shapes.ts';
import { weightColumns } from '../weights.ts';
import { checkWhole } from '../whole.ts';
import { type Team, withTeam } from '../workers/team.ts';
import { assigning } from './assign.ts';
import { movedCentres } from './move.ts';
import { seeded } from './seeding.ts';

export const kMeansShape = z
  .strictObject({
    kind: z.literal('k-means'),
    features: z.array(featureShape),
    centres: z.array(reals).min(1).max(10_000),
    sizes: z.array(z.int().min(0)),
    /** Sum of squared distances to the nearest centre. */
    inertia: real,
    passes: z.int().min(0),
    converged: z.boolean(),
  })
  .refine(
    m => m.sizes.length === m.centres.length && m.centres.every(c => c.length === termsOf(m.features).length),
    'one number a centre and term is needed',
  );

export type KMeansModel = z.infer<typeof kMeansShape>;

export type KMeansParams = {
  readonly features: readonly Feature[];
  readonly k: number;
  readonly seed: number;
  /** A row of weight 2 counts as two rows. */
  readonly weight?: string;
  readonly passes?: number;
  /** Ends when all centres together moved less than this share of the mean variance, squared distances. */
  readonly tolerance?: number;
  /** Seedings tried on the sample; the best goes on. */
  readonly starts?: number;
  readonly centres?: readonly (readonly number[])[];
} & PassOptions;

export const fitKMeans = async (data: Data, params: KMeansParams): Promise<KMeansModel> => {
  const { k } = params;
  checkWhole('k', k, 1, 10_000);
  const terms = termsOf(params.features);
  // Every row is compared with every centre at least once, and most with some again and again.
  const work = (rows: number): number => rows * terms.length * k;
  return withTeam(data, { work, leastRows }, team => fitted(data, params, terms, team));
};

const fitted = async (
  data: Data,
  params: KMeansParams,
  terms: readonly NamedExpr[],
  starting: Promise<Team | undefined>,
): Promise<KMeansModel> => {
  const { k, weight } = params;
  const width = terms.length;
  const passes = passesOver(data, [...terms, ...weightColumns(weight)], params);
  const sample = blockSample(16);
  const moments = await momentsPass(passes, { width, weight, weightAt: width, see: sample.see });
  const mass = get(moments.weights, 0);
  if (!(mass > 0)) throw engineError('ml-bad-weight', { column: weight ?? '', least: 0 });
  if (moments.rows < k)
    throw engineError('ml-few-rows', { rows: moments.rows, needed: k, what: `${k} clusters` });
  const variance = moments.squares.reduce((s, v) => s + v / mass, 0) / width;
  const small = sample.passes(passes.names);
  const team = await starting;
  const about = { width, k, weight };
  let centres =
    params.centres === undefined
      ? await seeded(small, about, randomOf(params.seed), params.starts ?? 3, team)
      : Float64Array.from(params.centres.flat());
  const clusters = assigning(passes, about, team);
  const most = params.passes ?? 300;
  let pass = 0;
  let converged = false;
  while (pass < most && !converged) {
    const next = await movedCentres(clusters, centres);
    pass++;
    let shift = 0;
    for (let i = 0; i < next.length; i++) shift += (get(next, i) - get(centres, i)) ** 2;
    centres = next;
    converged = shift <= (params.tolerance ?? 1e-4) * variance;
  }
  const end = await clusters.measure(centres);
  return {
    kind: 'k-means',
    features: [...params.features],
    centres: Array.from({ length: k }, (_, c) => Array.from(centres.subarray(c * width, (c + 1) * width))),
    sizes: Array.from(end.sizes),
    inertia: end.inertia,
    passes: pass,
    converged,
  };
};
