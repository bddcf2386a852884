import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, integer } from '../engine/catalogue/params.ts';
import { hierarchicalExamples } from './examples/partitions.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { partitioned, partitionParams } from './shared/partition.ts';

export const hierarchical = defineNode({
  kind: 'hierarchical',
  version: 1,
  title: 'Hierarchical clusters',
  summary: 'Joins the two nearest clusters again and again, until as many are left as are asked for.',
  docs: `At first each row is a cluster of its own. What is near is told by the linkage: *ward* joins where the squares within
clusters grow least, *complete* looks at the two rows that are farthest apart, *average* at all pairs, *single* at the two
nearest (which makes chains). The output \`heights\` has the last 30 mergers: how far apart the two were when \`clusters\` were
left. Where the height leaps, the clusters before the leap are the natural ones.

The clusters are those of scikit-learn, numbered from 0 in the order in which rows first meet them; heights are SciPy's.
There is no model to apply to other rows. All distances are held in memory: at most 10,000 rows. Scale the columns first.
Rows must be complete.`,
  category: 'Models',
  icon: 'network',
  keywords: ['agglomerative', 'clustering', 'dendrogram', 'linkage', 'ward', 'tree'],
  params: z.strictObject({
    k: integer({ label: 'Clusters', min: 1, max: 10_000 }).default(2),
    linkage: choice(['ward', 'complete', 'average', 'single'], { label: 'Linkage' }).default('ward'),
    ...partitionParams,
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with their cluster'), heights: table('Heights of the last mergers') },
  lower: context => {
    const { k, linkage } = context.params;
    const made = partitioned(context, { method: 'hierarchical', k, linkage });
    if (made.outputs === undefined) return made;
    const heights = computed(
      'merger-heights',
      {},
      [context.local('fitted')],
      [
        { name: 'clusters', type: 'INTEGER' },
        { name: 'height', type: 'DOUBLE' },
      ],
    );
    return { ...made, outputs: { ...made.outputs, heights } };
  },
  examples: hierarchicalExamples,
  unsupported: { spark: onSparkLater },
});
