import { z } from 'zod';
import { defineNode, estimator, table } from '../engine/catalogue/node.ts';
import { listOf, number } from '../engine/catalogue/params.ts';
import { learningCurveExamples } from './examples/learning-curve.ts';
import { foldingOf, foldParams } from './shared/folds.ts';
import { computed, onSparkLater } from './shared/learning.ts';

const curve = [
  { name: 'share', type: 'DOUBLE' },
  { name: 'rows', type: 'BIGINT' },
  { name: 'metric', type: 'VARCHAR' },
  { name: 'train', type: 'DOUBLE' },
  { name: 'train_deviation', type: 'DOUBLE' },
  { name: 'validation', type: 'DOUBLE' },
  { name: 'validation_deviation', type: 'DOUBLE' },
];

export const learningCurve = defineNode({
  kind: 'learning-curve',
  version: 1,
  title: 'Learning curve',
  summary: 'Shows how an estimator gets better with more rows: would more data help, or another model?',
  docs: `In every fold the estimator learns from a share of the training rows and is measured by those rows (\`train\`) and by the test
rows (\`validation\`). Where both lie together and low, another model or other columns help; where they lie apart, more rows
do.

Shares take the rows of the lowest lots, so a larger share holds the smaller ones; \`rows\` are the fewest of any fold. Folds,
metrics and fitted steps are those of cross-validate: steps learn from the share too. A fold whose share has one class only
is left out of the mean. Deviations are those of the folds (population).`,
  category: 'Evaluate',
  icon: 'trending-up',
  keywords: ['overfitting', 'underfitting', 'bias', 'variance', 'more data', 'train size'],
  params: z.strictObject({
    ...foldParams,
    shares: listOf(number({ label: 'Share', min: 0.0001, max: 1 }), {
      label: 'Shares of the training rows',
    }).default([0.1, 0.25, 0.5, 0.75, 1]),
  }),
  inputs: { in: table('Rows to learn from'), estimator: estimator('Estimator') },
  outputs: { out: table('Scores by number of rows') },
  report: [
    {
      part: 'curve',
      title: 'Score by number of rows',
      port: 'out',
      x: 'rows',
      y: 'train',
      also: 'validation',
      metric: 'metric',
      axes: { x: 'Rows it learned from' },
    },
  ],
  lower: ({ params, input, chain, estimators, local, distinct }) => {
    const [spec] = estimators('estimator');
    if (spec === undefined) return {};
    if (params.shares.length === 0)
      return {
        problems: [
          { param: 'shares', message: 'There is no share to learn from. Give some, such as 0.5 and 1.' },
        ],
      };
    const folding = foldingOf(params, { input, chain, distinct }, [spec], true);
    if (!('folded' in folding)) return { problems: folding.problems };
    const { folded, options, metric, problems } = folding;
    const asked = {
      ...options,
      metric,
      choice: { method: spec.method, params: spec.params },
      shares: [...new Set(params.shares)].sort((a, b) => a - b),
    };
    return {
      locals: { folded },
      outputs: { out: computed('learning-curve', asked, [local('folded')], curve) },
      problems,
    };
  },
  examples: learningCurveExamples,
  unsupported: { spark: onSparkLater },
});
