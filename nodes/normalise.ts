import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns as pick } from '../engine/catalogue/params.ts';
import { numeric } from '../engine/schema/types.ts';
import { normaliseExamples } from './examples/features.ts';
import { fittedStep, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const normalise = defineNode({
  kind: 'normalise',
  version: 1,
  title: 'Normalise rows',
  summary: 'Divides the numbers of each row by their length, so that only their proportions count.',
  docs: `The length is the root of the sum of squares (\`l2\`), the sum of sizes (\`l1\`) or the largest size (\`max\`). A row of zeros
stays, a row with a null becomes null. Nothing is learned from other rows, but a model repeats the step.`,
  category: 'Features',
  icon: 'percent',
  keywords: ['normalizer', 'unit length', 'l1', 'l2', 'norm'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    norm: choice(['l2', 'l1', 'max'], { label: 'Length' }).default('l2'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows of one length') },
  lower: context => {
    const { schema } = context.input();
    const names = picked(schema, context.params.columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    return fittedStep(context, {
      learns: false,
      spec: { step: 'normalise', norm: context.params.norm, columns: names },
      made: names.map(name => ({ name, from: names })),
      columns: schema.map(f => (names.includes(f.name) ? { name: f.name, type: 'DOUBLE' } : f)),
    });
  },
  examples: normaliseExamples,
  unsupported: { spark: onSparkLater },
});
