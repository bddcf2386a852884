import { z } from 'zod';
import { integer, number } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const gaussianMixture = estimatorNode({
  kind: 'gaussian-mixture',
  title: 'Gaussian mixture',
  summary: 'Finds clusters of different width and slant, each a normal distribution.',
  docs: `Fitted by expectation and maximisation from the clusters of k-means, with full covariances, as scikit-learn does. The prediction
is the likeliest component; its distance is counted in the component's own deviations (Mahalanobis).

Each pass keeps sums only, so rows need not fit in memory. A component that shrinks to a point is kept at \`floor\`.`,
  icon: 'circle-dot-dashed',
  keywords: ['gmm', 'em', 'soft clustering', 'clusters', 'density'],
  params: z.strictObject({
    k: integer({ label: 'Clusters', min: 1, max: 1000 }).default(2),
    passes: integer({ label: 'Most passes', min: 1, max: 10_000, advanced: true }).default(100),
    tolerance: number({ label: 'Tolerance', min: 0, advanced: true }).default(0.001),
    floor: number({ label: 'Least variance', min: 0, advanced: true }).default(0.000001),
    seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
  }),
  tasks: () => ['cluster'],
  weights: () => false,
  examples: [
    {
      title: 'Three clusters',
      params: { k: 3 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'gaussian-mixture'],
            ['k', '3'],
            ['passes', '100'],
            ['tolerance', '0.001'],
            ['floor', '0.000001'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
