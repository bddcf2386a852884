import { z } from 'zod';
import { integer, number } from '../engine/catalogue/params.ts';
import { weighing, withWeights } from './shared/class-weights.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { regularised } from './shared/regularised.ts';

export const logisticRegression = estimatorNode({
  kind: 'logistic-regression',
  title: 'Logistic regression',
  summary: 'Predicts a class, two or more, with the probability of each.',
  docs: `Minimises the mean log loss plus \`strength\` times ((1 − \`mix\`) / 2 of the squared weights plus \`mix\` of their sizes), as
Spark does; scikit-learn's C is 1 / (strength × rows), with standardise off. Several classes are fitted together (multinomial),
with intercepts that add up to zero. Classes that can be told apart without error have no best weights: give a small
penalty then.

The same as scikit-learn to 1e-6, and as Spark within its tolerance.`,
  icon: 'chart-spline',
  keywords: ['logit', 'classification', 'softmax', 'multinomial', 'classifier'],
  params: z.strictObject({
    ...regularised,
    steps: integer({ label: 'Most steps', min: 1, max: 10_000, advanced: true }).default(100),
    tolerance: number({ label: 'Tolerance', min: 0, advanced: true }).default(1e-8),
    ...weighing,
  }),
  method: withWeights,
  tasks: () => ['class'],
  examples: [
    {
      title: 'A small ridge penalty',
      params: { strength: 0.01 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'logistic-regression'],
            ['strength', '0.01'],
            ['mix', '0'],
            ['standardise', 'true'],
            ['intercept', 'true'],
            ['steps', '100'],
            ['tolerance', '1e-8'],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'A rare class counts five times',
      params: { classWeights: 'own', weights: [{ class: 'fraud', weight: 5 }] },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'logistic-regression'],
            ['strength', '0'],
            ['mix', '0'],
            ['standardise', 'true'],
            ['intercept', 'true'],
            ['steps', '100'],
            ['tolerance', '1e-8'],
            ['classWeights', '[{"class":"fraud","weight":5}]'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
