import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  choice,
  columns,
  condition,
  expression,
  group,
  labelled,
  listOf,
  newName,
  number,
  column as pick,
  text,
  toggle,
} from '../engine/catalogue/params.ts';
import { column, literal } from '../engine/plan/build.ts';
import type { Expr, NamedExpr, SortKey } from '../engine/plan/expr.ts';
import { distinctNames } from '../engine/plan/names.ts';
import type { AggregateRel } from '../engine/plan/relation.ts';
import { type Field, fieldNamed, type Schema } from '../engine/schema/types.ts';
import { aggregateExamples } from './examples/aggregate.ts';
import { aggregateExpr, aggregateNames, misfit, needsOrder } from './shared/aggregates.ts';
import { groupingProblems, levelExpr, setsOf } from './shared/grouping.ts';
import { numbered, orderKeys, sortKeys } from './shared/order.ts';

const aggregateOrFormula = [...aggregateNames, 'formula'] as const;

const aggregateGroup = group({
  function: choice(aggregateOrFormula, { label: 'Function' }),
  column: pick({
    label: 'Column',
    help: 'Leave out to count rows.',
    when: { function: aggregateNames },
  }).optional(),
  expression: expression({
    label: 'Or an expression',
    placeholder: 'price * quantity',
    help: 'Computed for each row, then summed up.',
    when: { function: aggregateNames },
    advanced: true,
  }).optional(),
  formula: expression({
    label: 'Formula of aggregates',
    allow: 'aggregate',
    placeholder: 'sum(amount) / sum(quantity)',
    help: 'With the function “formula”.',
    when: { function: ['formula'] },
  }).optional(),
  name: newName({ label: 'Name', help: 'Function and column when empty, such as sum_amount.' }).optional(),
  distinct: toggle({ label: 'Each value once', advanced: true }).default(false),
  filter: condition({ label: 'Only rows where', advanced: true }).optional(),
  percentile: number({
    label: 'Quantile, from 0 to 1',
    min: 0,
    max: 1,
    when: { function: ['quantile'] },
  }).default(0.5),
  separator: text({ label: 'Separator of joined texts', when: { function: ['string_agg'] } }).default(', '),
  orderBy: orderKeys({
    label: 'Order for first, last, list and string_agg',
    help: 'The order in which rows arrive when empty.',
    when: { function: ['first', 'last', 'list', 'string_agg'] },
  }).default([]),
});

type Item = z.output<typeof aggregateGroup>;

const defaultName = (item: Item): string =>
  item.column === undefined ? item.function : `${item.function}_${item.column.name}`;

/** What is wrong with one aggregate's settings. */
const problemsOf = (item: Item, index: number, schema: Schema): readonly Problem[] => {
  const param = `aggregates[${index}]`;
  if (item.function === 'formula')
    return item.formula === undefined
      ? [
          {
            param: `${param}.formula`,
            message: 'The function “formula” needs a formula, such as sum(amount) / count(*).',
          },
        ]
      : [];
  if (item.column !== undefined && item.expression !== undefined)
    return [
      {
        param: `${param}.expression`,
        message: `Both the column “${item.column.name}” and an expression are set. Remove one.`,
      },
    ];
  if (item.column === undefined && item.expression === undefined)
    return item.function === 'count' && !item.distinct
      ? []
      : [
          {
            param: `${param}.column`,
            message: `“${item.function}” needs a column or an expression. Only “count” works without, and counts rows.`,
          },
        ];
  const field = item.column && fieldNamed(schema, item.column.name);
  const message = field && misfit(item.function, field.name, field.type);
  const ordered = item.distinct && item.orderBy.length > 0 && needsOrder(item.function);
  return [
    ...(message === undefined ? [] : [{ param: `${param}.function`, message }]),
    ...(ordered
      ? [
          {
            param: `${param}.orderBy`,
            message:
              'Values taken once come in the order of the values. Remove the order, or “each value once”.',
          },
        ]
      : []),
  ];
};

