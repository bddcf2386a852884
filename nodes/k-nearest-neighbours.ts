import { z } from 'zod';
import { choice, integer, toggle } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';
import { predicts, treeTasks, withoutPredict } from './shared/tree-settings.ts';

export const kNearestNeighbours = estimatorNode({
  kind: 'k-nearest-neighbours',
  title: 'Nearest neighbours',
  summary: 'Predicts what the nearest rows were: the most frequent class of them, or their mean.',
  docs: `Distances are Euclidean, in deviations of each column (\`standardise\`) or in the units that the columns have. With the
weighting *distance* a near row counts more than a far one. Probabilities are shares of the neighbours; of classes that
are as frequent the first is said, and of rows that are as near the earlier one counts. With standardise off it is what
scikit-learn does.

Nothing is learned: the model keeps its rows and compares every new row with all of them, at most 20,000 rows and
2 million numbers. It takes no weights of rows. ONNX has no word for it.`,
  icon: 'locate-fixed',
  keywords: ['knn', 'neighbors', 'instance based', 'classification', 'regression', 'similar rows'],
  params: z.strictObject({
    ...predicts,
    k: integer({ label: 'Neighbours', min: 1, max: 1000 }).default(5),
    weighting: choice(['uniform', 'distance'], { label: 'Weighting' }).default('uniform'),
    standardise: toggle({ label: 'Distances in deviations' }).default(true),
  }),
  tasks: treeTasks,
  method: withoutPredict,
  examples: [
    {
      title: 'The three nearest, near ones more',
      params: { k: 3, weighting: 'distance' },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'k-nearest-neighbours'],
            ['k', '3'],
            ['weighting', 'distance'],
            ['standardise', 'true'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
