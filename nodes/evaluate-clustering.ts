import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { columns, column as pick } from '../engine/catalogue/params.ts';
import { familyOf, fieldNamed, numeric, type Schema } from '../engine/schema/types.ts';
import { evaluateClusteringExamples } from './examples/features.ts';
import { computed, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { metricsSchema, noPrediction } from './shared/measured.ts';
import { picked } from './shared/missing.ts';

const profileSchema: Schema = [
  { name: 'rows', type: 'BIGINT' },
  { name: 'column', type: 'VARCHAR' },
  { name: 'mean', type: 'DOUBLE' },
  { name: 'overall', type: 'DOUBLE' },
  { name: 'deviations', type: 'DOUBLE' },
];

const map: Schema = [
  { name: 'first', type: 'DOUBLE' },
  { name: 'second', type: 'DOUBLE' },
  { name: 'cluster', type: 'VARCHAR' },
];

export const evaluateClustering = defineNode({
  kind: 'evaluate-clustering',
  version: 1,
  title: 'Evaluate clustering',
  summary: 'Says how apart clusters are, how many rows each has, and what its rows are like.',
  docs: `The silhouette of a row compares how near its own cluster is with the nearest other one: 1 is well inside, 0 on a border,
below 0 nearer to another. \`silhouette\` counts plain distances as scikit-learn does, of many rows in a sample of about
8,000 (\`silhouette_rows\`); \`silhouette_squared\` squared ones of all rows, as Spark does. Use the columns as the model saw
them: scaled where it scaled them.

Rows without a cluster (null, as density clusters say noise) or with one below 0 (-1 elsewhere) are noise: they are left out
of all numbers and counted as \`noise\`. scikit-learn would take -1 for a cluster of its own, whose rows lie anywhere.

The output \`profile\` has a row for each cluster and column: its mean in the cluster and in all rows, and how many
deviations of the column lie between them. The columns with the largest numbers are what makes a cluster. \`map\` puts at
most 2,000 rows on the two principal components of the features, to be drawn.`,
  category: 'Evaluate',
  icon: 'circle-dot-dashed',
  keywords: ['silhouette', 'inertia', 'clusters', 'metrics', 'segmentation'],
  params: z.strictObject({
    prediction: pick({
      label: 'Cluster',
      help: 'The column “prediction” or “cluster” when empty.',
    }).optional(),
    features: columns({
      label: 'Features',
      help: 'All other numeric columns when empty.',
      types: numeric,
    }).default([]),
  }),
  inputs: { in: table('Rows with their cluster') },
  outputs: {
    metrics: table('Metrics'),
    profile: table('What each cluster is like'),
    map: table('Clusters in two dimensions'),
  },
  report: [
    { part: 'figures', port: 'metrics' },
    {
      part: 'points',
      title: 'In the two directions that differ most',
      port: 'map',
      x: 'first',
      y: 'second',
      colour: 'cluster',
      axes: { x: 'First principal component', y: 'Second principal component' },
    },
    {
      part: 'bars',
      title: 'Rows of each cluster',
      port: 'profile',
      name: 'cluster',
      value: 'rows',
      order: 'rows',
    },
    {
      part: 'bars',
      title: 'What is different in cluster {each}',
      port: 'profile',
      name: 'column',
      value: 'deviations',
      axis: 'Standard deviations above or below the mean of all',
      each: 'cluster',
    },
  ],
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const usual = ['prediction', 'cluster'].map(name => fieldNamed(schema, name)).find(f => f !== undefined);
    const prediction = params.prediction?.name ?? usual?.name;
    const field = schema.find(f => f.name === prediction);
    if (field === undefined) return { problems: [noPrediction(schema)] };
    if (familyOf(field.type) !== 'integer')
      return {
        problems: [
          {
            param: 'prediction',
            message: `The cluster “${field.name}” is ${field.type}; clusters are numbered from 0. Index the categories first.`,
          },
        ],
      };
    const own = [field.name, `${field.name}_distance`];
    const names = picked(schema, params.features, f => isNumber(f) && !own.includes(f.name)).map(f => f.name);
    if (names.length === 0) return { problems: [{ ...noColumns('a number', schema), param: 'features' }] };
    return {
      outputs: {
        map: computed('cluster-map', { prediction: field.name, features: names }, [rel], map),
        metrics: computed(
          'measure-clusters',
          { prediction: field.name, features: names },
          [rel],
          metricsSchema,
        ),
        profile: computed(
          'cluster-profile',
          { prediction: field.name, features: names },
          [rel],
          [{ name: 'cluster', type: field.type }, ...profileSchema],
        ),
      },
      measures: ['metrics'],
    };
  },
  examples: evaluateClusteringExamples,
  unsupported: { spark: onSparkLater },
});
