import { z } from 'zod';
import { toggle } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const isotonicRegression = estimatorNode({
  kind: 'isotonic-regression',
  title: 'Isotonic regression',
  summary: 'Predicts a number from one column by the best curve that only rises, or only falls.',
  docs: `Neighbours in the wrong order are pooled to their mean until none is left; between two corners the curve is a line, outside of
the training rows it stays level. As scikit-learn and Spark do. Name the one feature in the train node.`,
  icon: 'trending-up',
  keywords: ['monotonic', 'calibration', 'regression', 'pav'],
  params: z.strictObject({
    increasing: toggle({ label: 'Rising', help: 'Off: falling.' }).default(true),
  }),
  tasks: () => ['number'],
  examples: [
    {
      title: 'A curve that falls',
      params: { increasing: false },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'isotonic-regression'],
            ['increasing', 'false'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