const exprOf = (item: Item, field: Field | undefined, arrival: SortKey | undefined): Expr => {
  if (item.function === 'formula') return item.formula ?? literal(null);
  const value = item.column === undefined ? item.expression : column(item.column.name);
  const order = item.orderBy.length > 0 ? sortKeys(item.orderBy) : [];
  return aggregateExpr({
    fn: item.function,
    ...(value && { value }),
    ...(field && { type: field.type }),
    ...(item.filter && { filter: item.filter }),
    distinct: item.distinct,
    percentile: item.percentile,
    separator: item.separator,
    // Arrival also decides among rows that the order says are equal.
    order: arrival === undefined ? order : [...order, arrival],
  });
};

export const aggregate = defineNode({
  kind: 'aggregate',
  version: 1,
  title: 'Aggregate',
  summary: 'One row for each group of rows, with sums, counts and other figures of the group.',
  docs: `Functions skip nulls, except \`count\` without a column, \`first\`, \`last\` and \`list\`. A group column's nulls
form a group of their own. Without group columns the result is one row, also of an empty table; with them, an empty table
gives no rows.

\`sum\` of whole numbers is BIGINT and a sum that does not fit stops the run; \`mean\` is DOUBLE. \`stddev\`, \`variance\`,
\`skewness\` and \`kurtosis\` are those of a sample (as in pandas); of infinite values they are NaN. \`mode\` takes the
smallest of equally frequent values. \`quantile\` interpolates between numbers and dates and picks one of the values of
texts. \`first\`, \`last\`, \`list\` and \`string_agg\` follow their order, else the order in which the rows arrive.

*Rollup* adds subtotals from right to left and a total, *cube* those of every combination, *sets* the ones listed; name a
level column to tell a subtotal's empty key from a missing value.`,
  category: 'Summarise',
  icon: 'sigma',
  keywords: [
    'group by',
    'groupby',
    'sum',
    'count',
    'mean',
    'average',
    'total',
    'rollup',
    'cube',
    'summarize',
  ],
  params: z.strictObject({
    groupBy: columns({ label: 'Group by', help: 'One row for all rows when empty.' }).default([]),
    aggregates: listOf(aggregateGroup, { label: 'Figures' }).default([]),
    grouping: choice(['plain', 'rollup', 'cube', 'sets'], { label: 'Subtotals', advanced: true }).default(
      'plain',
    ),
    sets: labelled(z.array(columns()), {
      label: 'Grouping sets',
      widget: 'list',
      when: { grouping: ['sets'] },
    }).default([]),
    levelColumn: newName({
      label: 'Level column',
      help: 'Name of a column that says which columns a row is grouped by.',
      advanced: true,
    }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('One row a group') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const keys = distinctColumns(params.groupBy.map(c => c.name));
    const problems = [
      ...params.aggregates.flatMap((item, i) => problemsOf(item, i, schema)),
      ...groupingProblems(params, keys),
    ];
    if (problems.length > 0) return { problems };
    const arrives = params.aggregates.some(
      a => a.function !== 'formula' && needsOrder(a.function) && !a.distinct,
    );
    const given = arrives
      ? numbered(
          rel,
          schema.map(f => f.name),
        )
      : undefined;
    const sets = setsOf(params.grouping, keys, params.sets);
    const wishes = params.aggregates.map(item => item.name ?? defaultName(item));
    // Names that a person wrote stay, so that a clash is reported; only made-up names give way.
    const made = distinctNames(wishes, keys);
    const aggregates: NamedExpr[] = params.aggregates.map((item, i) => ({
      name: item.name ?? made[i] ?? '',
      expr: exprOf(item, item.column && fieldNamed(schema, item.column.name), given?.arrival),
    }));
    const level =
      params.levelColumn === undefined
        ? []
        : [{ name: params.levelColumn, expr: levelExpr(keys, sets ?? [keys.map((_, i) => i)]) }];
    const out: AggregateRel = {
      op: 'aggregate',
      input: given?.rel ?? rel,
      groups: keys.map(name => ({ name, expr: column(name) })),
      ...(sets && { sets }),
      aggregates: [...aggregates, ...level],
    };
    return { outputs: { out } };
  },
  examples: aggregateExamples,
});

const distinctColumns = (names: readonly string[]): readonly string[] => [...new Set(names)];
