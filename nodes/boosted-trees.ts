import { z } from 'zod';
import { integer, number } from '../engine/catalogue/params.ts';
import { weighing, withWeights } from './shared/class-weights.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { predicts, treeSettings, treeTasks } from './shared/tree-settings.ts';

export const boostedTrees = estimatorNode({
  kind: 'boosted-trees',
  title: 'Boosted trees',
  summary:
    'Predicts a class or a number by many small trees, each of which mends what those before left wrong.',
  docs: `Gradient boosting with second derivatives: squared error for numbers, log loss for classes, several classes together.
A smaller rate needs more rounds and often predicts better.`,
  icon: 'rocket',
  keywords: ['gbt', 'gradient boosting', 'xgboost', 'lightgbm', 'ensemble'],
  params: z.strictObject({
    ...predicts,
    rounds: integer({ label: 'Rounds', min: 1, max: 10_000 }).default(50),
    rate: number({ label: 'Rate', help: 'How much of each tree counts.', min: 0.0001, max: 1 }).default(0.1),
    ...treeSettings(20),
    ...weighing,
  }),
  tasks: treeTasks,
  method: ({ predict: _, ...own }) => withWeights(own),
  examples: [
    {
      title: 'A slower rate',
      params: { rate: 0.05 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'boosted-trees'],
            ['rounds', '50'],
            ['rate', '0.05'],
            ['depth', '5'],
            ['leastRows', '20'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
