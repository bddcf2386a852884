import { z } from 'zod';
import { defineNode, model, table } from '../engine/catalogue/node.ts';
import { columns, integer, number } from '../engine/catalogue/params.ts';
import { partialDependenceExamples } from './examples/partial-dependence.ts';
import { askedColumns } from './shared/inspected.ts';
import { computed, onSparkLater } from './shared/learning.ts';

const curve = [
  { name: 'feature', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'category', type: 'VARCHAR' },
  { name: 'class', type: 'VARCHAR' },
  { name: 'mean', type: 'DOUBLE' },
];

export const partialDependence = defineNode({
  kind: 'partial-dependence',
  version: 1,
  title: 'Partial dependence',
  summary:
    'Shows what a model predicts on average when one column has a given value and the others stay as they are.',
  docs: `The rows are raw, as apply-model takes them. For each column that is asked about, all rows get one value after another, and
\`mean\` is the mean prediction; for classes the mean probability of each, or, where a model tells none, the share of rows that
are taken for it. Rows without a prediction are left out.

A number takes \`points\` values from the lower to the upper quantile, in steps of one size, or all its values where there are
fewer; then \`value\` is filled. Texts, booleans and dates take all their values, and \`category\` is filled.

Where columns go together, some of these rows exist nowhere: a curve there is the model's guess. It reads all rows once for
each value: sample the rows first where there are many.`,
  category: 'Evaluate',
  icon: 'spline',
  keywords: ['pdp', 'explain', 'interpret', 'effect', 'marginal'],
  params: z.strictObject({
    features: columns({ label: 'Columns', help: 'All that the model reads when empty.' }).default([]),
    points: integer({ label: 'Points', min: 2, max: 1000 }).default(20),
    lower: number({ label: 'Lower quantile', min: 0, max: 1, advanced: true }).default(0.05),
    upper: number({ label: 'Upper quantile', min: 0, max: 1, advanced: true }).default(0.95),
  }),
  inputs: { in: table('Rows'), model: model('Model') },
  outputs: { out: table('Mean predictions') },
  report: [
    {
      part: 'curve',
      title: 'Effect of {each}',
      port: 'out',
      x: 'value',
      y: 'mean',
      colour: 'class',
      each: 'feature',
      axes: { x: 'Value of the column', y: 'Mean prediction' },
    },
    {
      part: 'bars',
      title: 'Effect of {each}',
      port: 'out',
      name: 'category',
      value: 'mean',
      colour: 'class',
      each: 'feature',
      order: 'rows',
      axis: 'Mean prediction',
    },
  ],
  lower: ({ params, input, model: given }) => {
    const { rel, schema } = input();
    const facts = given('model');
    const { task } = facts;
    if (task === 'cluster')
      return {
        problems: [
          {
            param: 'model',
            message:
              'The model finds clusters, whose numbers have no mean. Connect a model that predicts a number or a class.',
          },
        ],
      };
    if (params.lower >= params.upper)
      return {
        problems: [
          {
            param: 'upper',
            message: `The values go from quantile ${params.lower} to ${params.upper}. Let them end above their start.`,
          },
        ],
      };
    const asked = askedColumns(params.features, facts, schema);
    if ('problem' in asked) return { problems: [asked.problem] };
    const { points, lower, upper } = params;
    const options = { features: asked.names, points, lower, upper, schema };
    return {
      outputs: {
        out: computed('partial-dependence', options, [rel, { op: 'ref', name: facts.fitted }], curve),
      },
    };
  },
  examples: partialDependenceExamples,
  unsupported: { spark: onSparkLater },
});
