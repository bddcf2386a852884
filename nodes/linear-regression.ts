import { z } from 'zod';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { regularised } from './shared/regularised.ts';

export const linearRegression = estimatorNode({
  kind: 'linear-regression',
  title: 'Linear regression',
  summary: 'Predicts a number as a weighted sum of the features. Plain, ridge, lasso or elastic net.',
  docs: `Minimises half the mean squared error plus the penalty: \`strength\` times (1 − \`mix\`) / 2 of the squared weights, divided
by the label's deviation, plus \`strength\` times \`mix\` of their sizes, as Spark does. Strength 0 is plain least squares, mix 0
is ridge, mix 1 is lasso. Where columns repeat each other the shortest weights are taken.

Exact: the same as scikit-learn and Spark to 1e-6.`,
  icon: 'trending-up',
  keywords: ['ols', 'least squares', 'ridge', 'lasso', 'elastic net', 'regression'],
  params: z.strictObject(regularised),
  tasks: () => ['number'],
  examples: [
    {
      title: 'Least squares',
      params: {},
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'linear-regression'],
            ['strength', '0'],
            ['mix', '0'],
            ['standardise', 'true'],
            ['intercept', 'true'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
