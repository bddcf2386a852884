import { z } from 'zod';
import { defineNode, model, table } from '../engine/catalogue/node.ts';
import { newName, toggle } from '../engine/catalogue/params.ts';
import type { ModelFacts } from '../engine/plan/learning.ts';
import { sameName } from '../engine/plan/names.ts';
import type { Schema } from '../engine/schema/types.ts';
import { applyModelExamples } from './examples/apply-model.ts';
import { onSparkLater } from './shared/learning.ts';
import { missingInput, otherInput } from './shared/model-input.ts';

export const applyModel = defineNode({
  kind: 'apply-model',
  version: 1,
  title: 'Apply model',
  summary: 'Adds what a model predicts to each row: a number, a class with its probabilities, or a cluster.',
  docs: `The rows come as they are: the model repeats the steps that it learned with. Every column that it reads must be there;
numbers may be of another numeric type. Other columns stay as they are.

For classes there is \`prediction\` and, for each class, \`probability_CLASS\`; for clusters \`prediction\` is the number of the
cluster from 0, and \`prediction_distance\` how far its centre is; for anomalies \`prediction\` is true or false, and
\`prediction_score\` says how odd the row is, from 0 to 1. A row with a missing feature has no prediction (null).

Scoring is an expression of the engine, as a derived column would be.`,
  category: 'Models',
  icon: 'wand-sparkles',
  keywords: ['predict', 'score', 'inference', 'transform', 'classify'],
  params: z.strictObject({
    prediction: newName({ label: 'Name of the prediction' }).default('prediction'),
    probability: newName({
      label: 'Names of probabilities',
      help: 'Followed by the class.',
      advanced: true,
    }).default('probability'),
    probabilities: toggle({ label: 'Add probabilities' }).default(true),
  }),
  inputs: { in: table('Rows'), model: model('Model') },
  outputs: { out: table('Rows with predictions') },
  lower: ({ params, input, model: given }) => {
    const { rel, schema } = input();
    const facts = given('model');
    const problem = missingInput(facts, schema) ?? otherInput(facts, schema);
    if (problem !== undefined) return { problems: [problem] };
    const added = addedBy(facts, params);
    const kept = schema.filter(f => !added.some(a => sameName(a.name, f.name)));
    return {
      outputs: {
        out: {
          op: 'apply',
          input: rel,
          fitted: facts.fitted,
          use: { of: 'model', prediction: params.prediction, probability: params.probability },
          columns: [...kept, ...added],
        },
      },
    };
  },
  examples: applyModelExamples,
  unsupported: { spark: onSparkLater },
});

type Names = {
  readonly prediction: string;
  readonly probability: string;
  readonly probabilities: boolean;
};

const addedBy = (facts: ModelFacts, { prediction, probability, probabilities }: Names): Schema => {
  const { task, label } = facts;
  // A file says its columns itself, under their usual names.
  if (facts.output !== undefined)
    return facts.output.flatMap(({ name, type }) =>
      name.startsWith('probability_')
        ? probabilities
          ? [{ name: `${probability}${name.slice('probability'.length)}`, type }]
          : []
        : [{ name: `${prediction}${name.slice('prediction'.length)}`, type }],
    );
  switch (task) {
    case 'number':
      return [{ name: prediction, type: 'DOUBLE' }];
    case 'cluster':
      return [
        { name: prediction, type: 'INTEGER' },
        { name: `${prediction}_distance`, type: 'DOUBLE' },
      ];
    case 'anomaly':
      return [
        { name: prediction, type: 'BOOLEAN' },
        { name: `${prediction}_score`, type: 'DOUBLE' },
      ];
    case 'class':
      return [
        { name: prediction, type: label?.type ?? 'VARCHAR' },
        ...(probabilities && facts.probabilities !== false
          ? (label?.classes ?? []).map(value => ({ name: `${probability}_${value}`, type: 'DOUBLE' }))
          : []),
      ];
  }
};
