/** Rows that a model is measured by: they must have what it reads, and the label. */
import type { Problem } from '../../engine/catalogue/node.ts';
import type { ModelFacts } from '../../engine/plan/learning.ts';
import { type Field, fieldNamed, type Json, type Schema } from '../../engine/schema/types.ts';
import { missingInput, otherInput } from './model-input.ts';

type Measure = { readonly options: { readonly [name: string]: Json } } | { readonly problem: Problem };

const wrong = (message: string): Measure => ({ problem: { param: 'label', message } });

export const measuredBy = (schema: Schema, facts: ModelFacts, label: Field | undefined): Measure => {
  const { task } = facts;
  if (label === undefined || (task !== 'number' && task !== 'class'))
    return wrong(
      'Test rows are of use where there is a right answer, and this model has no label. Disconnect them; clusters are measured by evaluate-clustering.',
    );
  const unfit = missingInput(facts, schema) ?? otherInput(facts, schema);
  if (unfit !== undefined) return wrong(`The test rows do not fit. ${unfit.message}`);
  const found = fieldNamed(schema, label.name);
  if (found === undefined)
    return wrong(
      `The test rows have no label “${label.name}”, so nothing says how good the model is. Connect rows that have it.`,
    );
  if (task === 'class' && found.type !== label.type)
    return wrong(
      `The label “${label.name}” is ${found.type} in the test rows and ${label.type} in those to learn from. Cast one of them.`,
    );
  return {
    options: {
      label: { column: found.name, type: found.type },
      task,
      schema: schema.map(({ name, type }) => ({ name, type })),
    },
  };
};
