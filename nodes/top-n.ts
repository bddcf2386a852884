import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer } from '../engine/catalogue/params.ts';
import { call, column, literal } from '../engine/plan/build.ts';
import { freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { numbered, orderKeys, sortKeys } from './shared/order.ts';
import { over } from './shared/over.ts';
import { rows } from './shared/rows.ts';

const columnTypes = { shop: 'VARCHAR', product: 'VARCHAR', sold: 'INTEGER' };
const sales = rows(columnTypes, [
  ['a', 'tea', 5],
  ['a', 'cake', 9],
  ['a', 'milk', 5],
  ['b', 'tea', null],
  ['b', 'čaj', 2],
]);

const functions = { cut: 'row_number', keep: 'rank', values: 'dense_rank' } as const;

export const topN = defineNode({
  kind: 'top-n',
  version: 1,
  title: 'Top rows',
  summary: 'Keeps the first rows of an order, of the whole table or of each group.',
  docs: `Descending order gives the largest. *Cut* keeps exactly that many rows and takes equals as they arrive; *keep* also
keeps the rows that equal the last one; *values* keeps the rows of that many different values. Missing values come last
unless nulls come first. Nulls of a group column form a group.`,
  category: 'Rows',
  icon: 'trophy',
  keywords: ['top', 'bottom', 'largest', 'smallest', 'nlargest', 'head', 'best', 'limit per group'],
  params: z.strictObject({
    n: integer({ label: 'Number of rows', min: 1 }).default(10),
    orderBy: orderKeys({ label: 'Order' }),
    partitionBy: columns({ label: 'For each', help: 'The whole table when empty.' }).default([]),
    ties: choice(['cut', 'keep', 'values'], { label: 'Equal rows at the end' }).default('cut'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('First rows') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    if (p.orderBy.length === 0)
      return {
        problems: [
          {
            param: 'orderBy',
            message:
              'The top rows need an order. Add the column to order by, or use a limit node for any rows.',
          },
        ],
      };
    const names = schema.map(f => f.name);
    const order = sortKeys(p.orderBy);
    const cut = p.ties === 'cut' ? numbered(rel, names) : undefined;
    const keys = cut === undefined ? order : [...order, cut.arrival];
    // Of a whole table a sort with a limit keeps only n rows in memory; a window would keep them all.
    if (cut !== undefined && p.partitionBy.length === 0) {
      const sorted: Rel = { op: 'sort', input: cut.rel, keys };
      return {
        outputs: {
          out: { op: 'project', input: { op: 'limit', input: sorted, count: p.n }, columns: plain(names) },
        },
      };
    }
    const place = freeName('__place', [...names, ...(cut ? [cut.name] : [])]);
    const partition = p.partitionBy.map(c => column(c.name));
    const placed: Rel = {
      op: 'project',
      input: cut?.rel ?? rel,
      columns: [
        ...plain(names),
        { name: place, expr: over(functions[p.ties], [], { partition, order: keys }) },
      ],
    };
    const first: Rel = { op: 'filter', input: placed, condition: call('le', column(place), literal(p.n)) };
    return { outputs: { out: { op: 'project', input: first, columns: plain(names) } } };
  },
  examples: [
    {
      title: 'The best seller of each shop',
      params: { n: 1, orderBy: [{ column: 'sold', descending: true }], partitionBy: ['shop'] },
      inputs: { in: sales },
      outputs: {
        out: rows(columnTypes, [
          ['a', 'cake', 9],
          ['b', 'čaj', 2],
        ]),
      },
    },
    {
      title: 'Exactly two rows: of equals the one that arrives first',
      params: { n: 2, orderBy: [{ column: 'sold', descending: true }] },
      inputs: { in: sales },
      outputs: {
        out: rows(columnTypes, [
          ['a', 'cake', 9],
          ['a', 'tea', 5],
        ]),
      },
    },
    {
      title: 'Two rows and those that equal the second',
      params: { n: 2, orderBy: [{ column: 'sold', descending: true }], ties: 'keep' },
      inputs: { in: sales },
      outputs: {
        out: rows(columnTypes, [
          ['a', 'cake', 9],
          ['a', 'tea', 5],
          ['a', 'milk', 5],
        ]),
      },
    },
    {
      title: 'Fewer rows than asked for, or none',
      params: { orderBy: ['sold'], ties: 'values' },
      inputs: { in: rows(columnTypes, []) },
      outputs: { out: rows(columnTypes, []) },
    },
  ],
});
