import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  cellValue,
  choice,
  columns,
  group,
  integer,
  labelled,
  listOf,
  newName,
  column as pick,
} from '../engine/catalogue/params.ts';
import { column } from '../engine/plan/build.ts';
import type { NamedExpr, SortKey } from '../engine/plan/expr.ts';
import { distinctNames, plain } from '../engine/plan/names.ts';
import { familyOf, fieldNamed, type Schema, temporal } from '../engine/schema/types.ts';
import { windowExamples } from './examples/window.ts';
import { type AggregateName, misfit } from './shared/aggregates.ts';
import { numbered, orderKeys, sortKeys } from './shared/order.ts';
import {
  frameOf,
  needsArrival,
  type WindowFunction,
  windowExpr,
  windowFunctions,
} from './shared/window-functions.ts';

const distance = (label: string) => labelled(z.union([z.number().min(0), z.string().min(1)]), { label });

const item = group({
  function: choice(windowFunctions, { label: 'Function' }),
  column: pick({ label: 'Column' }).optional(),
  name: newName({ label: 'Name', help: 'Function and column when empty, such as lag_amount.' }).optional(),
  offset: integer({
    label: 'Rows away, for lag, lead, difference and percent_change',
    min: 1,
    when: { function: ['lag', 'lead', 'difference', 'percent_change'] },
  }).default(1),
  default: cellValue({
    label: 'Value where there is no such row, for lag and lead',
    when: { function: ['lag', 'lead'] },
  }).optional(),
  frame: group(
    {
      unit: choice(['rows', 'range'], { label: 'Counted in' }).default('rows'),
      preceding: distance('From this far before').default('unbounded'),
      following: distance('To this far after').default(0),
    },
    {
      label: 'Frame of rows',
      when: {
        function: ['sum', 'mean', 'min', 'max', 'count', 'median', 'stddev', 'variance', 'first', 'last'],
      },
    },
  ).optional(),
  minRows: integer({ label: 'Null while the window holds fewer values', min: 1, advanced: true }).optional(),
  partitionBy: columns({ label: 'Other groups than below', advanced: true }).default([]),
  orderBy: orderKeys({ label: 'Other order than below' }).default([]),
});

type Item = z.output<typeof item>;

const withoutColumn: ReadonlySet<WindowFunction> = new Set([
  'count',
  'row_number',
  'rank',
  'dense_rank',
] as const);
/** The aggregate that takes the same types of columns. */
const fitsLike: Partial<Record<WindowFunction, AggregateName>> = {
  sum: 'sum',
  mean: 'mean',
  median: 'median',
  stddev: 'stddev',
  variance: 'variance',
  difference: 'mean',
  percent_change: 'sum',
  share: 'sum',
};

const frameProblems = (
  frame: NonNullable<Item['frame']>,
  order: readonly SortKey[],
  schema: Schema,
): readonly string[] => {
  const ends = [frame.preceding, frame.following].filter(end => end !== 'unbounded' && end !== 0);
  if (frame.unit === 'rows') {
    const odd = ends.find(end => typeof end === 'string' || !Number.isInteger(end));
    return odd === undefined
      ? []
      : [
          `A frame of rows counts rows, so “${odd}” must be a whole number or “unbounded”. For durations set its unit to “range”.`,
        ];
  }
  const [key, second] = order;
  if (ends.length === 0) return [];
  if (key === undefined || second !== undefined)
    return ['A frame with a range of values needs exactly one column in its order.'];
  const field = key.expr.op === 'column' ? fieldNamed(schema, key.expr.name) : undefined;
  const inTime = field !== undefined && temporal.includes(familyOf(field.type));
  const odd = ends.find(end => (typeof end === 'string') !== inTime);
  if (odd === undefined) return [];
  return [
    inTime
      ? `“${field.name}” is ${field.type}, so the range is a duration such as “7 days”, not ${odd}.`
      : `The range “${odd}” is a duration, but the order is by numbers. Write a number, or “unbounded”.`,
  ];
};

