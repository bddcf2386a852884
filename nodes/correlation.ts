import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns } from '../engine/catalogue/params.ts';
import { familyOf, numeric } from '../engine/schema/types.ts';
import { correlationExamples } from './examples/correlation.ts';
import { longRel, numbersRel, ranksRel, wideRel } from './shared/correlations.ts';
import { picked } from './shared/missing.ts';

export const correlation = defineNode({
  kind: 'correlation',
  version: 1,
  title: 'Correlation',
  summary: 'How strongly numeric columns move together, as a matrix or as a list of pairs.',
  docs: `*Pearson* measures linear relation, *Spearman* that of the ranks (equal values share the mean of their ranks). A
Pearson coefficient uses the rows in which both columns have a value, Spearman the rows in which all chosen columns have
one. Nulls, NaN and infinite values are no values. The coefficient of a column that never changes is null. The list has
each pair once, with the number of rows it rests on. Coefficients are rounded to 12 decimals.`,
  category: 'Summarise',
  icon: 'chart-scatter',
  keywords: ['pearson', 'spearman', 'matrix', 'corr', 'heatmap', 'relation'],
  params: z.strictObject({
    columns: columns({ label: 'Columns', types: numeric, help: 'All numeric columns when empty.' }).default(
      [],
    ),
    method: choice(['pearson', 'spearman'], { label: 'Method' }).default('pearson'),
    shape: choice(['wide', 'long'], { label: 'Result' }).default('wide'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Coefficients') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    const fields = picked(schema, p.columns, f => numeric.includes(familyOf(f.type)));
    const names = fields.map(f => f.name);
    if (names.length < 2)
      return {
        problems: [
          {
            param: 'columns',
            message: `A correlation needs two numeric columns, but there ${names.length === 1 ? `is only “${names[0]}”` : 'is none'}. Convert columns first with a cast node.`,
          },
        ],
      };
    const numbers = numbersRel(rel, fields);
    const values = p.method === 'spearman' ? ranksRel(numbers, names.length) : numbers;
    return { outputs: { out: p.shape === 'long' ? longRel(values, names) : wideRel(values, names) } };
  },
  examples: correlationExamples,
});
