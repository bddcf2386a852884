/** Fitted feature steps as nodes ask for them: what is to be fitted, and what of it a model needs. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { columnsOf } from '../../plan/expr.ts';
import { fitPca } from '../cluster/pca.ts';
import type { Data } from '../engine.ts';
import { numeric } from '../feature.ts';
import { fitIndex } from '../features/encode.ts';
import { fitImpute } from '../features/impute.ts';
import { fitQuantileBins } from '../features/make.ts';
import { fitPower } from '../features/power.ts';
import { fitScale } from '../features/scale.ts';
import {
  anovaScores,
  bestOf,
  byVariance,
  chiSquareScores,
  mutualScores,
  regressionScores,
  uncorrelated,
} from '../features/select.ts';
import { type FeatureStep, stepLayers, stepShape } from '../features/steps.ts';
import { fitTarget } from '../features/target.ts';
import { bucketsShape, fitTerms, tokeniseShape } from '../features/text.ts';
import { isOwn } from '../score/layers.ts';
import { name, text, typeName } from '../shapes.ts';

const typed = z.strictObject({ column: name, type: typeName });
const unseen = z.enum(['error', 'keep', 'null']);
const label = typed;

/** What a node asks to have fitted. */
export const stepSpec = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('impute'),
    strategy: z.enum(['mean', 'median', 'mode', 'constant']),
    value: text.optional(),
    columns: z.array(typed),
  }),
  z.strictObject({
    step: z.literal('scale'),
    method: z.enum(['standard', 'min-max', 'max-abs', 'robust']),
    columns: z.array(name),
    centre: z.boolean(),
    scale: z.boolean(),
    deviation: z.enum(['population', 'sample']),
    low: z.number(),
    high: z.number(),
    lower: z.number(),
    upper: z.number(),
  }),
  z.strictObject({
    step: z.literal('one-hot'),
    drop: z.enum(['none', 'first', 'last']),
    unseen,
    columns: z.array(typed.extend({ levels: z.array(text) })),
  }),
  z.strictObject({
    step: z.literal('index'),
    order: z.enum(['frequency', 'value']),
    unseen,
    columns: z.array(typed.extend({ output: name })),
  }),
  z.strictObject({
    step: z.literal('target'),
    label,
    smoothing: z.number().min(0).nullable(),
    folds: z.int().min(0).max(100),
    seed: z.int().min(0),
    /** With a value the class whose share is told. */
    columns: z.array(typed.extend({ output: name, value: text.optional() })),
  }),
  z.strictObject({
    step: z.literal('normalise'),
    norm: z.enum(['l1', 'l2', 'max']),
    columns: z.array(name).min(1),
  }),
  z.strictObject({
    step: z.literal('power'),
    method: z.enum(['log', 'log1p', 'box-cox', 'yeo-johnson']),
    columns: z.array(name),
  }),
  z.strictObject({
    step: z.literal('polynomial'),
    columns: z.array(name).min(1),
    degree: z.int().min(2).max(10),
    interactions: z.boolean(),
  }),
  z.strictObject({
    step: z.literal('quantile-bins'),
    bins: z.int(),
    columns: z.array(z.strictObject({ column: name, output: name })),
  }),
  tokeniseShape,
  z.strictObject({
    step: z.literal('terms'),
    column: name,
    value: z.enum(['count', 'binary', 'log']),
    idf: z.enum(['none', 'smooth', 'spark']),
    norm: z.enum(['none', 'l1', 'l2']),
    /** Found before the run, since columns are made of them. */
    terms: z.array(z.strictObject({ term: text, output: name })).min(1),
  }),
  bucketsShape,
  z.strictObject({
    step: z.literal('pca'),
    columns: z.array(name),
    components: z.int(),
    centre: z.boolean(),
    prefix: z.string().max(1000),
  }),
  z.strictObject({
    step: z.literal('select'),
    method: z.enum(['variance', 'chi-square', 'anova', 'regression', 'mutual-information', 'correlation']),
    columns: z.array(name),
    label: label.optional(),
    threshold: z.number(),
    best: z.int(),
  }),
]);
export type StepSpec = z.infer<typeof stepSpec>;

const learnedSteps = z.array(stepShape);

export const stepsText = (steps: readonly FeatureStep[]): string => JSON.stringify(steps);
export const stepsFrom = (learned: string): readonly FeatureStep[] => learnedSteps.parse(JSON.parse(learned));

