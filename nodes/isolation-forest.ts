import { z } from 'zod';
import { integer, number } from '../engine/catalogue/params.ts';
import { estimatorNode, settingsTable } from './shared/learning.ts';

export const isolationForest = estimatorNode({
  kind: 'isolation-forest',
  title: 'Isolation forest',
  summary: 'Finds anomalies: rows that few random cuts set apart from the others.',
  docs: `Each tree cuts a random sample at random places until its rows stand alone; what stands alone soon is odd. The score goes
from 0 to 1, and ordinary rows stay below 0.5 (Liu, Ting, Zhou 2008).

Without a share of anomalies, rows with a score above 0.5 are called so; with one, the threshold is set so that this share of the
training rows is. The same rows and seed give the same trees.`,
  icon: 'radar',
  keywords: ['anomaly', 'outlier', 'fraud', 'novelty', 'odd'],
  params: z.strictObject({
    trees: integer({ label: 'Trees', min: 1, max: 1000 }).default(100),
    contamination: number({ label: 'Share of anomalies', min: 0, max: 0.5 }).optional(),
    sample: integer({ label: 'Rows a tree', min: 2, max: 4096, advanced: true }).default(256),
    seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
  }),
  tasks: () => ['anomaly'],
  weights: () => false,
  examples: [
    {
      title: 'One row in a hundred',
      params: { contamination: 0.01 },
      outputs: {
        estimator: {
          columns: settingsTable,
          rows: [
            ['method', 'isolation-forest'],
            ['trees', '100'],
            ['contamination', '0.01'],
            ['sample', '256'],
            ['seed', '0'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
