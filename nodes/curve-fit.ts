import { z } from 'zod';
import { choice } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const curveFit = estimatorNode({
  kind: 'curve-fit',
  title: 'Curve',
  summary:
    'Predicts a number from one column by an exponential or power curve, or by a line that outliers do not move.',
  docs: `- \`exponential\`: a e^(b x), by least squares of the logarithm; the label must be above 0.
- \`power\`: a x^b, by least squares of both logarithms; both columns must be above 0.
- \`theil-sen\`: a + b x, where b is the median of the slopes between all pairs of rows. Of more than 2,000 rows, 2,000 at even
  steps are compared, each alike: weights are not read.

Name the one feature in the train node.`,
  icon: 'spline',
  keywords: ['exponential', 'power', 'growth', 'theil-sen', 'robust', 'regression', 'trend'],
  params: z.strictObject({
    form: choice(['exponential', 'power', 'theil-sen'], { label: 'Form' }).default('exponential'),
  }),
  tasks: () => ['number'],
  weights: ({ form }) => form !== 'theil-sen',
  examples: [
    {
      title: 'A line that outliers do not move',
      params: { form: 'theil-sen' },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'curve-fit'],
            ['form', 'theil-sen'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
