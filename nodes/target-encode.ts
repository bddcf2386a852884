import { z } from 'zod';
import { defineNode, type LowerContext, type Problem, table } from '../engine/catalogue/node.ts';
import { integer, number, column as one, columns as pick, text, toggle } from '../engine/catalogue/params.ts';
import { type Field, familyOf, fieldNamed } from '../engine/schema/types.ts';
import { targetEncodeExamples } from './examples/target-encode.ts';
import {
  fittedStep,
  isClass,
  isNumber,
  noColumns,
  notCategories,
  onSparkLater,
  twinOf,
  valuesOf,
} from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const targetEncode = defineNode({
  kind: 'target-encode',
  version: 1,
  title: 'Target encode',
  summary:
    'Puts the mean label of its rows in the place of each category: one number, however many values there are.',
  docs: `A label of numbers gives their mean, one of two classes the share of the last (in the order of the values; true of a boolean),
one of more classes a column for each class. The mean of a category is drawn to the mean of all rows, the more the fewer
rows it has: as if it had \`smoothing\` rows more that are as the rest, or, when empty, by how much the label differs within
and between categories, as scikit-learn's TargetEncoder does.

A row that is learned from must not find its own label in its number. So the rows here are parted into \`folds\`, by a hash
of the seed and their place, and each gets what the *other* folds say. A model gives new rows the mean of all rows that it
learned from, so the two differ a little. With 0 folds both are the same, and small categories give their labels away.

Null, and a value that was not met while learning, is the mean of all. Rows without a label teach nothing. The number takes
the place of the category, or stands in a new column where a suffix is set.`,
  category: 'Features',
  icon: 'crosshair',
  keywords: [
    'targetencoder',
    'mean encoding',
    'likelihood encoding',
    'impact coding',
    'categorical',
    'smoothing',
  ],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All texts but the label when empty.' }).default([]),
    label: one({ label: 'Label' }),
    smoothing: number({
      label: 'Smoothing',
      help: 'Rows’ worth of the mean of all. Found from the rows when empty.',
      min: 0,
    }).optional(),
    folds: integer({ label: 'Folds', help: '0 for none.', min: 0, max: 100 })
      .refine(n => n !== 1, { message: 'must be 0 or at least 2' })
      .default(5),
    seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
    suffix: text({ label: 'Suffix of new columns', help: 'Replaces the column when empty.' }).default(''),
    keep: toggle({ label: 'Keep the columns', help: 'Where there is one for each class.' }).default(false),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with numbers') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const label = fieldNamed(schema, params.label.name);
    if (label === undefined) return {};
    const fields = picked(schema, params.columns, f => familyOf(f.type) === 'text' && f.name !== label.name);
    const problems = [...notCategories(fields, params.columns), ...unfitLabel(label, fields, params.columns)];
    if (problems.length > 0) return { problems };
    if (fields.length === 0) return { problems: [noColumns('a text beside the label', schema)] };
    const classes = classesOf(context, label);
    if (classes.length === 0)
      return {
        problems: [
          {
            param: 'label',
            message: `The label “${label.name}” has one value or none, so there is nothing to tell apart. Choose another label.`,
          },
        ],
      };
    const several = classes.length > 1;
    const encoded = fields.flatMap(f =>
      classes.map(value => ({
        column: f.name,
        type: f.type,
        output: several ? `${f.name}${params.suffix}_${value}` : `${f.name}${params.suffix}`,
        ...(value !== undefined && { value }),
      })),
    );
    const inPlace = new Set(several || params.suffix !== '' ? [] : fields.map(f => f.name));
    const gone = new Set(several && params.suffix === '' && !params.keep ? fields.map(f => f.name) : []);
    const columns = [
      ...schema
        .filter(f => !gone.has(f.name))
        .map(f => (inPlace.has(f.name) ? { name: f.name, type: 'DOUBLE' } : f)),
      ...encoded.filter(e => !inPlace.has(e.output)).map(e => ({ name: e.output, type: 'DOUBLE' })),
    ];
    const twin = twinOf(
      columns.map(c => c.name),
      'suffix',
      'Choose another suffix, or rename a column first.',
    );
    if (twin !== undefined) return { problems: [twin] };
    return fittedStep(context, {
      spec: {
        step: 'target',
        label: { column: label.name, type: label.type },
        smoothing: params.smoothing ?? null,
        folds: params.folds,
        seed: params.seed,
        columns: encoded,
      },
      made: encoded.map(e => ({ name: e.output, from: [e.column] })),
      columns,
    });
  },
  examples: targetEncodeExamples,
  unsupported: { spark: onSparkLater },
});

/** A number has no class; two classes are told by the second. */
const classesOf = (
  { input, chain, distinct }: Pick<LowerContext<unknown>, 'input' | 'chain' | 'distinct'>,
  label: Field,
): readonly (string | undefined)[] => {
  if (isNumber(label)) return [undefined];
  if (familyOf(label.type) === 'boolean') return ['true'];
  const rel = valuesOf(input().rel, chain(), label.name);
  const classes = distinct({ rel, column: label.name, limit: 100 });
  return classes.length === 2 ? classes.slice(1) : classes.length < 2 ? [] : classes;
};

const unfitLabel = (
  label: Field,
  fields: readonly Field[],
  columns: readonly { readonly name: string }[],
): readonly Problem[] => {
  if (!isClass(label))
    return [
      {
        param: 'label',
        message: `The label “${label.name}” is ${label.type}; means are of numbers, and classes are texts, booleans or dates. Cast it first.`,
      },
    ];
  if (fields.every(f => f.name !== label.name)) return [];
  const i = columns.findIndex(c => c.name === label.name);
  return [
    {
      param: `columns[${i}]`,
      message: `“${label.name}” is the label, which would give itself away. Take it out of the columns.`,
    },
  ];
};
