/** How good a model is by rows that it has not learned from: they go through its steps as new rows would. */
import { z } from 'zod';
import { freeName, plain } from '../../plan/names.ts';
import type { Field } from '../../schema/types.ts';
import { type Artifact, applyArtifact } from '../artifact.ts';
import type { Cell, Data } from '../engine.ts';
import type { Outputs } from '../score/score.ts';
import { name, typeName } from '../shapes.ts';
import { measured } from './trial.ts';

const field = z.strictObject({ name, type: z.string() });

export const measuredOptions = z.strictObject({
  label: z.strictObject({ column: name, type: typeName }),
  task: z.enum(['number', 'class']),
  schema: z.array(field),
});
type Options = Pick<z.infer<typeof measuredOptions>, 'label' | 'task' | 'schema'>;

export const outputsFor = (schema: readonly Field[]): Outputs => ({
  prediction: freeName(
    '__prediction',
    schema.map(f => f.name),
  ),
  probability: freeName(
    '__probability',
    schema.map(f => f.name),
  ),
});

/** The columns that a model adds, as they are called here. */
export const madeBy = ({ output }: Artifact, { prediction, probability }: Outputs): readonly string[] =>
  output.map(({ name }) =>
    name.startsWith('probability_')
      ? `${probability}${name.slice('probability'.length)}`
      : name.replace(/^prediction/, prediction),
  );

/** Rows of metric and value. */
export const measuresOn = async (
  model: Artifact,
  data: Data,
  of: Options,
): Promise<readonly (readonly Cell[])[]> => {
  const outputs = outputsFor(of.schema);
  const applied = applyArtifact(model, data.rel, of.schema, outputs);
  const columns = [of.label.column, ...madeBy(model, outputs)];
  const kept = await data.engine.keep({ op: 'project', input: applied, columns: plain(columns) });
  try {
    return await measured({ engine: data.engine, rel: kept.rel }, of, outputs, columns);
  } finally {
    await kept.drop();
  }
};

/** The model with its metrics, which go with it into its file. */
export const measuredModel = async (model: Artifact, data: Data, of: Options): Promise<Artifact> => ({
  ...model,
  metrics: Object.fromEntries(
    (await measuresOn(model, data, of)).map(([metric, value]) => [
      String(metric),
      typeof value === 'number' && Number.isFinite(value) ? value : null,
    ]),
  ),
});
