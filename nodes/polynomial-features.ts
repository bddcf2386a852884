import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, columns as pick, toggle } from '../engine/catalogue/params.ts';
import { productCount, productName, productsOf } from '../engine/plan/products.ts';
import { numeric } from '../engine/schema/types.ts';
import { polynomialExamples } from './examples/features.ts';
import { fittedStep, isNumber, noColumns, onSparkLater, twinOf } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

/** Beyond this a table is of no use to a person, and a model of such columns of no use to anybody. */
const most = 1000;

export const polynomialFeatures = defineNode({
  kind: 'polynomial-features',
  version: 1,
  title: 'Polynomial features',
  summary:
    'Adds powers and products of columns, so that a linear model can bend and columns can act together.',
  docs: `The columns stay, and the products come after them, degree by degree, in the order of scikit-learn: \`x^2\`, \`x*y\`,
\`y^2\`, then \`x^3\` and so on. With \`interactions\` there are only products of different columns. The number of columns
grows fast: ten columns have 55 products of degree 2 and 275 up to degree 3.

A product with a missing value is null. Scale columns first where they are large.`,
  category: 'Features',
  icon: 'square-function',
  keywords: ['polynomialfeatures', 'interaction', 'power', 'square', 'cross', 'product', 'quadratic'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    degree: integer({ label: 'Degree', min: 2, max: 10 }).default(2),
    interactions: toggle({ label: 'Products of different columns only' }).default(false),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with products') },
  lower: context => {
    const { params, input } = context;
    const { degree, interactions } = params;
    const { schema } = input();
    const names = picked(schema, params.columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    const count = productCount(names.length, degree, interactions);
    if (count > most)
      return {
        problems: [
          {
            param: 'degree',
            message: `${names.length} columns have ${count} products up to degree ${degree}, more than the ${most} that a table may get. Lower the degree, or name fewer columns.`,
          },
        ],
      };
    if (count === 0)
      return {
        problems: [
          {
            param: 'columns',
            message: `“${names[0]}” is the only column, and products of different columns need two. Name another, or allow powers.`,
          },
        ],
      };
    const made = productsOf(names.length, degree, interactions).map(factors => ({
      name: productName(names, factors),
      from: [...new Set(factors)].flatMap(j => names[j] ?? []),
    }));
    const columns = [...schema, ...made.map(m => ({ name: m.name, type: 'DOUBLE' }))];
    const twin = twinOf(
      columns.map(c => c.name),
      'columns',
      'Rename a column first.',
    );
    if (twin !== undefined) return { problems: [twin] };
    return fittedStep(context, {
      learns: false,
      spec: { step: 'polynomial', columns: names, degree, interactions },
      made,
      columns,
    });
  },
  examples: polynomialExamples,
  unsupported: { spark: onSparkLater },
});
