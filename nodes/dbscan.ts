import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, number } from '../engine/catalogue/params.ts';
import { dbscanExamples } from './examples/partitions.ts';
import { onSparkLater } from './shared/learning.ts';
import { partitioned, partitionParams } from './shared/partition.ts';

export const dbscan = defineNode({
  kind: 'dbscan',
  version: 1,
  title: 'Density clusters',
  summary: 'Finds clusters of any shape where rows lie dense, and leaves out rows that lie alone.',
  docs: `A row with at least \`least\` rows (itself too) within \`radius\` is a core; a cluster is what can be reached from core to
core (DBSCAN). Rows near no core are noise: their cluster is null. How many clusters there are comes out; a larger radius
joins them, a smaller one makes noise of them. Scale the columns first, because one radius counts for all of them.

Clusters are numbered from 0 in the order in which rows first meet them, as scikit-learn does. There is no model to apply
to other rows. Every row is compared with every other one: at most 20,000 rows. Rows must be complete.`,
  category: 'Models',
  icon: 'chart-network',
  keywords: ['dbscan', 'clustering', 'density', 'noise', 'outliers', 'eps', 'min_samples'],
  params: z.strictObject({
    radius: number({ label: 'Radius', help: 'How near a neighbour is.', min: 0 }).default(0.5),
    least: integer({ label: 'Rows that make a core', min: 1, max: 20_000 }).default(5),
    ...partitionParams,
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with their cluster') },
  lower: context => {
    const { radius, least } = context.params;
    if (radius === 0)
      return {
        problems: [
          {
            param: 'radius',
            message: 'The radius is 0, so no row has a neighbour. Give a distance of more than 0.',
          },
        ],
      };
    return partitioned(context, { method: 'dbscan', radius, least });
  },
  examples: dbscanExamples,
  unsupported: { spark: onSparkLater },
});
