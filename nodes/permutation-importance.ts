import { z } from 'zod';
import { defineNode, model, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, column as pick } from '../engine/catalogue/params.ts';
import { permutationImportanceExamples } from './examples/permutation-importance.ts';
import { metricFor, metricNames } from './shared/folds.ts';
import { askedColumns } from './shared/inspected.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { numbered } from './shared/order.ts';

const importances = [
  { name: 'rank', type: 'INTEGER' },
  { name: 'feature', type: 'VARCHAR' },
  { name: 'importance', type: 'DOUBLE' },
  { name: 'deviation', type: 'DOUBLE' },
  { name: 'metric', type: 'VARCHAR' },
  { name: 'score', type: 'DOUBLE' },
];

export const permutationImportance = defineNode({
  kind: 'permutation-importance',
  version: 1,
  title: 'Permutation importance',
  summary: 'Says how much worse a model gets when the values of one column are shuffled: what it rests on.',
  docs: `Works for every model, whatever is inside. The rows are raw, as apply-model takes them, with the label; rows that the model
has not learned from tell what matters for new ones. For each column that the model reads, its values are dealt out anew
\`repeats\` times, and \`importance\` is the mean by which the metric gets worse (more than 0: the column matters), \`deviation\`
that of the repeats (population). \`score\` is the metric without shuffling.

Of two columns that say the same each looks unimportant, since the other is still there. A value goes to the row that a hash
of seed, column, repeat and position says: the same for the same rows whatever the number of threads.`,
  category: 'Evaluate',
  icon: 'list-ordered',
  keywords: ['feature importance', 'explain', 'shuffle', 'interpret', 'which columns matter'],
  params: z.strictObject({
    label: pick({ label: 'Label', help: 'What there was.' }),
    features: columns({ label: 'Columns', help: 'All that the model reads when empty.' }).default([]),
    metric: choice(metricNames, {
      label: 'Measure by',
      help: 'Auto: accuracy for classes, RMSE for numbers.',
    }).default('auto'),
    repeats: integer({ label: 'Repeats', min: 1, max: 1000 }).default(5),
    seed: integer({ label: 'Seed', min: 0 }).default(0),
  }),
  inputs: { in: table('Rows with label'), model: model('Model') },
  outputs: { out: table('Importances') },
  report: [
    {
      part: 'bars',
      title: 'What is lost when a column is shuffled',
      port: 'out',
      name: 'feature',
      value: 'importance',
      metric: 'metric',
      order: 'rows',
    },
  ],
  lower: ({ params, input, model: given, local }) => {
    const { rel, schema } = input();
    const facts = given('model');
    const label = schema.find(f => f.name === params.label.name);
    if (label === undefined) return {};
    const { task } = facts;
    if (task !== 'number' && task !== 'class')
      return {
        problems: [
          {
            param: 'model',
            message: `The model finds ${task === 'cluster' ? 'clusters' : 'anomalies'}, and without right answers nothing says how much worse it gets. Connect a model that predicts a number or a class.`,
          },
        ],
      };
    if (task === 'class' && facts.label !== undefined && facts.label.type !== label.type)
      return {
        problems: [
          {
            param: 'label',
            message: `The label “${label.name}” is ${label.type} and the model predicts ${facts.label.type}. Cast it, so that they can be compared.`,
          },
        ],
      };
    const asked = askedColumns(params.features, facts, schema);
    if ('problem' in asked) return { problems: [asked.problem] };
    const metric = metricFor(params.metric, task);
    if (typeof metric === 'object') return { problems: [metric] };
    const placed = numbered(
      rel,
      schema.map(f => f.name),
    );
    const options = {
      label: { column: label.name, type: label.type },
      task,
      features: asked.names,
      metric,
      repeats: params.repeats,
      seed: params.seed,
      position: placed.name,
      schema,
    };
    return {
      locals: { placed: placed.rel },
      outputs: {
        out: computed(
          'permutation-importance',
          options,
          [local('placed'), { op: 'ref', name: facts.fitted }],
          importances,
        ),
      },
    };
  },
  examples: permutationImportanceExamples,
  unsupported: { spark: onSparkLater },
});
