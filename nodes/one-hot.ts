import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, integer, columns as pick, toggle } from '../engine/catalogue/params.ts';
import { familyOf } from '../engine/schema/types.ts';
import { oneHotExamples } from './examples/one-hot.ts';
import { fittedStep, noColumns, notCategories, onSparkLater, twinOf, valuesOf } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const oneHot = defineNode({
  kind: 'one-hot',
  version: 1,
  title: 'One-hot encode',
  summary: 'Turns categories into columns of 0 and 1, one for each value that the rows have.',
  docs: `The data is read to find the values, which also fixes the columns that later steps see: \`column_value\`, in the order of
the values as text. Without columns all texts are encoded. The column itself leaves unless it is kept.

\`drop\` leaves one value out, since it follows from the others. A value that was not met while learning, and null, is a
row of zeros (\`keep\`), a row of nulls (\`null\`), or ends the run (\`error\`).

A train node takes texts as they are and does the same by itself; this step shows the columns, and lets them be scaled.`,
  category: 'Features',
  icon: 'binary',
  keywords: ['dummies', 'get_dummies', 'onehotencoder', 'categorical', 'indicator', 'encode'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All texts when empty.' }).default([]),
    drop: choice(['none', 'first', 'last'], { label: 'Leave out' }).default('none'),
    unseen: choice(['keep', 'null', 'error'], {
      label: 'Unseen values',
      help: 'What becomes of values that were not met while learning.',
    }).default('keep'),
    keep: toggle({ label: 'Keep the columns' }).default(false),
    limit: integer({ label: 'Most values of a column', min: 1, max: 1000, advanced: true }).default(100),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with columns of 0 and 1') },
  lower: context => {
    const { params, input, distinct, chain } = context;
    const { rel, schema } = input();
    const fields = picked(schema, params.columns, f => familyOf(f.type) === 'text');
    const problems = notCategories(fields, params.columns);
    if (problems.length > 0) return { problems };
    if (fields.length === 0) return { problems: [noColumns('a text', schema)] };
    const before = chain();
    const encoded = fields.map(field => ({
      field,
      levels: distinct({ rel: valuesOf(rel, before, field.name), column: field.name, limit: params.limit }),
    }));
    const empty = encoded.find(e => e.levels.length === 0);
    if (empty !== undefined)
      return {
        problems: [
          {
            param: 'columns',
            message: `Column “${empty.field.name}” has no value in any row, so there are no categories. Leave it out.`,
          },
        ],
      };
    const shown = (levels: readonly string[]): readonly string[] =>
      params.drop === 'first' ? levels.slice(1) : params.drop === 'last' ? levels.slice(0, -1) : levels;
    const made = encoded.flatMap(({ field, levels }) =>
      shown(levels).map(level => ({ name: `${field.name}_${level}`, from: [field.name] })),
    );
    const gone = new Set(params.keep ? [] : fields.map(f => f.name));
    const stay = schema.filter(f => !gone.has(f.name));
    const names = [...stay.map(f => f.name), ...made.map(m => m.name)];
    const twin = twinOf(names, 'columns', 'Rename a column, or replace one of the values first.');
    if (twin !== undefined) return { problems: [twin] };
    return fittedStep(context, {
      spec: {
        step: 'one-hot',
        drop: params.drop,
        unseen: params.unseen,
        columns: encoded.map(({ field, levels }) => ({ column: field.name, type: field.type, levels })),
      },
      made,
      columns: [...stay, ...made.map(m => ({ name: m.name, type: 'DOUBLE' }))],
    });
  },
  examples: oneHotExamples,
  unsupported: { spark: onSparkLater },
});
