/** Every method that can learn from a table, by the name that estimator nodes give it. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Task } from '../../plan/learning.ts';
import { type Field, familyOf, numeric as numericFamilies } from '../../schema/types.ts';
import { fitBaseline } from '../baseline.ts';
import { fitBayes } from '../bayes/naive-bayes.ts';
import { fitBisecting } from '../cluster/bisecting.ts';
import { fitKMeans } from '../cluster/k-means.ts';
import { fitMixture } from '../cluster/mixture.ts';
import { fitCurve } from '../curve/curve.ts';
import { fitIsotonic } from '../curve/isotonic.ts';
import type { Data } from '../engine.ts';
import { categorical, type Feature, numeric } from '../feature.ts';
import { fitLinear } from '../linear/linear.ts';
import { fitLogistic } from '../linear/logistic.ts';
import { sparkPenalty } from '../linear/penalty.ts';
import { fitSvm } from '../linear/svm.ts';
import { fitNeighbours, weightings } from '../neighbours/neighbours.ts';
import type { PassOptions } from '../passes.ts';
import type { Model } from '../score/score.ts';
import { fitTrees } from '../tree/fit.ts';
import { fitIsolation } from '../tree/isolation.ts';
import { classWeights, weighedByClass } from './class-weights.ts';

const seed = z.int().min(0);
const weighing = { classWeights: classWeights.optional() };
const regularised = {
  strength: z.number().min(0),
  mix: z.number().min(0).max(1),
  standardise: z.boolean(),
  intercept: z.boolean(),
};
const tree = { depth: z.int(), leastRows: z.int().min(1), seed, ...weighing };

/** The settings of each method, as its estimator node writes them into the plan. */
export const estimatorChoice = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('linear-regression'), params: z.strictObject(regularised) }),
  z.strictObject({
    method: z.literal('logistic-regression'),
    params: z.strictObject({
      ...regularised,
      ...weighing,
      steps: z.int().min(1),
      tolerance: z.number().min(0),
    }),
  }),
  z.strictObject({
    method: z.literal('naive-bayes'),
    params: z.strictObject({
      model: z.enum(['gaussian', 'multinomial', 'bernoulli']),
      smoothing: z.number().min(0),
      ...weighing,
    }),
  }),
  z.strictObject({
    method: z.literal('k-means'),
    params: z.strictObject({
      k: z.int(),
      passes: z.int().min(1),
      tolerance: z.number().min(0),
      starts: z.int().min(1),
      seed,
    }),
  }),
  z.strictObject({ method: z.literal('decision-tree'), params: z.strictObject(tree) }),
  z.strictObject({
    method: z.literal('random-forest'),
    params: z.strictObject({ ...tree, trees: z.int(), share: z.number().optional() }),
  }),
  z.strictObject({
    method: z.literal('boosted-trees'),
    params: z.strictObject({ ...tree, rounds: z.int(), rate: z.number() }),
  }),
  z.strictObject({
    method: z.literal('linear-svm'),
    params: z.strictObject({ strength: z.number(), ...weighing }),
  }),
  z.strictObject({
    method: z.literal('k-nearest-neighbours'),
    params: z.strictObject({ k: z.int(), weighting: z.enum(weightings), standardise: z.boolean() }),
  }),
  z.strictObject({
    method: z.literal('curve-fit'),
    params: z.strictObject({ form: z.enum(['exponential', 'power', 'theil-sen']) }),
  }),
  z.strictObject({
    method: z.literal('isotonic-regression'),
    params: z.strictObject({ increasing: z.boolean() }),
  }),
  z.strictObject({
    method: z.literal('gaussian-mixture'),
    params: z.strictObject({
      k: z.int(),
      passes: z.int().min(1),
      tolerance: z.number().min(0),
      floor: z.number().min(0),
      seed,
    }),
  }),
  z.strictObject({
    method: z.literal('bisecting-k-means'),
    params: z.strictObject({ k: z.int(), passes: z.int().min(1), seed }),
  }),
  z.strictObject({
    method: z.literal('isolation-forest'),
    params: z.strictObject({ trees: z.int(), sample: z.int(), contamination: z.number().optional(), seed }),
  }),
  z.strictObject({ method: z.literal('baseline'), params: z.strictObject({}) }),
]);
export type EstimatorChoice = z.infer<typeof estimatorChoice>;

export type Lesson = {
  readonly data: Data;
  readonly task: Task;
  readonly features: readonly Field[];
  readonly label?: { readonly column: string; readonly type: string } | undefined;
  readonly weight?: string | undefined;
} & PassOptions;

