import { z } from 'zod';
import { defineNode, model, type Problem, table } from '../engine/catalogue/node.ts';
import type { Schema } from '../engine/schema/types.ts';
import { driftExamples } from './examples/drift.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { missingFrom, otherInput } from './shared/model-input.ts';
import { listed } from './shared/words.ts';

const columns: Schema = [
  { name: 'what', type: 'VARCHAR' },
  { name: 'column', type: 'VARCHAR' },
  { name: 'rows', type: 'BIGINT' },
  { name: 'missing', type: 'DOUBLE' },
  { name: 'missing_then', type: 'DOUBLE' },
  { name: 'unseen', type: 'DOUBLE' },
  { name: 'psi', type: 'DOUBLE' },
  { name: 'ks', type: 'DOUBLE' },
  { name: 'moved', type: 'VARCHAR' },
];

export const drift = defineNode({
  kind: 'drift',
  version: 1,
  title: 'Drift',
  summary:
    'Says how far new rows, and what a model predicts of them, have moved from those that it learned from.',
  docs: `Give it the rows as they come in, before any step: the model keeps how each column was filled then, in ten bins of equally
many rows, or by its 100 most frequent categories. \`what\` says \`column\` there. The last row is of the predictions: those
of these rows beside those of the training rows (of at most 10,000), numbers in tenths, classes, clusters and anomalies one by
one. Where columns of the model are missing here, or its file is of an older version, a warning says so and that row is left out.

\`psi\` is the population stability index, the sum over the bins of (share now - share then) * ln(share now / share then), a
share counting as 0.0001 at least; below 0.1 \`moved\` says little, from 0.25 on much. \`ks\` is the largest distance of the two
cumulative shares, for numbers. \`missing\` is the share of rows without a value, now and then; \`unseen\` the share of rows whose
category is none of those kept. Texts with a value a row are not watched. A running \`millrace serve\` answers the same for the
rows it scored, at /drift.`,
  category: 'Evaluate',
  icon: 'waves',
  keywords: ['psi', 'kolmogorov', 'smirnov', 'monitoring', 'data drift', 'stability'],
  params: z.strictObject({}),
  inputs: { in: table('New rows'), model: model('Model') },
  outputs: { out: table('Drift of each column') },
  report: [
    {
      part: 'bars',
      title: 'Population stability index',
      port: 'out',
      name: 'column',
      value: 'psi',
      least: 0.3,
      axis: 'PSI: below 0.1 little, from 0.25 on much',
    },
    {
      part: 'bars',
      title: 'Kolmogorov-Smirnov distance',
      port: 'out',
      name: 'column',
      value: 'ks',
      least: 1,
      axis: 'Largest distance of the shares (0 to 1)',
    },
  ],
  lower: ({ input, model: modelAt }) => {
    const { rel, schema } = input();
    const facts = modelAt('model');
    const other = otherInput(facts, schema);
    if (other !== undefined) return { problems: [other] };
    const missing = missingFrom(facts, schema);
    const given = schema.map(({ name, type }) => ({ name, type }));
    return {
      outputs: {
        out: computed('drift', { columns: given }, [{ op: 'ref', name: facts.fitted }, rel], columns),
      },
      ...(missing.length > 0 && {
        problems: [fewColumns(missing)],
      }),
    };
  },
  examples: driftExamples,
  unsupported: { spark: onSparkLater },
});

const fewColumns = (missing: readonly string[]): Problem => ({
  param: 'model',
  severity: 'warning',
  message: `These rows lack ${missing.length === 1 ? 'a column' : `${missing.length} columns`} of the model: ${listed(missing)}. So its predictions cannot be compared. Give it the rows as they come in, with all columns.`,
});
