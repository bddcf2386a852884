import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, newName } from '../engine/catalogue/params.ts';
import { column, literal } from '../engine/plan/build.ts';
import { plain } from '../engine/plan/names.ts';
import { numbered, orderKeys, sortKeys } from './shared/order.ts';
import { over } from './shared/over.ts';
import { rows } from './shared/rows.ts';

const scores = rows({ team: 'VARCHAR', score: 'INTEGER' }, [
  ['a', 30],
  ['a', 20],
  ['b', 20],
  ['b', 10],
  ['b', null],
]);

const functions = {
  rank: 'rank',
  dense: 'dense_rank',
  percent: 'percent_rank',
  cumulative: 'cume_dist',
  buckets: 'ntile',
} as const;

export const rank = defineNode({
  kind: 'rank',
  version: 1,
  title: 'Rank',
  summary: 'Gives each row its place in an order; equal rows share a place.',
  docs: `*Rank* leaves gaps after equals (1, 2, 2, 4), *dense* does not (1, 2, 2, 3). *Percent* goes from 0 to 1,
*cumulative* is the share of rows up to and including equals. *Buckets* cuts the order into parts of the same size; there
equals are told apart by the order in which they arrive. A missing value has a place too: the last, unless nulls come
first. For numbers without ties use row number.`,
  category: 'Rows',
  icon: 'medal',
  keywords: ['place', 'dense_rank', 'percent_rank', 'quartile', 'ntile', 'percentile', 'cume_dist'],
  params: z.strictObject({
    orderBy: orderKeys({ label: 'Order' }),
    partitionBy: columns({ label: 'Within each', help: 'One ranking when empty.' }).default([]),
    method: choice(['rank', 'dense', 'percent', 'cumulative', 'buckets'], { label: 'Kind of rank' }).default(
      'rank',
    ),
    buckets: integer({ label: 'Number of buckets', min: 1, when: { method: ['buckets'] } }).default(4),
    name: newName({ label: 'Name' }).default('rank'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Ranked rows') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    if (p.orderBy.length === 0)
      return {
        problems: [{ param: 'orderBy', message: 'A rank needs an order. Add the column to rank by.' }],
      };
    const names = schema.map(f => f.name);
    const given = p.method === 'buckets' ? numbered(rel, names) : undefined;
    const expr = over(functions[p.method], p.method === 'buckets' ? [literal(p.buckets)] : [], {
      partition: p.partitionBy.map(c => column(c.name)),
      order: [...sortKeys(p.orderBy), ...(given ? [given.arrival] : [])],
    });
    return {
      outputs: {
        out: { op: 'project', input: given?.rel ?? rel, columns: [...plain(names), { name: p.name, expr }] },
      },
    };
  },
  examples: [
    {
      title: 'Highest first; equal scores share a place and leave a gap, a missing score is last',
      params: { orderBy: [{ column: 'score', descending: true }] },
      inputs: { in: scores },
      outputs: {
        out: rows({ team: 'VARCHAR', score: 'INTEGER', rank: 'BIGINT' }, [
          ['a', 30, 1],
          ['a', 20, 2],
          ['b', 20, 2],
          ['b', 10, 4],
          ['b', null, 5],
        ]),
      },
    },
    {
      title: 'Dense, within each team, nulls first',
      params: {
        orderBy: [{ column: 'score', nulls: 'first' }],
        partitionBy: ['team'],
        method: 'dense',
        name: 'place',
      },
      inputs: { in: scores },
      outputs: {
        out: rows({ team: 'VARCHAR', score: 'INTEGER', place: 'BIGINT' }, [
          ['a', 30, 2],
          ['a', 20, 1],
          ['b', 20, 3],
          ['b', 10, 2],
          ['b', null, 1],
        ]),
      },
    },
    {
      title: 'Two halves; a column name alone means ascending',
      params: { orderBy: ['score'], method: 'buckets', buckets: 2, name: 'half' },
      inputs: { in: scores },
      outputs: {
        out: rows({ team: 'VARCHAR', score: 'INTEGER', half: 'BIGINT' }, [
          ['b', 10, 1],
          ['a', 20, 1],
          ['b', 20, 1],
          ['a', 30, 2],
          ['b', null, 2],
        ]),
      },
    },
    {
      title: 'No rows',
      params: { orderBy: ['score'], method: 'percent' },
      inputs: { in: { columns: scores.columns, rows: [] } },
      outputs: { out: rows({ team: 'VARCHAR', score: 'INTEGER', rank: 'DOUBLE' }, []) },
    },
  ],
});
