import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { cellValue, choice, columns, group, listOf } from '../engine/catalogue/params.ts';
import { column, when } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import { plain } from '../engine/plan/names.ts';
import { type Field, familyOf, numeric, type Schema } from '../engine/schema/types.ts';
import { fillNullsExamples } from './examples/fill-nulls.ts';
import { cellLiteral, holds, unfitSentence } from './shared/cells.ts';
import { filledByNeighbour } from './shared/fill-neighbour.ts';
import { filledBySummary } from './shared/fill-summary.ts';
import { isMissing, picked } from './shared/missing.ts';
import { orderKeys, sortKeys } from './shared/order.ts';

const methods = ['value', 'mean', 'median', 'mode', 'min', 'max', 'forward', 'backward'] as const;

const isNumeric = (field: Field): boolean => numeric.includes(familyOf(field.type));
const ordered = (field: Field): boolean => !['struct', 'map', 'list', 'other'].includes(familyOf(field.type));

export const fillNulls = defineNode({
  kind: 'fill-nulls',
  version: 1,
  title: 'Fill nulls',
  summary: 'Puts a value where one is missing: a constant, a statistic of the column, or its neighbour.',
  docs: `In a column of floating-point numbers NaN counts as missing too, as on Spark. Without columns a number fills the
numeric columns that can hold it, a text the text columns, true or false the boolean ones; mean and median fill the numeric columns.

- \`mean\` and \`median\` turn a column of whole numbers into DOUBLE; a decimal column keeps its type and the value is
  rounded to it.
- \`mode\` is the most frequent value, the smallest of them when several are.
- \`forward\` takes the last value before, \`backward\` the next one after, in the given order, or else as rows arrive.
  The rows leave in the order in which they arrived.
- With \`groupBy\` every group has its own statistic, and neighbours are looked for in the same group; null is a group.

Statistics are of the values as they arrive, whatever the list filled before. Where a column or group has no value at
all, null stays.`,
  category: 'Rows',
  icon: 'paint-bucket',
  keywords: ['missing', 'na', 'fillna', 'impute', 'imputer', 'ffill', 'bfill', 'default'],
  params: z.strictObject({
    fills: listOf(
      group({
        columns: columns({ label: 'Columns', help: 'All columns that fit when empty.' }).default([]),
        method: choice(methods, { label: 'Fill with' }).default('value'),
        value: cellValue({
          label: 'Value',
          help: 'For the method value.',
          when: { method: ['value'] },
        }).optional(),
      }),
      { label: 'Fills' },
    ).min(1),
    groupBy: columns({ label: 'Each group by itself' }).default([]),
    order: orderKeys({ label: 'Order for forward and backward', help: 'As rows arrive when empty.' }).default(
      [],
    ),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows without gaps') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const groupNames = new Set(params.groupBy.map(g => g.name));
    const inGroup = (field: Field): boolean => groupNames.has(field.name);
    const problems = params.fills.flatMap((fill, i) => [
      ...problemsOf(fill, fieldsOf(fill, schema), `fills[${i}]`),
      ...fieldsOf(fill, schema)
        .filter(f => fill.columns.length > 0 && inGroup(f))
        .map(f => ({
          param: `fills[${i}]`,
          message: `Column “${f.name}” makes the groups, so it cannot be filled in the same step. Fill it in a node before this one.`,
        })),
    ]);
    if (problems.length > 0) return { problems };
    const names = schema.map(f => f.name);
    const groups = schema.filter(inGroup);
    let out = rel;
    for (const fill of params.fills) {
      const { method } = fill;
      const fields = fieldsOf(fill, schema).filter(f => !inGroup(f));
      if (fields.length === 0) continue;
      if (method === 'value') {
        const value = fill.value ?? null;
        const filled = fields.map(f => ({
          name: f.name,
          expr: when(isMissing(f), cellLiteral(f, value), column(f.name)),
        }));
        out = withColumns({ rel: out, names }, filled).rel;
      } else if (method === 'forward' || method === 'backward')
        out = filledByNeighbour(out, schema, fields, groups, sortKeys(params.order), method);
      else out = filledBySummary(out, rel, schema, fields, groups, method);
    }
    return { outputs: { out: out === rel ? { op: 'project', input: rel, columns: plain(names) } : out } };
  },
  examples: fillNullsExamples,
});

type Fill = {
  readonly columns: readonly { readonly name: string }[];
  readonly method: (typeof methods)[number];
  readonly value?: string | number | boolean | null | undefined;
};

/** Whether a fill is meant for a column, where no columns are named. */
const suits = (fill: Fill, field: Field): boolean => {
  const family = familyOf(field.type);
  if (fill.method === 'mean' || fill.method === 'median') return isNumeric(field);
  if (fill.method !== 'value') return ordered(field);
  if (typeof fill.value === 'string' && family !== 'text') return false;
  return holds(field, fill.value ?? null);
};

const fieldsOf = (fill: Fill, schema: Schema): readonly Field[] =>
  picked(schema, fill.columns, field => suits(fill, field));

const problemsOf = (fill: Fill, fields: readonly Field[], param: string): readonly Problem[] => {
  if (fill.method === 'value') {
    if (fill.value === undefined || fill.value === null)
      return [
        {
          param: `${param}.value`,
          message: 'There is no value to fill with. Give one, or choose another method.',
        },
      ];
    const value = fill.value;
    return fields.filter(f => !holds(f, value)).map(f => ({ param, message: unfitSentence(f, value) }));
  }
  if (fill.value !== undefined) {
    const message = `The method ${fill.method} takes no value. Take the value away, or choose the method value.`;
    return [{ param: `${param}.value`, message }];
  }
  const wrong = fields.filter(f => !suits(fill, f));
  return wrong.map(f => ({
    param,
    message: `Column “${f.name}” is ${f.type}, which has no ${fill.method}. Take it out of the columns, or choose another method.`,
  }));
};
