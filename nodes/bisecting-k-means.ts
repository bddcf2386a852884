import { z } from 'zod';
import { integer } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const bisectingKMeans = estimatorNode({
  kind: 'bisecting-k-means',
  title: 'Bisecting k-means',
  summary: 'Finds clusters by splitting the widest one in two until there are enough.',
  docs: `The cluster with the largest sum of squared distances is split each time. Clusters are of more even size than those of k-means,
and a large number of them is found sooner. A row belongs to the nearest centre.`,
  icon: 'split',
  keywords: ['clusters', 'hierarchical', 'divisive', 'segments'],
  params: z.strictObject({
    k: integer({ label: 'Clusters', min: 1, max: 1000 }).default(4),
    passes: integer({ label: 'Most passes', min: 1, max: 10_000, advanced: true }).default(20),
    seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
  }),
  tasks: () => ['cluster'],
  examples: [
    {
      title: 'Six clusters',
      params: { k: 6 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'bisecting-k-means'],
            ['k', '6'],
            ['passes', '20'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
