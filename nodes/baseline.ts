import { z } from 'zod';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { predicts, treeTasks, withoutPredict } from './shared/tree-settings.ts';

export const baseline = estimatorNode({
  kind: 'baseline',
  title: 'Baseline',
  summary:
    'Predicts the same for every row: the most frequent class, or the mean. Other models must beat it.',
  docs: `It looks at no feature. Of classes it predicts the most frequent, the first of equals, and its probabilities are the shares of
the classes among the training rows; of numbers it predicts the mean. Weights count. It is the same as scikit-learn's
dummy estimators (\`prior\` and \`mean\`), and stands beside every comparison.`,
  icon: 'minus',
  keywords: ['dummy', 'majority', 'mean', 'naive', 'benchmark', 'zero rule'],
  params: z.strictObject({ ...predicts }),
  tasks: treeTasks,
  method: withoutPredict,
  examples: [
    {
      title: 'It has no settings of its own',
      params: {},
      outputs: {
        estimator: { columns: settingsTable, rows: [['method', 'baseline']] },
      },
      ordered: true,
    },
  ],
});
