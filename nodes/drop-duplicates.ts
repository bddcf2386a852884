import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, group, listOf, column as pick } from '../engine/catalogue/params.ts';
import { call, column, literal } from '../engine/plan/build.ts';
import type { Expr, SortKey } from '../engine/plan/expr.ts';

export const dropDuplicates = defineNode({
  kind: 'drop-duplicates',
  version: 1,
  title: 'Drop duplicates',
  summary: 'Keeps one row of those that are equal in some columns: the first, the last, or none of them.',
  docs: `Nulls count as equal. Without columns whole rows are compared. First and last follow the order that is set, or
else the order in which the rows arrive.`,
  category: 'Rows',
  icon: 'copy-minus',
  keywords: ['distinct', 'unique', 'dedupe', 'dropduplicates'],
  params: z.strictObject({
    columns: columns({ label: 'Columns that make a duplicate', help: 'All columns when empty.' }).default([]),
    keep: choice(['first', 'last', 'none'], { label: 'Keep' }).default('first'),
    order: listOf(
      group({
        column: pick({ label: 'Column' }),
        descending: z.boolean().default(false),
        nulls: z.enum(['first', 'last']).default('last'),
      }),
      { label: 'Order that tells first from last' },
    ).default([]),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows without duplicates') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const names = schema.map(f => f.name);
    const keys: readonly Expr[] =
      params.columns.length > 0 ? params.columns.map(c => column(c.name)) : names.map(n => column(n));
    const plain = names.map(name => ({ name, expr: column(name) }));
    const whole = params.columns.length === 0 || params.columns.length === names.length;
    if (whole && params.keep !== 'none') return { outputs: { out: { op: 'distinct', input: rel } } };
    const helper = freeName('position', names);
    if (params.keep === 'none') {
      const counted = {
        op: 'project' as const,
        input: rel,
        columns: [
          ...plain,
          {
            name: helper,
            expr: { op: 'over' as const, fn: 'count_star', args: [], partition: keys, order: [] },
          },
        ],
      };
      const single = {
        op: 'filter' as const,
        input: counted,
        condition: call('eq', column(helper), literal(1)),
      };
      return { outputs: { out: { op: 'project', input: single, columns: plain } } };
    }
    const last = params.keep === 'last';
    const wanted: SortKey[] = params.order.map(o => ({
      expr: o.column,
      descending: o.descending !== last,
      nulls: last ? (o.nulls === 'first' ? 'last' : 'first') : o.nulls,
    }));
    // The position in which rows arrive decides among equals, so that the result is the same every time.
    const numbered = {
      op: 'project' as const,
      input: rel,
      columns: [
        ...plain,
        { name: helper, expr: { op: 'over' as const, fn: 'row_number', args: [], partition: [], order: [] } },
      ],
    };
    const order: SortKey[] = [...wanted, { expr: column(helper), descending: last, nulls: 'last' }];
    const one = { op: 'distinct' as const, input: numbered, on: keys, order };
    return { outputs: { out: { op: 'project', input: one, columns: plain } } };
  },
  examples: [],
});

/** A column name that the table does not have. */
const freeName = (wish: string, names: readonly string[]): string => {
  const taken = new Set(names.map(n => n.toLowerCase()));
  let name = `__${wish}`;
  for (let i = 2; taken.has(name); i++) name = `__${wish}_${i}`;
  return name;
};