export const fitSteps = async (data: Data, spec: StepSpec): Promise<readonly FeatureStep[]> => {
  switch (spec.step) {
    case 'impute': {
      const { strategy, columns, value } = spec;
      return [await fitImpute(data, { strategy, columns, ...(value !== undefined && { value }) })];
    }
    case 'scale': {
      const { step: _, ...params } = spec;
      return [await fitScale(data, params)];
    }
    case 'one-hot': {
      // The categories became columns before the run, so all that is left is which column says which.
      const { drop, unseen, columns } = spec;
      return columns.map(c => ({ step: 'one-hot' as const, drop, unseen, ...c }));
    }
    case 'index':
      return eachOf(spec.columns, c => fitIndex(data, { ...c, order: spec.order, unseen: spec.unseen }));
    case 'target':
      return eachOf(spec.columns, ({ value, ...c }) =>
        fitTarget(data, {
          ...c,
          label: spec.label.column,
          smoothing: spec.smoothing,
          folds: spec.folds,
          seed: spec.seed,
          ...(value !== undefined && { of: { value, type: spec.label.type } }),
        }),
      );
    case 'normalise':
      return [spec];
    case 'power':
      return [await fitPower(data, spec)];
    case 'polynomial':
    case 'tokenise':
    case 'buckets':
      return [spec];
    case 'terms':
      return [await fitTerms(data, spec)];
    case 'quantile-bins':
      return eachOf(spec.columns, c => fitQuantileBins(data, { ...c, bins: spec.bins }));
    case 'pca': {
      const { columns, components, centre, prefix } = spec;
      const model = await fitPca(data, { features: columns.map(numeric), components, centre, prefix });
      return [{ step: 'pca', model }];
    }
    case 'select':
      return [await fitSelect(data, spec)];
  }
};

const eachOf = async <T, R>(items: readonly T[], of: (item: T) => Promise<R>): Promise<R[]> => {
  const found: R[] = [];
  for (const item of items) found.push(await of(item));
  return found;
};

const fitSelect = async (data: Data, spec: Extract<StepSpec, { step: 'select' }>): Promise<FeatureStep> => {
  const { method, columns, threshold, best, label: by } = spec;
  if (method === 'variance') return byVariance(data, columns, threshold);
  if (method === 'correlation') return uncorrelated(data, columns, threshold);
  if (by === undefined)
    throw engineError('ml-bad-param', { name: 'label', value: 'missing', rule: 'the column to predict' });
  const scores =
    method === 'chi-square'
      ? await chiSquareScores(data, columns, by)
      : method === 'anova'
        ? await anovaScores(data, columns, by)
        : method === 'regression'
          ? await regressionScores(data, columns, by.column)
          : await mutualScores(data, columns, by.column);
  return bestOf(method, scores, best);
};

/** The names that a step makes or replaces. */
const madeBy = (step: FeatureStep): readonly string[] =>
  stepLayers(step).flatMap(layer => layer.flatMap(c => (isOwn(c.name) ? [] : [c.name])));

/** The columns of its input that a step reads. */
const readBy = (step: FeatureStep): readonly string[] => {
  const own = new Set<string>();
  const read = new Set<string>();
  for (const layer of stepLayers(step)) {
    for (const { expr } of layer) for (const c of columnsOf(expr)) if (!own.has(c.name)) read.add(c.name);
    for (const c of layer) own.add(c.name);
  }
  return [...read];
};

/** Only what concerns these columns, where a step treats each by itself; undefined where nothing does. */
const narrowed = (step: FeatureStep, wanted: ReadonlySet<string>): FeatureStep | undefined => {
  switch (step.step) {
    case 'impute': {
      const columns = step.columns.filter(c => wanted.has(c.column));
      return columns.length === 0 ? undefined : { ...step, columns };
    }
    case 'scale': {
      const columns = step.columns.filter(c => wanted.has(c.column));
      return columns.length === 0 ? undefined : { ...step, columns };
    }
    case 'power': {
      const columns = step.columns.filter(c => wanted.has(c.column));
      return columns.length === 0 ? undefined : { ...step, columns };
    }
    case 'terms': {
      // A norm is one of all terms together.
      const terms = step.terms.filter(t => step.norm !== 'none' || wanted.has(t.output));
      return terms.some(t => wanted.has(t.output)) ? { ...step, terms } : undefined;
    }
    case 'select':
      return undefined;
    case 'tokenise':
    case 'buckets':
    case 'one-hot':
    case 'index':
    case 'target':
    case 'normalise':
    case 'polynomial':
    case 'bin':
    case 'pca':
      return madeBy(step).some(n => wanted.has(n)) ? step : undefined;
  }
};

/** The steps that these columns need, and the columns that must be there for them: what scoring does not read stays out. */
export const neededSteps = (
  steps: readonly FeatureStep[],
  features: readonly string[],
): { readonly steps: readonly FeatureStep[]; readonly reads: ReadonlySet<string> } => {
  let wanted = new Set(features);
  const kept: FeatureStep[] = [];
  for (const step of [...steps].reverse()) {
    const own = narrowed(step, wanted);
    if (own === undefined) continue;
    kept.unshift(own);
    const made = new Set(madeBy(own));
    wanted = new Set([...[...wanted].filter(n => !made.has(n)), ...readBy(own)]);
  }
  return { steps: kept, reads: wanted };
};
