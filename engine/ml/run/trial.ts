import { freeName, plain } from '../../plan/names.ts';
import type { Cell, Data } from '../engine.ts';
import type { PassOptions } from '../passes.ts';
import { isOwn, withLayers } from '../score/layers.ts';
import { type Model, scoreLayers } from '../score/score.ts';
import type { EstimatorChoice } from './estimators.ts';
import type { Fits } from './fits.ts';
import type { Fold, Folded } from './folds.ts';
import { classMeasures, numberMeasures } from './measures.ts';

/** Numbers by which models are compared, the usual one first. */
export const metricsOf = {
  number: ['rmse', 'mae', 'r2', 'mse', 'mape'],
  class: [
    'accuracy',
    'f1_macro',
    'f1_weighted',
    'precision_macro',
    'precision_weighted',
    'recall_macro',
    'recall_weighted',
    'log_loss',
    'roc_auc',
    'average_precision',
  ],
} as const;

const errors: ReadonlySet<string> = new Set(['rmse', 'mae', 'mse', 'mape', 'log_loss']);

/** Whether less is better. */
export const isError = (metric: string): boolean => errors.has(metric);

export const fitIn = (
  fits: Fits,
  choice: EstimatorChoice,
  { train, features }: Pick<Fold, 'train' | 'features'>,
  of: Folded,
  pass: PassOptions,
): Promise<Model> =>
  fits.fit(choice, {
    data: train,
    task: of.task,
    features,
    label: of.label,
    weight: of.weight,
    ...pass,
  });

/** Every metric of a model over rows that went through its steps already; null where it cannot be told. */
export const measuresOf = async (
  model: Model,
  data: Data,
  of: Pick<Folded, 'label' | 'task' | 'features' | 'weight'>,
): Promise<ReadonlyMap<string, number | null>> => {
  const names = [...new Set([...of.features.map(f => f.name), of.label.column])];
  const outputs = {
    prediction: freeName('__prediction', names),
    probability: freeName('__probability', names),
  };
  const layers = scoreLayers(model, outputs);
  const made = layers.flatMap(layer => layer.map(c => c.name)).filter(n => !isOwn(n));
  const scored = withLayers(
    data.rel,
    names.map(name => ({ name })),
    layers,
  );
  const columns = [of.label.column, ...made];
  const kept = await data.engine.keep({ op: 'project', input: scored, columns: plain(columns) });
  try {
    const rows = await measured({ engine: data.engine, rel: kept.rel }, of, outputs, columns);
    const known: readonly string[] = metricsOf[of.task];
    return new Map(
      rows.flatMap(([metric, value]): [string, number | null][] =>
        known.includes(String(metric))
          ? [[String(metric), value === null || value === undefined ? null : Number(value)]]
          : [],
      ),
    );
  } finally {
    await kept.drop();
  }
};

export const measured = (
  data: Data,
  { label, task }: Pick<Folded, 'label' | 'task'>,
  { prediction, probability }: { readonly prediction: string; readonly probability: string },
  columns: readonly string[],
): Promise<readonly (readonly Cell[])[]> =>
  task === 'number'
    ? numberMeasures(data, { label: label.column, prediction })
    : classMeasures(data, {
        part: 'metrics',
        label: label.column,
        type: label.type,
        prediction,
        probability,
        columns,
      });