const problemsOf = (
  it: Item,
  index: number,
  order: readonly SortKey[],
  schema: Schema,
): readonly Problem[] => {
  const param = `columns[${index}]`;
  if (it.column === undefined && !withoutColumn.has(it.function))
    return [{ param: `${param}.column`, message: `“${it.function}” needs a column.` }];
  const field = it.column && fieldNamed(schema, it.column.name);
  const like = fitsLike[it.function];
  const message = field && like && misfit(like, field.name, field.type, it.function);
  return [
    ...(message === undefined ? [] : [{ param: `${param}.function`, message }]),
    ...((it.function === 'rank' || it.function === 'dense_rank') && order.length === 0
      ? [{ param: `${param}.orderBy`, message: 'A rank needs an order.' }]
      : []),
    ...(it.frame?.unit === 'range' && (it.function === 'first' || it.function === 'last')
      ? [
          {
            param: `${param}.frame`,
            message: `“${it.function}” of a range is not one value when several rows are equal. Set the unit of the frame to “rows”.`,
          },
        ]
      : []),
    ...(it.frame
      ? frameProblems(it.frame, order, schema).map(m => ({ param: `${param}.frame`, message: m }))
      : []),
  ];
};

export const window = defineNode({
  kind: 'window',
  version: 1,
  title: 'Window',
  summary: 'Adds figures of the rows around each row: running totals, moving averages, changes, shares.',
  docs: `With an order a figure covers the rows up to this one (a running total); without one, all rows of the group. A
frame sets how many rows before and after count, or with the unit *range* how far the value of the order may lie away,
such as \`7 days\`. Among rows equal in the order the one that arrives first counts as earlier; a range takes all equals.

\`lag\`, \`lead\`, \`difference\` and \`percent_change\` look a number of rows away. \`percent_change\` and \`share\` are
fractions (0.1 is 10 %) and null where they would divide by zero. Functions skip nulls, except \`first\` and \`last\`.`,
  category: 'Rows',
  icon: 'panel-top-open',
  keywords: [
    'running',
    'rolling',
    'moving',
    'cumulative',
    'lag',
    'lead',
    'over',
    'pct_change',
    'share',
    'diff',
  ],
  params: z.strictObject({
    columns: listOf(item, { label: 'New columns' }),
    partitionBy: columns({ label: 'Within each', help: 'The whole table when empty.' }).default([]),
    orderBy: orderKeys({ label: 'Order' }).default([]),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with figures') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    if (p.columns.length === 0)
      return { problems: [{ param: 'columns', message: 'There is nothing to compute. Add a column.' }] };
    const orders = p.columns.map(it => sortKeys(it.orderBy.length > 0 ? it.orderBy : p.orderBy));
    const problems = p.columns.flatMap((it, i) => problemsOf(it, i, orders[i] ?? [], schema));
    if (problems.length > 0) return { problems };
    const names = schema.map(f => f.name);
    const arrives = p.columns.some((it, i) =>
      needsArrival(it.function, frameOf(it.frame, (orders[i] ?? []).length > 0)),
    );
    const given = arrives ? numbered(rel, names) : undefined;
    const made = distinctNames(
      p.columns.map(it => (it.column === undefined ? it.function : `${it.function}_${it.column.name}`)),
      names,
    );
    const figures = p.columns.map((it, i): NamedExpr => {
      const order = orders[i] ?? [];
      const frame = frameOf(it.frame, order.length > 0);
      const ordered = given !== undefined && needsArrival(it.function, frame);
      const type = it.column && fieldNamed(schema, it.column.name)?.type;
      return {
        name: it.name ?? made[i] ?? it.function,
        expr: windowExpr({
          fn: it.function,
          ...(it.column && { value: column(it.column.name) }),
          type: type ?? 'BIGINT',
          partition: (it.partitionBy.length > 0 ? it.partitionBy : p.partitionBy).map(c => column(c.name)),
          order: ordered ? [...order, given.arrival] : order,
          frame,
          offset: it.offset,
          fallback: it.default ?? null,
          minRows: it.minRows,
        }),
      };
    });
    return {
      outputs: { out: { op: 'project', input: given?.rel ?? rel, columns: [...plain(names), ...figures] } },
    };
  },
  examples: windowExamples,
});
