/** What was learned, said of rows: an `apply` relation becomes expressions over its input. */
import { engineError, invariant } from '../../diagnostics/errors.ts';
import { cast, column } from '../../plan/build.ts';
import type { ApplyRel, Rel } from '../../plan/relation.ts';
import type { Schema } from '../../schema/types.ts';
import { type Artifact, applyArtifact, readArtifact } from '../artifact.ts';
import { fittedLayers } from '../features/steps.ts';
import { withLayers } from '../score/layers.ts';
import { stepsFrom } from './steps.ts';

/** What the one cell of a relation holds, read once. */
export type Learned = { readonly text: string; model?: Artifact };

export const modelOf = (learned: Learned): Artifact => {
  learned.model ??= readArtifact(learned.text);
  return learned.model;
};

/** The columns that the relation says it has, of the types it says; where they are as they were, they are left alone. */
const declared = (rel: Rel, columns: Schema, before: Schema): Rel => {
  const types = new Map(before.map(f => [f.name, f.type] as const));
  return {
    op: 'project',
    input: rel,
    columns: columns.map(({ name, type }) => ({
      name,
      expr: types.get(name) === type ? column(name) : cast(column(name), type),
    })),
  };
};

/** `input` are the columns of what it is applied to. */
export const appliedRel = (rel: ApplyRel, learned: Learned, input: Schema, node: string): Rel => {
  const { use, columns } = rel;
  switch (use.of) {
    case 'steps': {
      const layers = stepsFrom(learned.text).flatMap(step => fittedLayers(step, { node, param: 'columns' }));
      return declared(withLayers(rel.input, input, layers), columns, input);
    }
    case 'model': {
      const model = modelOf(learned);
      const outputs = { prediction: use.prediction, probability: use.probability };
      const applied = applyArtifact(model, rel.input, input, outputs, { node, param: 'model' });
      invariant(applied.op === 'project', 'a model gives columns');
      const made = new Set(applied.columns.map(c => c.name));
      const missing = columns.filter(f => !made.has(f.name)).map(f => f.name);
      // A file that was changed since the pipeline was checked may hold another model.
      if (missing.length > 0) throw engineError('ml-other-model', { missing }, { node, param: 'model' });
      return declared(applied, columns, input);
    }
  }
};
