import { z } from 'zod';
import { defineNode, estimator, model, type Problem, table } from '../engine/catalogue/node.ts';
import { columns, column as pick } from '../engine/catalogue/params.ts';
import { learnedSchema } from '../engine/plan/learning.ts';
import { numeric } from '../engine/schema/types.ts';
import { trainExamples } from './examples/train.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { nearlyUnique } from './shared/nearly-unique.ts';
import { measuredBy } from './shared/test-rows.ts';
import { cardSchema, summarySchema, trainedBy } from './shared/trained.ts';
import { featuresOf, taskOf, unreadWeight } from './shared/training.ts';

export const train = defineNode({
  kind: 'train',
  version: 1,
  title: 'Train',
  summary: 'Learns a model from the rows by the estimator that is connected to it.',
  docs: `The fitted steps that the rows came through (impute, scale, one-hot …) become part of the model: apply-model repeats
them, so new rows go to it as they are. Steps above a split, or above one that makes other columns, are not repeated.

Without features all columns count but the label and the weight. Numbers and booleans are taken as they are, texts as
categories, one 0/1 each; where nearly every row has a text of its own (the first 10,000 are looked at), a warning says so.
Rows must be complete: put an impute or drop-nulls step before.

Connect rows that were kept back, such as those that a split sets aside, to \`test\`: the model repeats its steps for them, and
how good it is by them stands on its card and in its file.

The summary lists what was learned: \`part\` says what a number is (a coefficient, an importance, a centre …), \`of\` the class
or cluster it belongs to, \`name\` the column it weighs. The output \`model\` shows the same. The card says in words what a
person asks first: method and settings, label, steps, what must come in, how the columns were filled, what weighs most.
Two models are compared by joining their cards.`,
  category: 'Models',
  icon: 'brain',
  keywords: ['fit', 'learn', 'machine learning', 'regression', 'classification', 'clustering'],
  params: z.strictObject({
    label: pick({ label: 'Label', help: 'What to predict. None for clusters.' }).optional(),
    features: columns({ label: 'Features', help: 'All other columns when empty.' }).default([]),
    weight: pick({ label: 'Weight of a row', types: numeric, advanced: true }).optional(),
  }),
  inputs: {
    in: table('Rows to learn from'),
    estimator: estimator('Estimator'),
    test: table('Test rows', {
      optional: true,
      help: 'Rows with the label that were kept back, as they are: the model is measured by them.',
    }),
  },
  outputs: { model: model('Model'), summary: table('What was learned'), card: table('Model card') },
  report: [
    { part: 'card', port: 'card' },
    {
      part: 'bars',
      title: 'What weighs most for {each}',
      port: 'summary',
      name: 'name',
      value: 'value',
      where: { column: 'part', values: ['coefficient', 'importance'] },
      each: 'of',
    },
  ],
  lower: context => {
    const { params, input, inputs, estimators, chain, distinct, local, id } = context;
    const { rel, schema } = input();
    const [spec] = estimators('estimator');
    if (spec === undefined) return {};
    const label = schema.find(f => f.name === params.label?.name);
    const task = taskOf(spec, label);
    if (typeof task === 'object') return { problems: [task] };
    const features = featuresOf(schema, params, spec.method);
    if ('problem' in features) return { problems: [features.problem] };
    const steps = chain();
    const lesson = { spec, task, label, features: features.fields, weight: params.weight, steps };
    const trained = trainedBy({ input, distinct, id }, lesson);
    if ('problem' in trained) return { problems: [trained.problem] };
    const { facts, learned } = trained;
    const options = { ...trained.options, estimator: { method: spec.method, params: spec.params } };
    const [test] = inputs('test');
    const measure = test === undefined ? undefined : measuredBy(test.schema, facts, label);
    if (measure !== undefined && 'problem' in measure) return { problems: [measure.problem] };
    const fitted = computed('train', options, [rel, ...learned], learnedSchema);
    return {
      locals: {
        ...(test === undefined || measure === undefined
          ? { fitted }
          : {
              unmeasured: fitted,
              fitted: computed(
                'measured-model',
                measure.options,
                [local('unmeasured'), test.rel],
                learnedSchema,
              ),
            }),
        summary: computed('summary', {}, [local('fitted')], summarySchema),
        card: computed('card', {}, [local('fitted')], cardSchema),
      },
      outputs: { model: local('summary'), summary: local('summary'), card: local('card') },
      models: { model: facts },
      problems: [
        ...(steps.cutOff.length > 0 ? [cutOff(steps.cutOff)] : []),
        ...unreadWeight([spec], params.weight),
        ...nearlyUnique(context, features.fields, params.features),
      ],
    };
  },
  examples: trainExamples,
  unsupported: { spark: onSparkLater },
});

const cutOff = (nodes: readonly string[]): Problem => ({
  param: 'features',
  severity: 'warning',
  message: `Between ${nodes.join(', ')} and this step the columns are changed by other steps, so the model cannot repeat what was learned there: rows to predict must come through the same steps. Put those other steps before ${nodes.join(', ')}.`,
});
