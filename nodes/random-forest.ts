import { z } from 'zod';
import { integer, number } from '../engine/catalogue/params.ts';
import { weighing, withWeights } from './shared/class-weights.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { predicts, treeSettings, treeTasks } from './shared/tree-settings.ts';

export const randomForest = estimatorNode({
  kind: 'random-forest',
  title: 'Random forest',
  summary:
    'Predicts a class or a number as the mean of many trees, each of which saw other rows and columns.',
  docs: `Each tree learns from as many rows as there are, drawn with repetition, and each question looks at some of the columns
only: the root of their number for classes, a third for numbers, unless a share is set. The same seed gives the same forest
whatever the number of threads; another program draws other rows, so results agree in quality, not in digits.`,
  icon: 'trees',
  keywords: ['bagging', 'ensemble', 'trees', 'classification', 'regression'],
  params: z.strictObject({
    ...predicts,
    trees: integer({ label: 'Trees', min: 1, max: 10_000 }).default(20),
    ...treeSettings(1),
    share: number({
      label: 'Share of the columns for a question',
      min: 0,
      max: 1,
      advanced: true,
    }).optional(),
    ...weighing,
  }),
  tasks: treeTasks,
  method: ({ predict: _, ...own }) => withWeights(own),
  examples: [
    {
      title: 'Fifty trees',
      params: { trees: 50 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'random-forest'],
            ['trees', '50'],
            ['depth', '5'],
            ['leastRows', '1'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
