import { z } from 'zod';
import { integer, number } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const kMeans = estimatorNode({
  kind: 'k-means',
  title: 'K-means',
  summary: 'Finds clusters: groups of rows that lie near a common centre.',
  docs: `Centres begin far from each other (k-means++ on a sample, the best of several starts) and move to the mean of their rows
until they stay. Scale the columns first: a column of large numbers outweighs the others. The same seed gives the same
clusters whatever the number of threads; their numbers mean nothing.`,
  icon: 'crosshair',
  keywords: ['clustering', 'segmentation', 'kmeans', 'centroid', 'lloyd'],
  params: z.strictObject({
    k: integer({ label: 'Clusters', min: 1, max: 10_000 }).default(2),
    passes: integer({ label: 'Most passes', min: 1, max: 10_000, advanced: true }).default(300),
    tolerance: number({ label: 'Tolerance', min: 0, advanced: true }).default(1e-4),
    starts: integer({ label: 'Starts', min: 1, max: 100, advanced: true }).default(3),
    seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
  }),
  tasks: () => ['cluster'],
  examples: [
    {
      title: 'Three clusters',
      params: { k: 3 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'k-means'],
            ['k', '3'],
            ['passes', '300'],
            ['tolerance', '0.0001'],
            ['starts', '3'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
