import { z } from 'zod';
import { weighing, withWeights } from './shared/class-weights.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { predicts, treeSettings, treeTasks } from './shared/tree-settings.ts';

export const decisionTree = estimatorNode({
  kind: 'decision-tree',
  title: 'Decision tree',
  summary: 'Predicts a class or a number by questions about one column after another.',
  docs: `Each question is the one that separates classes best (Gini) or leaves the least variance of a number. Numbers are asked
about at up to 255 edges with about as many rows between them, texts by one category against the rest.`,
  icon: 'list-tree',
  keywords: ['cart', 'tree', 'classification', 'regression'],
  params: z.strictObject({
    ...predicts,
    ...treeSettings(1),
    ...weighing,
  }),
  tasks: treeTasks,
  method: ({ predict: _, ...own }) => withWeights(own),
  examples: [
    {
      title: 'Three questions deep',
      params: { depth: 3 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'decision-tree'],
            ['depth', '3'],
            ['leastRows', '1'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
