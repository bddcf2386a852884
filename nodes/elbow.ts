import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { columns, integer } from '../engine/catalogue/params.ts';
import { numeric } from '../engine/schema/types.ts';
import { elbowExamples } from './examples/partitions.ts';
import { computed, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const elbow = defineNode({
  kind: 'elbow',
  version: 1,
  title: 'Elbow',
  summary: 'Tries k-means with different numbers of clusters, to see how many there are.',
  docs: `\`inertia\` is the sum of squared distances to the centres: it falls with every cluster, and where it stops to fall fast the
curve has its elbow. \`bend\` is true there: at the number whose point lies deepest below the line from the first to the
last; it is a hint, not a proof. \`silhouette\` says how apart the clusters are (1 is best); a peak there counts for more.

Scale the columns first, as for k-means. Of many rows 2,000 at even steps are looked at; each number of clusters begins ten
times and the best counts. The same seed gives the same table.`,
  category: 'Evaluate',
  icon: 'chart-line',
  keywords: ['k-means', 'number of clusters', 'inertia', 'silhouette', 'choose k', 'scree'],
  params: z.strictObject({
    columns: columns({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    from: integer({ label: 'Fewest clusters', min: 2, max: 50 }).default(2),
    to: integer({ label: 'Most clusters', min: 2, max: 50 }).default(10),
    seed: integer({ label: 'Seed', min: 0, max: 1_000_000, advanced: true }).default(0),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('A row for each number of clusters') },
  report: [
    {
      part: 'curve',
      title: 'Inertia: it stops to fall fast at the elbow',
      port: 'out',
      x: 'k',
      y: 'inertia',
      axes: { x: 'Clusters', y: 'Inertia (squared distances)' },
      flag: { column: 'bend', text: 'elbow' },
    },
    {
      part: 'curve',
      title: 'Silhouette: 1 is well apart',
      port: 'out',
      x: 'k',
      y: 'silhouette',
      axes: { x: 'Clusters' },
    },
  ],
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const { from, to, seed } = params;
    const names = picked(schema, params.columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    if (to < from)
      return {
        problems: [
          {
            param: 'to',
            message: `The most clusters, ${to}, are fewer than the fewest, ${from}. Exchange them.`,
          },
        ],
      };
    const out = computed(
      'elbow',
      { columns: names, from, to, seed },
      [rel],
      [
        { name: 'k', type: 'INTEGER' },
        { name: 'inertia', type: 'DOUBLE' },
        { name: 'silhouette', type: 'DOUBLE' },
        { name: 'bend', type: 'BOOLEAN' },
      ],
    );
    return { outputs: { out } };
  },
  examples: elbowExamples,
  unsupported: { spark: onSparkLater },
});
