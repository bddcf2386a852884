import { z } from 'zod';
import { defineNode, model, table } from '../engine/catalogue/node.ts';
import type { Schema } from '../engine/schema/types.ts';
import { driftExamples } from './examples/drift.ts';
import { computed, onSparkLater } from './shared/learning.ts';

const columns: Schema = [
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
  summary: 'Says of each column how far new rows have moved from those that a model learned from.',
  docs: `Give it the rows as they come in, before any step: the model keeps how each column was filled then, in ten bins of equally
many rows, or by its 100 most frequent categories.

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
    { part: 'bars', title: 'Population stability index', port: 'out', name: 'column', value: 'psi' },
    { part: 'bars', title: 'Kolmogorov-Smirnov distance', port: 'out', name: 'column', value: 'ks' },
  ],
  lower: ({ input, model: given }) => {
    const { rel, schema } = input();
    const fitted = { op: 'ref' as const, name: given('model').fitted };
    return {
      outputs: { out: computed('drift', { columns: schema.map(f => f.name) }, [fitted, rel], columns) },
    };
  },
  examples: driftExamples,
  unsupported: { spark: onSparkLater },
});