/** Fits a method to rows. Settings that it does not know what to do with were refused when the pipeline was checked. */
export const fitEstimator = async (choice: EstimatorChoice, given: Lesson): Promise<Model> => {
  const weights = 'classWeights' in choice.params ? choice.params.classWeights : undefined;
  const lesson = weights === undefined ? given : await weighedByClass(given, weights);
  const { data, weight, task } = lesson;
  const pass = lesson.keep === undefined ? {} : { keep: lesson.keep };
  if (choice.method === 'baseline')
    return fitBaseline(data, {
      label: labelOf(lesson),
      target: task === 'class' ? 'class' : 'number',
      weight,
    });
  // One category says what all others being absent says, so models with an intercept leave one out.
  const unique = choice.method === 'linear-regression' || choice.method === 'logistic-regression';
  const features = await featuresOf(data, lesson.features, unique && choice.params.intercept);
  const weighted = weight === undefined ? {} : { weight };
  switch (choice.method) {
    case 'linear-regression': {
      const { strength, mix, standardise, intercept } = choice.params;
      return fitLinear(data, {
        features,
        label: labelOf(lesson).column,
        ...weighted,
        intercept,
        penalty: ({ labelDeviation }) => ({
          ...sparkPenalty(strength, mix, labelDeviation > 0 ? labelDeviation : 1),
          standardize: standardise,
        }),
        ...pass,
      });
    }
    case 'logistic-regression': {
      const { strength, mix, standardise, intercept, steps, tolerance } = choice.params;
      return fitLogistic(data, {
        features,
        label: labelOf(lesson),
        ...weighted,
        intercept,
        steps,
        tolerance,
        penalty: () => ({ ...sparkPenalty(strength, mix), standardize: standardise }),
        ...pass,
      });
    }
    case 'naive-bayes':
      return fitBayes(data, {
        model: choice.params.model,
        smoothing: choice.params.smoothing,
        features,
        label: labelOf(lesson),
        ...weighted,
        ...pass,
      });
    case 'k-means':
      return fitKMeans(data, { ...choice.params, features, ...weighted, ...pass });
    case 'decision-tree':
    case 'random-forest':
    case 'boosted-trees': {
      const shared = {
        features,
        label: labelOf(lesson),
        target: task === 'class' ? ('class' as const) : ('number' as const),
        depth: choice.params.depth,
        leastRows: choice.params.leastRows,
        seed: choice.params.seed,
        ...weighted,
      };
      if (choice.method === 'decision-tree') return fitTrees(data, { ...shared, method: 'tree' });
      if (choice.method === 'boosted-trees') {
        const { rounds, rate } = choice.params;
        return fitTrees(data, { ...shared, method: 'boost', rounds, rate });
      }
      const { trees, share } = choice.params;
      return fitTrees(data, {
        ...shared,
        method: 'forest',
        trees,
        ...(share !== undefined && { share }),
      });
    }
    case 'linear-svm':
      return fitSvm(data, {
        features,
        label: labelOf(lesson),
        ...weighted,
        l2: choice.params.strength,
        ...pass,
      });
    case 'k-nearest-neighbours':
      if (weight !== undefined)
        throw engineError('ml-bad-param', {
          name: 'weight',
          value: weight,
          rule: 'empty: nearest neighbours take no weights of rows',
        });
      return fitNeighbours(data, {
        ...choice.params,
        features,
        label: labelOf(lesson),
        target: task === 'class' ? 'class' : 'number',
        ...pass,
      });
    case 'curve-fit':
      return fitCurve(data, {
        feature: only(features),
        label: labelOf(lesson).column,
        method: choice.params.form,
        ...weighted,
        ...pass,
      });
    case 'isotonic-regression': {
      const { increasing } = choice.params;
      return fitIsotonic(data, {
        feature: only(features),
        label: labelOf(lesson).column,
        ...weighted,
        increasing,
        ...pass,
      });
    }
    case 'gaussian-mixture':
      return fitMixture(data, { ...choice.params, features, ...pass });
    case 'bisecting-k-means':
      return fitBisecting(data, { ...choice.params, features, ...weighted, ...pass });
    case 'isolation-forest': {
      const { contamination, ...params } = choice.params;
      return fitIsolation(data, {
        ...params,
        features,
        ...(contamination !== undefined && { contamination }),
      });
    }
  }
};

/** Curves have one column; which of several is meant nobody can say. */
const only = (features: readonly Feature[]): Feature => {
  const [feature, ...more] = features;
  if (feature === undefined || more.length > 0)
    throw engineError('ml-bad-param', {
      name: 'features',
      value: `${features.length} columns`,
      rule: 'one column for a curve. Name it in the train node',
    });
  return feature;
};

const labelOf = ({ label }: Lesson): { readonly column: string; readonly type: string } => {
  if (label === undefined)
    throw engineError('ml-bad-param', { name: 'label', value: 'missing', rule: 'the column to predict' });
  return label;
};

const featuresOf = async (
  data: Data,
  fields: readonly Field[],
  dropFirst: boolean,
): Promise<readonly Feature[]> => {
  const features: Feature[] = [];
  for (const { name, type } of fields)
    features.push(
      numericFamilies.includes(familyOf(type)) || familyOf(type) === 'boolean'
        ? numeric(name)
        : await categorical(data, name, type, { dropFirst }),
    );
  return features;
};
