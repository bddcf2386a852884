/** How the predictions of a model are spread over rows: those it learned from, and later ones beside them. */
import { call, cast, column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import { freeName } from '../../plan/names.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Schema } from '../../schema/types.ts';
import { type Artifact, applyArtifact, predictsNumber } from '../artifact.ts';
import type { Counts } from '../drift.ts';
import { type Data, rowsIn } from '../engine.ts';
import { defaultOutputs } from '../score/score.ts';
import { countsLike, levelsProfile, numberProfiles } from './profile.ts';

/** Rows that are scored when a model is fitted. Shares of ten bins are known to half a percent by them. */
const scored = 10_000;

type Fitted = Omit<Artifact, 'predictions'>;

/** The predictions of rows, computed once. Classes, clusters and anomalies are texts. */
const predictionsOf = async (
  data: Data,
  model: Fitted,
  schema: Schema,
): Promise<{ readonly data: Data; readonly drop: () => Promise<void> }> => {
  const { prediction } = defaultOutputs;
  const applied = applyArtifact(model, data.rel, schema);
  const expr = cast(column(prediction), predictsNumber(model) ? 'DOUBLE' : 'VARCHAR');
  const { rel, drop } = await data.engine.keep({
    op: 'project',
    input: applied,
    columns: [{ name: prediction, expr }],
  });
  return { data: { engine: data.engine, rel }, drop };
};

/** Every so many-th row, in the order of the rows, with the columns of the model. */
const everyRow = (rel: Rel, every: number, input: Schema): Rel => {
  const names = input.map(f => f.name);
  const place = freeName('~place', names);
  const order: Expr = { op: 'over', fn: 'row_number', args: [], partition: [], order: [] };
  const columns = names.map(name => ({ name, expr: column(name) }));
  const numbered: Rel = { op: 'project', input: rel, columns: [...columns, { name: place, expr: order }] };
  const first = call('eq', call('modulo', column(place), literal(every)), literal(every === 1 ? 0 : 1));
  return { op: 'project', columns, input: { op: 'filter', input: numbered, condition: first } };
};

/** What a model says of the rows it learned from, of at most 10,000 at even steps; none where it says nothing. */
export const predictionProfile = async (
  data: Data,
  model: Fitted,
): Promise<Artifact['predictions'] | undefined> => {
  const every = Math.max(1, Math.ceil((await rowsIn(data)) / scored));
  const sample = { engine: data.engine, rel: everyRow(data.rel, every, model.input) };
  const predicted = await predictionsOf(sample, model, model.input);
  try {
    const { prediction } = defaultOutputs;
    const [profile] = predictsNumber(model)
      ? await numberProfiles(predicted.data, [prediction])
      : [await levelsProfile(predicted.data, prediction)];
    return profile;
  } finally {
    await predicted.drop();
  }
};

/** Predictions of other rows, by the bins or classes of what the model keeps. */
export const predictionCounts = async (
  data: Data,
  model: Artifact,
  schema: Schema,
  profile: NonNullable<Artifact['predictions']>,
): Promise<Counts> => {
  const predicted = await predictionsOf(data, model, schema);
  try {
    return await countsLike(predicted.data, profile);
  } finally {
    await predicted.drop();
  }
};
