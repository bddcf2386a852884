import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { column as pick, text } from '../engine/catalogue/params.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { fieldNamed, type Schema } from '../engine/schema/types.ts';
import { evaluateClassificationExamples } from './examples/evaluate-classification.ts';
import { computed, isClass, onSparkLater } from './shared/learning.ts';
import { metricsSchema, noPrediction } from './shared/measured.ts';

const confusion: Schema = [
  { name: 'actual', type: 'VARCHAR' },
  { name: 'predicted', type: 'VARCHAR' },
  { name: 'rows', type: 'BIGINT' },
];

const byClass: Schema = [
  { name: 'class', type: 'VARCHAR' },
  { name: 'rows', type: 'BIGINT' },
  { name: 'precision', type: 'DOUBLE' },
  { name: 'recall', type: 'DOUBLE' },
  { name: 'f1', type: 'DOUBLE' },
  { name: 'roc_auc', type: 'DOUBLE' },
];

const curve: Schema = [
  { name: 'threshold', type: 'DOUBLE' },
  { name: 'recall', type: 'DOUBLE' },
  { name: 'false_positive_rate', type: 'DOUBLE' },
  { name: 'precision', type: 'DOUBLE' },
  { name: 'share', type: 'DOUBLE' },
  { name: 'lift', type: 'DOUBLE' },
  { name: 'true_positives', type: 'BIGINT' },
  { name: 'false_positives', type: 'BIGINT' },
  { name: 'class', type: 'VARCHAR' },
];

const calibration: Schema = [
  { name: 'said', type: 'DOUBLE' },
  { name: 'happened', type: 'DOUBLE' },
  { name: 'rows', type: 'BIGINT' },
  { name: 'class', type: 'VARCHAR' },
];

export const evaluateClassification = defineNode({
  kind: 'evaluate-classification',
  version: 1,
  title: 'Evaluate classification',
  summary: 'Says how often predicted classes are right: accuracy, F1, AUC, confusion matrix and curves.',
  docs: `\`metrics\` holds accuracy; F1, precision and recall as means over the classes, weighted by their rows and plain (macro); log
loss, the area under the ROC curve and average precision, where the probability columns of
apply-model are there; for more than two classes, up to 20, the last two are the means over the classes, each against all
others. What would divide by nothing is 0, as in scikit-learn. Rows without a label are left out; rows
without a prediction count as wrong.

\`confusion\` has a row for each pair of actual and predicted class, \`byClass\` one for each class, and \`curve\` the points of
the ROC and of the precision-recall curve, at most 500: what follows when rows whose score is at least the threshold
are called positive. More than two classes have a curve each. Its \`share\` is the part of the rows that is called so, its \`lift\` how many times more positives are among
them than among all. \`calibration\` puts the rows in ten bins by their probability: what was said on average, and the share
of positives there was. \`class\` is the class that they speak for.`,
  category: 'Evaluate',
  icon: 'target',
  keywords: ['accuracy', 'f1', 'auc', 'roc', 'precision', 'recall', 'confusion matrix', 'metrics'],
  params: z.strictObject({
    label: pick({ label: 'Label', help: 'What there was.' }),
    prediction: pick({ label: 'Prediction', help: 'The column “prediction” when empty.' }).optional(),
    probability: text({
      label: 'Names of probabilities',
      help: 'Followed by the class.',
      advanced: true,
    }).default('probability'),
    positive: text({
      label: 'Class of the curves',
      help: 'The second of two classes when empty; each of several.',
    }).optional(),
  }),
  inputs: { in: table('Rows with label and prediction') },
  outputs: {
    metrics: table('Metrics'),
    confusion: table('Confusion matrix'),
    byClass: table('Each class'),
    curve: table('ROC, precision-recall and lift'),
    calibration: table('Calibration'),
  },
  report: [
    { part: 'figures', port: 'metrics' },
    {
      part: 'matrix',
      title: 'Confusion matrix',
      port: 'confusion',
      down: 'actual',
      across: 'predicted',
      value: 'rows',
    },
    { part: 'threshold', title: 'Where to draw the line for {each}', port: 'curve', each: 'class' },
    { part: 'rows', title: 'Each class', port: 'byClass' },
    {
      part: 'curve',
      title: 'ROC curve of {each}',
      port: 'curve',
      x: 'false_positive_rate',
      y: 'recall',
      mark: 'diagonal',
      each: 'class',
      lines: true,
      unit: 'both',
      origin: true,
      area: 'roc_auc',
      axes: { x: 'False positive rate', y: 'True positive rate (recall)' },
    },
    {
      part: 'curve',
      title: 'Precision and recall of {each}',
      port: 'curve',
      x: 'recall',
      y: 'precision',
      each: 'class',
      lines: true,
      unit: 'both',
      area: 'average_precision',
    },
    {
      part: 'curve',
      title: 'Lift of {each}',
      port: 'curve',
      x: 'share',
      y: 'lift',
      mark: 'one',
      each: 'class',
      lines: true,
      unit: 'x',
      axes: { x: 'Share of the rows, the most likely first', y: 'Times as many as by chance' },
    },
    {
      part: 'curve',
      title: 'Calibration of {each}',
      port: 'calibration',
      x: 'said',
      y: 'happened',
      mark: 'diagonal',
      each: 'class',
      lines: true,
      unit: 'both',
      axes: { x: 'Mean predicted probability', y: 'Share that was so' },
    },
  ],
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const label = schema.find(f => f.name === params.label.name);
    const name = params.prediction?.name ?? fieldNamed(schema, 'prediction')?.name;
    const prediction = schema.find(f => f.name === name);
    if (prediction === undefined) return { problems: [noPrediction(schema)] };
    if (label === undefined || !isClass(label))
      return {
        problems: [
          {
            param: 'label',
            message: `The label “${params.label.name}” is ${label?.type}; classes are texts, numbers, booleans or dates. Cast it first.`,
          },
        ],
      };
    if (label.type !== prediction.type)
      return {
        problems: [
          {
            param: 'prediction',
            message: `The label “${label.name}” is ${label.type} and the prediction “${prediction.name}” is ${prediction.type}. Cast one of them, so that they can be compared.`,
          },
        ],
      };
    const measured = (part: string, columns: Schema): Rel =>
      computed(
        'measure-classes',
        {
          part,
          label: label.name,
          type: label.type,
          prediction: prediction.name,
          probability: params.probability,
          columns: schema.map(f => f.name),
          ...(params.positive !== undefined && params.positive !== '' && { positive: params.positive }),
        },
        [rel],
        columns,
      );
    return {
      outputs: {
        metrics: measured('metrics', metricsSchema),
        confusion: measured('confusion', confusion),
        byClass: measured('by-class', byClass),
        curve: measured('curve', curve),
        calibration: measured('calibration', calibration),
      },
      measures: ['metrics'],
    };
  },
  examples: evaluateClassificationExamples,
  unsupported: { spark: onSparkLater },
});
