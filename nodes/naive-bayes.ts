import { z } from 'zod';
import { choice, number } from '../engine/catalogue/params.ts';
import { weighing, withWeights } from './shared/class-weights.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const naiveBayes = estimatorNode({
  kind: 'naive-bayes',
  title: 'Naive Bayes',
  summary: 'Predicts a class from how often values go with it, column by column.',
  docs: `- \`gaussian\` takes numbers as normally distributed within each class; every variance gets 1e-9 of the largest one.
- \`multinomial\` takes counts, such as words of a text; none may be below 0.
- \`bernoulli\` takes columns of 0 and 1.

One pass over the rows, exact: the same as scikit-learn and Spark to 1e-9.`,
  icon: 'percent',
  keywords: ['bayes', 'classifier', 'gaussian', 'multinomial', 'bernoulli', 'text'],
  params: z.strictObject({
    model: choice(['gaussian', 'multinomial', 'bernoulli'], { label: 'Model' }).default('gaussian'),
    smoothing: number({
      label: 'Smoothing',
      help: 'Added to every count.',
      min: 0,
      when: { model: ['multinomial', 'bernoulli'] },
    }).default(1),
    ...weighing,
  }),
  method: withWeights,
  tasks: () => ['class'],
  examples: [
    {
      title: 'Counts',
      params: { model: 'multinomial' },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'naive-bayes'],
            ['model', 'multinomial'],
            ['smoothing', '1'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
