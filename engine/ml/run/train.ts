/** Training: from rows and the steps they came through to one model that can be applied to rows as they were before. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { aggregated, call, cast, column } from '../../plan/build.ts';
import type { Task } from '../../plan/learning.ts';
import type { Field } from '../../schema/types.ts';
import { type Artifact, modelFormat, modelVersion } from '../artifact.ts';
import { aggregatesOf, type Data, rowsIn } from '../engine.ts';
import { type FeatureStep, forNewRows } from '../features/steps.ts';
import type { PassOptions } from '../passes.ts';
import { isOwn } from '../score/layers.ts';
import { defaultOutputs, type Model, scoreLayers } from '../score/score.ts';
import { name, typeName } from '../shapes.ts';
import { estimatorChoice, fitEstimator } from './estimators.ts';
import { predictionProfile } from './predictions.ts';
import { profileOf } from './profile.ts';
import { neededSteps } from './steps.ts';

const field = z.strictObject({ name, type: z.string() });

export const trainOptions = z.strictObject({
  name: z.string(),
  estimator: estimatorChoice,
  task: z.enum(['number', 'class', 'cluster', 'anomaly']),
  label: z.strictObject({ column: name, type: typeName }).optional(),
  features: z.array(field).min(1),
  weight: name.optional(),
  /** Columns of the rows before the first step. */
  base: z.array(field),
  /** Whether those rows are given too, as the last input. */
  raw: z.boolean().default(false),
  /** What the rows were read from, for the card. */
  sources: z.array(z.string()).default([]),
});
export type TrainOptions = z.input<typeof trainOptions>;

export const train = async (
  data: Data,
  options: TrainOptions,
  steps: readonly FeatureStep[],
  about: {
    readonly engine: string;
    readonly graph: string;
    /** The rows before the first step, where there are steps. */
    readonly raw?: Data;
  } & PassOptions,
): Promise<Artifact> => {
  const { estimator, task, label, weight } = options;
  const dropped = new Set(steps.flatMap(s => (s.step === 'select' ? s.dropped : [])));
  const features: readonly Field[] = options.features.filter(f => !dropped.has(f.name));
  const model = await fitEstimator(estimator, {
    data,
    task,
    features,
    label,
    weight,
    ...(about.keep !== undefined && { keep: about.keep }),
  });
  const needed = neededSteps(
    steps,
    features.map(f => f.name),
  );
  const input = options.base.filter(f => needed.reads.has(f.name));
  // As they come in later, too: before any step.
  const raw = about.raw ?? data;
  const fitted: Artifact = {
    format: modelFormat,
    version: modelVersion,
    name: options.name,
    input,
    output: outputOf(model, task, label?.type),
    params: { method: estimator.method, ...definedOf(estimator.params) },
    steps: needed.steps.map(forNewRows),
    estimator: model,
    ...(label !== undefined && { label: label.column }),
    metrics: {},
    profile: [...(await profileOf(raw, input))],
    provenance: {
      graph: about.graph,
      data: await fingerprintOf(data, [
        ...features,
        ...(label === undefined ? [] : [{ name: label.column, type: label.type }]),
        ...(weight === undefined ? [] : [{ name: weight, type: 'DOUBLE' }]),
      ]),
      ...(options.sources !== undefined &&
        options.sources.length > 0 && { sources: options.sources.map(s => s.slice(0, 1000)) }),
      seed: 'seed' in estimator.params ? estimator.params.seed : 0,
      engine: about.engine,
      rows: await rowsIn(data),
    },
  };
  const predictions = await predictionProfile(raw, fitted);
  return { ...fitted, ...(predictions !== undefined && { predictions }) };
};

/**
 * The rows that a model learned from as a hash: which columns, how many rows, and the sum of the hashes of the rows. A file
 * that was copied or touched has the same rows; the times of files would say otherwise.
 */
const fingerprintOf = async (data: Data, fields: readonly Field[]): Promise<string> => {
  const row = call('hash', ...fields.map(f => column(f.name)));
  const sum = aggregated('sum', [cast(row, 'HUGEINT')]);
  const [rows, all] = await aggregatesOf(data, [
    { name: 'rows', expr: aggregated('count_star', []) },
    { name: 'all', expr: cast(sum, 'VARCHAR') },
  ]);
  return createHash('sha256')
    .update(JSON.stringify([fields, rows, all]))
    .digest('hex')
    .slice(0, 40);
};

const definedOf = (params: object): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));

/** All columns that scoring adds: beside the prediction these are chances, distances and scores. */
const outputOf = (model: Model, task: Task, type = 'VARCHAR'): Field[] => {
  const predicted: Readonly<Record<Task, string>> = {
    number: 'DOUBLE',
    class: type,
    cluster: 'INTEGER',
    anomaly: 'BOOLEAN',
  };
  const names = scoreLayers(model).flatMap(layer => layer.map(c => c.name));
  // The prediction comes first, as apply-model shows it.
  return [...new Set([defaultOutputs.prediction, ...names])]
    .filter(name => !isOwn(name))
    .map(name => ({ name, type: name === defaultOutputs.prediction ? predicted[task] : 'DOUBLE' }));
};
