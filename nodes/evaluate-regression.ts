import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { column as pick } from '../engine/catalogue/params.ts';
import { fieldNamed, numeric, type Schema } from '../engine/schema/types.ts';
import { evaluateRegressionExamples } from './examples/evaluate-regression.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { metricsSchema, noPrediction } from './shared/measured.ts';

const residuals: Schema = [
  { name: 'label', type: 'DOUBLE' },
  { name: 'prediction', type: 'DOUBLE' },
  { name: 'residual', type: 'DOUBLE' },
];

export const evaluateRegression = defineNode({
  kind: 'evaluate-regression',
  version: 1,
  title: 'Evaluate regression',
  summary: 'Says how far predicted numbers are from what there was: RMSE, MAE, R² and others.',
  docs: `\`rmse\` is the root of the mean squared error, \`mae\` the mean size of the error, \`r2\` 1 for perfect and 0 for no better than the
mean (null where the label never varies), \`mape\` the mean error as a share of the label (null where a label is 0), \`bias\` the
mean of prediction minus label. Every row must have both numbers. \`residuals\` has label, prediction and what lies between
them for at most 2,000 rows, taken at even steps, to be drawn.`,
  category: 'Evaluate',
  icon: 'ruler',
  keywords: ['rmse', 'mae', 'r2', 'mape', 'score', 'metrics', 'error'],
  params: z.strictObject({
    label: pick({ label: 'Label', help: 'What there was.', types: numeric }),
    prediction: pick({
      label: 'Prediction',
      help: 'The column “prediction” when empty.',
      types: numeric,
    }).optional(),
    weight: pick({ label: 'Weight of a row', types: numeric, advanced: true }).optional(),
  }),
  inputs: { in: table('Rows with label and prediction') },
  outputs: { metrics: table('Metrics'), residuals: table('Errors') },
  report: [
    { part: 'figures', port: 'metrics' },
    {
      part: 'points',
      title: 'Predictions beside what there was',
      port: 'residuals',
      x: 'label',
      y: 'prediction',
      axes: { x: 'Actual {label}', y: 'Predicted {label}' },
      mark: 'diagonal',
    },
    {
      part: 'points',
      title: 'Errors over predictions',
      port: 'residuals',
      x: 'prediction',
      y: 'residual',
      axes: { x: 'Predicted {label}', y: 'Error: actual minus predicted' },
      mark: 'zero',
    },
    {
      part: 'histogram',
      title: 'Errors',
      port: 'residuals',
      x: 'residual',
      axis: 'Error: actual minus predicted',
    },
  ],
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const prediction = params.prediction?.name ?? fieldNamed(schema, 'prediction')?.name;
    if (prediction === undefined) return { problems: [noPrediction(schema)] };
    const options = {
      label: params.label.name,
      prediction,
      ...(params.weight !== undefined && { weight: params.weight.name }),
    };
    return {
      outputs: {
        metrics: computed('measure-numbers', options, [rel], metricsSchema),
        residuals: computed('residuals', options, [rel], residuals),
      },
      measures: ['metrics'],
    };
  },
  examples: evaluateRegressionExamples,
  unsupported: { spark: onSparkLater },
});
