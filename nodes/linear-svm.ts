import { z } from 'zod';
import { number } from '../engine/catalogue/params.ts';
import { weighing, withWeights } from './shared/class-weights.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const linearSvm = estimatorNode({
  kind: 'linear-svm',
  title: 'Linear support vectors',
  summary: 'Predicts a class by the line with the widest margin to the rows of each.',
  docs: `Minimises the mean squared hinge loss plus \`strength\` / 2 of the squared weights, one class against the rest; the
intercept costs nothing. scikit-learn's \`LinearSVC\` with C is about 1 / (2 × C × rows), and costs its intercept too.

There are no probabilities: \`margin_CLASS\` in a saved model says how far a row lies on the side of a class. Scale the columns
first, since the penalty counts their weights as they are.`,
  icon: 'separator-vertical',
  keywords: ['svm', 'svc', 'support vector machine', 'classification', 'hinge'],
  params: z.strictObject({
    strength: number({ label: 'Penalty', help: 'How much large weights cost; more than 0.', min: 0 }).default(
      0.01,
    ),
    ...weighing,
  }),
  method: withWeights,
  tasks: () => ['class'],
  probabilities: false,
  examples: [
    {
      title: 'A stronger penalty',
      params: { strength: 0.1 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'linear-svm'],
            ['strength', '0.1'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
