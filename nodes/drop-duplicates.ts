import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns } from '../engine/catalogue/params.ts';
import { call, column, literal } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { dropDuplicatesExamples } from './examples/drop-duplicates.ts';
import { numbered, orderKeys, reversed, sortKeys } from './shared/order.ts';

/** The rows with a column more, worked out over row windows. */
const withHelper = (rel: Rel, names: readonly string[], name: string, expr: Expr): Rel => ({
  op: 'project',
  input: rel,
  columns: [...plain(names), { name, expr }],
});

export const dropDuplicates = defineNode({
  kind: 'drop-duplicates',
  version: 1,
  title: 'Drop duplicates',
  summary: 'Keeps one row of those that are equal in some columns: the first, the last, or none of them.',
  docs: `Nulls count as equal, and so do NaNs; letter case and blanks count. Without columns whole rows are compared. First and
last follow \`order\`, and where that does not decide, or is not set, the order in which the rows arrive. The rows that
are kept come in no particular order.`,
  category: 'Rows',
  icon: 'copy-minus',
  keywords: ['distinct', 'unique', 'dedupe', 'dropduplicates'],
  params: z.strictObject({
    columns: columns({ label: 'Columns that make a duplicate', help: 'All columns when empty.' }).default([]),
    keep: choice(['first', 'last', 'none'], { label: 'Keep' }).default('first'),
    order: orderKeys({ label: 'Order that tells first from last' }).default([]),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows without duplicates') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const names = schema.map(f => f.name);
    const keys = (params.columns.length > 0 ? params.columns : schema).map((c): Expr => column(c.name));
    const whole = new Set(params.columns.map(c => c.name)).size % names.length === 0;
    if (whole && params.keep !== 'none') return { outputs: { out: { op: 'distinct', input: rel } } };
    const only = (kept: Rel): Rel => ({ op: 'project', input: kept, columns: plain(names) });
    if (params.keep === 'none') {
      const helper = freeName('__count', names);
      const count: Expr = { op: 'over', fn: 'count_star', args: [], partition: keys, order: [] };
      const condition = call('eq', column(helper), literal(1));
      const single: Rel = { op: 'filter', input: withHelper(rel, names, helper, count), condition };
      return { outputs: { out: only(single) } };
    }
    // The position in which rows arrive decides among equals, so that the result is the same every time.
    const placed = numbered(rel, names);
    const forward = [...sortKeys(params.order), placed.arrival];
    const order = params.keep === 'first' ? forward : reversed(forward);
    const one: Rel = { op: 'distinct', input: placed.rel, on: keys, order };
    return { outputs: { out: only(one) } };
  },
  examples: dropDuplicatesExamples,
});
