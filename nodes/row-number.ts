import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { columns, integer, newName } from '../engine/catalogue/params.ts';
import { call, column, literal } from '../engine/plan/build.ts';
import { plain } from '../engine/plan/names.ts';
import { numbered, orderKeys, sortKeys } from './shared/order.ts';
import { over } from './shared/over.ts';
import { rows } from './shared/rows.ts';

const scores = rows({ team: 'VARCHAR', score: 'INTEGER' }, [
  ['a', 3],
  ['b', 1],
  ['a', 3],
  ['a', null],
  [null, 2],
]);

export const rowNumber = defineNode({
  kind: 'row-number',
  version: 1,
  title: 'Row number',
  summary: 'Numbers the rows, all of them or within groups.',
  docs: `Rows are numbered in the order that is set; among equals, and without an order, as they arrive. Nulls of a group
column form a group.`,
  category: 'Rows',
  icon: 'list-ordered',
  keywords: ['index', 'id', 'counter', 'sequence', 'row_number', 'enumerate'],
  params: z.strictObject({
    name: newName({ label: 'Name' }).default('row_number'),
    orderBy: orderKeys({ label: 'Order', help: 'As the rows arrive when empty.' }).default([]),
    partitionBy: columns({ label: 'Start again for each', help: 'One numbering when empty.' }).default([]),
    start: integer({ label: 'First number', advanced: true }).default(1),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Numbered rows') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    const names = schema.map(f => f.name);
    const simple = p.orderBy.length === 0 && p.partitionBy.length === 0;
    const given = simple ? undefined : numbered(rel, names);
    const position = over('row_number', [], {
      partition: p.partitionBy.map(c => column(c.name)),
      order: given === undefined ? [] : [...sortKeys(p.orderBy), given.arrival],
    });
    const expr = p.start === 1 ? position : call('add', position, literal(p.start - 1, 'BIGINT'));
    return {
      outputs: {
        out: { op: 'project', input: given?.rel ?? rel, columns: [...plain(names), { name: p.name, expr }] },
      },
    };
  },
  examples: [
    {
      title: 'As the rows arrive, from 0',
      params: { name: 'id', start: 0 },
      inputs: { in: scores },
      outputs: {
        out: rows({ team: 'VARCHAR', score: 'INTEGER', id: 'BIGINT' }, [
          ['a', 3, 0],
          ['b', 1, 1],
          ['a', 3, 2],
          ['a', null, 3],
          [null, 2, 4],
        ]),
      },
    },
    {
      title: 'Best first within each team; missing scores last, equal ones as they arrive',
      params: { partitionBy: ['team'], orderBy: [{ column: 'score', descending: true }] },
      inputs: {
        in: rows({ team: 'VARCHAR', who: 'VARCHAR', score: 'INTEGER' }, [
          ['a', 'first', 3],
          ['a', 'second', 3],
          ['a', 'third', null],
          [null, 'fourth', 2],
          ['a', 'fifth', 7],
        ]),
      },
      outputs: {
        out: rows({ team: 'VARCHAR', who: 'VARCHAR', score: 'INTEGER', row_number: 'BIGINT' }, [
          ['a', 'first', 3, 2],
          ['a', 'second', 3, 3],
          ['a', 'third', null, 4],
          [null, 'fourth', 2, 1],
          ['a', 'fifth', 7, 1],
        ]),
      },
    },
    {
      title: 'No rows',
      params: {},
      inputs: { in: { columns: scores.columns, rows: [] } },
      outputs: { out: rows({ team: 'VARCHAR', score: 'INTEGER', row_number: 'BIGINT' }, []) },
    },
  ],
});
