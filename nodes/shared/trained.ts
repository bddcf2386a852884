/** What nodes that learn a model share: what is known of it before it is fitted, and what its fit is told. */
import type { LowerContext, Problem } from '../../engine/catalogue/node.ts';
import type { Chain, EstimatorSpec, ModelFacts, Task } from '../../engine/plan/learning.ts';
import type { RefRel } from '../../engine/plan/relation.ts';
import type { Field, Json, Schema } from '../../engine/schema/types.ts';
import { valuesOf } from './learning.ts';
import { inputOf } from './training.ts';

export const summarySchema: Schema = [
  { name: 'part', type: 'VARCHAR' },
  { name: 'of', type: 'VARCHAR' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
];

export const cardSchema: Schema = [
  { name: 'section', type: 'VARCHAR' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'value', type: 'VARCHAR' },
];

type Lesson = {
  readonly spec: EstimatorSpec;
  readonly task: Task;
  readonly label: Field | undefined;
  readonly features: Schema;
  readonly weight?: { readonly name: string } | undefined;
  readonly steps: Chain;
};

type Trained = {
  readonly facts: ModelFacts;
  /** All but the estimator. */
  readonly options: { readonly [name: string]: Json };
  /** What the fitted steps learned, and the rows as they were before them. */
  readonly learned: readonly RefRel[];
};

/** The model is the local relation `fitted` of the node. */
export const trainedBy = (
  { input, distinct, id }: Pick<LowerContext<unknown>, 'input' | 'distinct' | 'id'>,
  { spec, task, label, features, weight, steps }: Lesson,
): Trained | { readonly problem: Problem } => {
  const classes =
    task === 'class' && label !== undefined
      ? distinct({ rel: valuesOf(input().rel, steps, label.name), column: label.name, limit: 1000 })
      : undefined;
  if (classes !== undefined && classes.length < 2)
    return { problem: oneClass(label?.name ?? '', classes[0]) };
  return {
    facts: {
      fitted: `${id}.~fitted`,
      task,
      ...(spec.probabilities === false && { probabilities: false }),
      input: inputOf(
        features.map(f => f.name),
        steps,
      ),
      ...(label !== undefined &&
        classes !== undefined && { label: { column: label.name, type: label.type, classes } }),
      steps: steps.steps.map(({ node, fitted }) => ({ node, fitted })),
    },
    options: {
      name: id,
      task,
      ...(label !== undefined && { label: { column: label.name, type: label.type } }),
      features,
      ...(weight !== undefined && { weight: weight.name }),
      base: steps.schema,
      sources: steps.sources,
      ...(steps.steps.length > 0 && { raw: true }),
    },
    learned: [...steps.steps.map(s => s.fitted), ...(steps.steps.length > 0 ? [steps.base] : [])].map(
      name => ({ op: 'ref', name }),
    ),
  };
};

const oneClass = (label: string, only: string | undefined): Problem => ({
  param: 'label',
  message:
    only === undefined
      ? `The label “${label}” has no value in any row, so there is nothing to tell apart. Choose another label.`
      : `Every row has the same label, “${only}” in “${label}”, so there is nothing to tell apart. Check the filters before this step, or choose another label.`,
});
