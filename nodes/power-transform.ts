import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns as pick } from '../engine/catalogue/params.ts';
import { numeric } from '../engine/schema/types.ts';
import { powerExamples } from './examples/features.ts';
import { fittedStep, inPlace, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const powerTransform = defineNode({
  kind: 'power-transform',
  version: 1,
  title: 'Power transform',
  summary:
    'Straightens lopsided numbers by a logarithm, or by the power that makes them most like a normal distribution.',
  docs: `- \`yeo-johnson\` takes any number, \`box-cox\` only those above 0; both learn the likeliest power of each column.
- \`log\` takes numbers above 0, \`log1p\` (the logarithm of x + 1) those above -1. They learn nothing.

Scale afterwards where columns should have one size.`,
  category: 'Features',
  icon: 'chart-spline',
  keywords: ['log', 'box-cox', 'yeo-johnson', 'skew', 'powertransformer', 'normal'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    method: choice(['yeo-johnson', 'box-cox', 'log', 'log1p'], { label: 'How' }).default('yeo-johnson'),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Straightened rows') },
  lower: context => {
    const { schema } = context.input();
    const names = picked(schema, context.params.columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    return fittedStep(context, {
      ...(context.params.method.startsWith('log') && { learns: false as const }),
      spec: { step: 'power', method: context.params.method, columns: names },
      ...inPlace(schema, names, () => 'DOUBLE'),
    });
  },
  examples: powerExamples,
  unsupported: { spark: onSparkLater },
});
