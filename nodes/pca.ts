import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, newName, columns as pick, toggle } from '../engine/catalogue/params.ts';
import { sameName } from '../engine/plan/names.ts';
import { numeric } from '../engine/schema/types.ts';
import { pcaExamples } from './examples/features.ts';
import { fittedStep, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const pca = defineNode({
  kind: 'pca',
  version: 1,
  title: 'Principal components',
  summary: 'Puts a few columns in the place of many: the directions in which the rows differ most.',
  docs: `Each component is a weighted sum of the columns; the first has the largest variance, and none says again what another
says. Scale the columns first where their units differ. The sign of a component is free: its largest weight is positive,
as in scikit-learn. Spark does not take the means out of the rows; set \`centre\` off for that.

Every row must be complete.`,
  category: 'Features',
  icon: 'axis-3d',
  keywords: ['pca', 'dimension reduction', 'eigenvectors', 'svd', 'components'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    components: integer({ label: 'Components', min: 1, max: 1000 }).default(2),
    prefix: newName({ label: 'Names begin with' }).default('pc'),
    centre: toggle({ label: 'Take the means out', advanced: true }).default(true),
    keep: toggle({ label: 'Keep the columns' }).default(false),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with components') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const names = picked(schema, params.columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    if (params.components > names.length)
      return {
        problems: [
          {
            param: 'components',
            message: `There are ${names.length} columns, which have at most as many components; ${params.components} are asked for. Ask for fewer.`,
          },
        ],
      };
    const made = Array.from({ length: params.components }, (_, c) => `${params.prefix}${c + 1}`);
    const stay = schema.filter(f => params.keep || !names.includes(f.name));
    const twin = made.find(name => stay.some(f => sameName(f.name, name)));
    if (twin !== undefined)
      return {
        problems: [{ param: 'prefix', message: `There is a column “${twin}” already. Choose other names.` }],
      };
    return fittedStep(context, {
      spec: {
        step: 'pca',
        columns: names,
        components: params.components,
        centre: params.centre,
        prefix: params.prefix,
      },
      made: made.map(name => ({ name, from: names })),
      columns: [...stay, ...made.map(name => ({ name, type: 'DOUBLE' }))],
    });
  },
  examples: pcaExamples,
  unsupported: { spark: onSparkLater },
});
