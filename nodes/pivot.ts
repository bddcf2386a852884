import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  cellValue,
  choice,
  columns,
  integer,
  labelled,
  number,
  column as pick,
  text,
} from '../engine/catalogue/params.ts';
import { aggregated, call, cast, column, literal } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { distinctNames, freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { fieldNamed, type Schema } from '../engine/schema/types.ts';
import { pivotExamples } from './examples/pivot.ts';
import { aggregateExpr, aggregateNames, misfit, needsOrder } from './shared/aggregates.ts';
import { numbered } from './shared/order.ts';

const params = z.strictObject({
  index: columns({ label: 'One row for each', help: 'All rows become one row when empty.' }).default([]),
  names: pick({ label: 'Column whose values become columns' }),
  values: pick({ label: 'Column that fills them', help: 'Leave out to count rows.' }).optional(),
  function: choice(aggregateNames, { label: 'Function' }).default('sum'),
  listed: labelled(z.array(z.union([z.string(), z.number(), z.boolean()])), {
    label: 'Values that become columns',
    help: 'All that the data holds when empty. A list keeps the columns the same whatever the data holds.',
    widget: 'list',
  }).default([]),
  fill: cellValue({ label: 'Instead of a missing figure', advanced: true }).optional(),
  prefix: text({ label: 'Before the names', advanced: true }).default(''),
  suffix: text({ label: 'After the names', advanced: true }).default(''),
  percentile: number({ label: 'Quantile, from 0 to 1', min: 0, max: 1, advanced: true }).default(0.5),
  separator: text({ label: 'Separator of joined texts', advanced: true }).default(', '),
  limit: integer({ label: 'Most columns to make', min: 1, max: 10_000, advanced: true }).default(1000),
});

type Params = z.output<typeof params>;

const problemsOf = (p: Params, schema: Schema): readonly Problem[] => {
  const field = p.values && fieldNamed(schema, p.values.name);
  const message =
    field === undefined
      ? p.function === 'count'
        ? undefined
        : `“${p.function}” needs a column of values. Only “count” works without, and counts rows.`
      : misfit(p.function, field.name, field.type);
  const twice = [p.names, p.values].find(c => c !== undefined && p.index.some(i => i.name === c.name));
  const clash = `“${twice?.name}” cannot have its own rows and make or fill columns at once. Remove it from one of the two.`;
  return [
    ...(message === undefined ? [] : [{ param: field === undefined ? 'values' : 'function', message }]),
    ...(twice === undefined ? [] : [{ param: 'index', message: clash }]),
  ];
};

/** What a value is called as a column; a name can neither be empty nor hold a NUL character. */
const columnName = (value: string, p: Params): string =>
  `${p.prefix}${value === '' && p.prefix + p.suffix === '' ? '(empty)' : value}${p.suffix}`.replaceAll(
    '\u0000',
    '␀',
  );

/** The value of a figure that no row contributes to. Counting nothing gives zero. */
const filled = (value: Expr, p: Params): Expr => {
  const fill = p.fill ?? (/^(approx_)?count/.test(p.function) ? 0 : null);
  return fill === null ? value : call('coalesce', value, literal(fill));
};

type Spread = {
  /** One row for each index and key, with its figure. */
  readonly figures: Rel;
  readonly index: readonly string[];
  readonly key: string;
  readonly figure: string;
  readonly made: readonly { readonly value: string; readonly name: string }[];
  readonly fill: (value: Expr) => Expr;
};

/** Each column picks its figure: the plain way, for few columns. */
const spreadByFilter = ({ figures, index, key, figure, made, fill }: Spread): Rel => ({
  op: 'aggregate',
  input: figures,
  groups: plain(index),
  aggregates: made.map(({ value, name }) => {
    const own = call('eq', column(key), literal(value));
    return { name, expr: fill(aggregated('any_value', [column(figure)], { filter: own })) };
  }),
});

/**
 * The figures of a row as a map, in which each column finds its own. Picking 1,000 columns out of 1.9 M figures one by
 * one took 6 minutes and 5 GB, and takes seconds this way.
 */
const spreadByMap = ({ figures, index, key, figure, made, fill }: Spread): Rel => {
  const map = freeName('__figures', index);
  // A map takes no null as a key, so rows without a value get a key that nothing asks for.
  const [unasked = ''] = distinctNames(
    ['none'],
    made.map(m => m.value),
  );
  const keys = aggregated('list', [call('coalesce', column(key), literal(unasked))]);
  const lists = [keys, aggregated('list', [column(figure)])];
  return {
    op: 'project',
    input: {
      op: 'aggregate',
      input: figures,
      groups: plain(index),
      aggregates: [{ name: map, expr: call('map', ...lists) }],
    },
    columns: [
      ...plain(index),
      ...made.map(({ value, name }) => ({
        name,
        expr: fill(call('list_element', column(map), literal(value))),
      })),
    ],
  };
};

export const pivot = defineNode({
  kind: 'pivot',
  version: 1,
  title: 'Pivot',
  summary: 'Turns the values of a column into columns, filled with a figure of another column.',
  docs: `There is one row for each combination of the index columns (nulls are a group), and one column for each value, in
the order of the list or else sorted as text. Rows without a value to name a column keep their index row, but fill no
column. A combination without rows is null, or zero for counts, unless something else is set. Values that differ only in
letter case get a number, as do names that the index has already. Without a list the data is read to find the values,
which also fixes the columns that later steps see.`,
  category: 'Summarise',
  icon: 'table-columns-split',
  keywords: ['crosstab', 'wide', 'spread', 'pivot_wider', 'cross tabulation'],
  params,
  inputs: { in: table('Rows') },
  outputs: { out: table('One row for each index') },
  lower: ({ params: p, input, distinct }) => {
    const { rel, schema } = input();
    const problems = problemsOf(p, schema);
    if (problems.length > 0) return { problems };
    const values =
      p.listed.length > 0
        ? [...new Set(p.listed.map(String))]
        : distinct({ rel, column: p.names.name, limit: p.limit });
    const index = [...new Set(p.index.map(c => c.name))];
    if (values.length === 0 && index.length === 0)
      return {
        problems: [
          {
            param: 'names',
            message: `“${p.names.name}” has no values, so there would be no column. List the values, or choose index columns.`,
          },
        ],
      };
    const all = schema.map(f => f.name);
    const [key, figure] = [freeName('__name', all), freeName('__figure', all)];
    const given = needsOrder(p.function) ? numbered(rel, all) : undefined;
    const type = p.values && fieldNamed(schema, p.values.name)?.type;
    // Figures are computed for each index and value first; spreading them is then cheap however many columns there are.
    const figures: Rel = {
      op: 'aggregate',
      input: given?.rel ?? rel,
      groups: [
        ...index.map(name => ({ name, expr: column(name) })),
        { name: key, expr: cast(column(p.names.name), 'VARCHAR') },
      ],
      aggregates: [
        {
          name: figure,
          expr: aggregateExpr({
            fn: p.function,
            ...(p.values && { value: column(p.values.name) }),
            ...(type !== undefined && { type }),
            percentile: p.percentile,
            separator: p.separator,
            order: given === undefined ? [] : [given.arrival],
          }),
        },
      ],
    };
    const names = distinctNames(
      values.map(v => columnName(v, p)),
      index,
    );
    const made = values.map((value, i) => ({ value, name: names[i] ?? value }));
    const spread = { figures, index, key, figure, made, fill: (value: Expr) => filled(value, p) };
    return { outputs: { out: made.length > 50 ? spreadByMap(spread) : spreadByFilter(spread) } };
  },
  examples: pivotExamples,
});
