import { z } from 'zod';
import { defineNode, estimator, table } from '../engine/catalogue/node.ts';
import type { EstimatorSpec } from '../engine/plan/learning.ts';
import { freeName } from '../engine/plan/names.ts';
import { crossValidateExamples } from './examples/cross-validate.ts';
import { foldingOf, foldParams } from './shared/folds.ts';
import { computed, onSparkLater } from './shared/learning.ts';

const scores = [
  { name: 'estimator', type: 'VARCHAR' },
  { name: 'fold', type: 'INTEGER' },
  { name: 'metric', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
  { name: 'rows', type: 'BIGINT' },
];

const summary = [
  { name: 'rank', type: 'INTEGER' },
  { name: 'estimator', type: 'VARCHAR' },
  { name: 'method', type: 'VARCHAR' },
  { name: 'metric', type: 'VARCHAR' },
  { name: 'mean', type: 'DOUBLE' },
  { name: 'deviation', type: 'DOUBLE' },
  { name: 'lowest', type: 'DOUBLE' },
  { name: 'highest', type: 'DOUBLE' },
];

export const crossValidate = defineNode({
  kind: 'cross-validate',
  version: 1,
  title: 'Cross-validate',
  summary:
    'Compares estimators: each learns from all folds of the rows but one, and is tested by that one, in turn.',
  docs: `Connect any number of estimators. A baseline (most frequent class, or mean) stands beside them whether it is connected or
not: what does not beat it has learned nothing.

The fitted steps that the rows came through (impute, scale, one-hot …) learn again in every fold, from its training rows
only, so no test row is seen before its time. Filters between them are repeated too. Steps above a split, or above one
that makes other columns, are not; a warning says so.

- \`k-fold\`: rows are dealt out by lot, so folds differ by one row at most.
- \`stratified\`: the same, class by class.
- \`group\`: rows equal in the column, such as those of one customer, stay in one fold.
- \`time\`: the rows are cut into one part more than there are folds, earliest first; each fold is tested by one part and
  learns from those before it. Rows of one time stay together.

A lot is a hash of the seed and the row's position (for groups, of their value): the same rows in the same order give the
same folds, whatever the number of threads. The column of group or time is no feature unless it is named as one.

\`scores\` holds every metric of every fold (null where it cannot be told, as the area under the ROC curve for three
classes); \`summary\` ranks the estimators by the mean of one metric. \`deviation\` is that of the folds (population).
Metrics count every row alike; weights count when a model learns.`,
  category: 'Evaluate',
  icon: 'repeat-2',
  keywords: ['k-fold', 'cv', 'leaderboard', 'compare models', 'cross validation', 'time series split'],
  params: z.strictObject(foldParams),
  inputs: {
    in: table('Rows to learn from'),
    estimator: estimator('Estimators', { many: true }),
  },
  outputs: { scores: table('Scores of each fold'), summary: table('Leaderboard') },
  report: [
    { part: 'rows', title: 'Leaderboard', port: 'summary', nodes: 'estimator' },
    {
      part: 'bars',
      title: 'Mean over the folds, the best first',
      port: 'summary',
      name: 'estimator',
      value: 'mean',
      metric: 'metric',
      order: 'rows',
      nodes: true,
    },
  ],
  lower: ({ params, input, chain, estimators, local, distinct }) => {
    const specs = withBaseline(estimators('estimator'));
    const folding = foldingOf(params, { input, chain, distinct }, specs);
    if (!('folded' in folding)) return { problems: folding.problems };
    const { folded, options, metric, problems } = folding;
    return {
      locals: {
        folded,
        scores: computed(
          'cross-validate',
          {
            ...options,
            estimators: specs.map(({ node, method, params }) => ({ name: node, choice: { method, params } })),
          },
          [local('folded')],
          scores,
        ),
      },
      outputs: {
        scores: local('scores'),
        summary: computed(
          'leaderboard',
          { metric, estimators: specs.map(({ node, method }) => ({ name: node, method })) },
          [local('scores')],
          summary,
        ),
      },
      problems,
    };
  },
  examples: crossValidateExamples,
  unsupported: { spark: onSparkLater },
});

/** Each estimator once, and a baseline where none is connected. It predicts what the first of them does. */
export const withBaseline = (specs: readonly EstimatorSpec[]): readonly EstimatorSpec[] => {
  const own = specs.filter((spec, i) => specs.findIndex(s => s.node === spec.node) === i);
  const [first] = own;
  if (first === undefined || own.some(s => s.method === 'baseline')) return own;
  const node = freeName(
    'baseline',
    own.map(s => s.node),
  );
  return [...own, { node, method: 'baseline', tasks: first.tasks, params: {} }];
};
