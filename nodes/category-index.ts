import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, columns as pick, text } from '../engine/catalogue/params.ts';
import { sameName } from '../engine/plan/names.ts';
import { familyOf } from '../engine/schema/types.ts';
import { indexExamples } from './examples/features.ts';
import { fittedStep, isClass, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const categoryIndex = defineNode({
  kind: 'category-index',
  version: 1,
  title: 'Index categories',
  summary: 'Gives each value of a column a number from 0, by how often it is met or in its own order.',
  docs: `\`frequency\` numbers the most frequent value 0, equals in the order of the values, as Spark's StringIndexer does; \`value\` goes
by the values themselves, as ordinal encoding does. The number takes the place of the value, or stands in a new column
where a suffix is set.

A value that was not met while learning, and null, gets one more number (\`keep\`), null, or ends the run (\`error\`).`,
  category: 'Features',
  icon: 'list-ordered',
  keywords: ['stringindexer', 'ordinal', 'label encoder', 'ordinalencoder', 'encode', 'category'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All texts when empty.' }).default([]),
    order: choice(['frequency', 'value'], { label: 'Order' }).default('frequency'),
    unseen: choice(['keep', 'null', 'error'], { label: 'Unseen values' }).default('keep'),
    suffix: text({ label: 'Suffix of new columns', help: 'Replaces the column when empty.' }).default(''),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with numbers') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const fields = picked(schema, params.columns, f => familyOf(f.type) === 'text');
    if (fields.length === 0) return { problems: [noColumns('a text', schema)] };
    const outputs = fields.map(f => ({ field: f, output: `${f.name}${params.suffix}` }));
    const problem = fields
      .filter(f => !isClass(f))
      .map(
        (f): Problem => ({
          param: 'columns',
          message: `Column “${f.name}” is ${f.type}; texts, numbers, booleans and dates have categories. Cast it first.`,
        }),
      )
      .concat(
        params.suffix === ''
          ? []
          : outputs
              .filter(o => schema.some(f => sameName(f.name, o.output)))
              .map(o => ({
                param: 'suffix',
                message: `There is a column “${o.output}” already. Choose another suffix.`,
              })),
      );
    if (problem.length > 0) return { problems: problem };
    const replaced = new Map(outputs.map(o => [o.output, o] as const));
    return fittedStep(context, {
      spec: {
        step: 'index',
        order: params.order,
        unseen: params.unseen,
        columns: outputs.map(({ field, output }) => ({ column: field.name, type: field.type, output })),
      },
      made: outputs.map(({ field, output }) => ({ name: output, from: [field.name] })),
      columns: [
        ...schema.map(f => (replaced.has(f.name) ? { name: f.name, type: 'DOUBLE' } : f)),
        ...(params.suffix === '' ? [] : outputs.map(o => ({ name: o.output, type: 'DOUBLE' }))),
      ],
    });
  },
  examples: indexExamples,
  unsupported: { spark: onSparkLater },
});
