import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice } from '../engine/catalogue/params.ts';
import { ascending, column } from '../engine/plan/build.ts';
import { familyOf } from '../engine/schema/types.ts';
import { orderKeys, sortKeys } from './shared/order.ts';
import { rows } from './shared/rows.ts';

export const sort = defineNode({
  kind: 'sort',
  version: 1,
  title: 'Sort',
  summary: 'Puts rows in order by one or more columns.',
  docs: `Nulls come last unless \`nulls\` says first, whatever the direction. NaN is greater than every number. Texts are compared
by their code points, so \`Z\` comes before \`a\`. Rows that are equal in the keys are ordered by the other columns, from the
left, so that the result is the same on every run and engine; \`ties: "any"\` leaves them as they come, which is faster.`,
  category: 'Rows',
  icon: 'arrow-down-up',
  keywords: ['order', 'orderby', 'rank', 'ascending', 'descending'],
  params: z.strictObject({
    keys: orderKeys({ label: 'Order by' }).min(1),
    ties: choice(['columns', 'any'], { label: 'Rows equal in the keys' }).default('columns'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows in order') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const keys = sortKeys(params.keys);
    const named = new Set(params.keys.map(k => k.column.name));
    const others = schema
      // Maps have no order on Spark.
      .filter(f => !named.has(f.name) && !f.type.includes('MAP('))
      .filter(f => familyOf(f.type) !== 'unknown')
      .map(f => ascending(column(f.name)));
    return {
      outputs: {
        out: { op: 'sort', input: rel, keys: params.ties === 'any' ? keys : [...keys, ...others] },
      },
    };
  },
  examples: [
    {
      title: 'Largest first, nulls last; equal amounts by the other column',
      params: { keys: [{ column: 'amount', descending: true }] },
      inputs: {
        in: rows({ id: 'INTEGER', amount: 'DOUBLE' }, [
          [4, 2],
          [1, null],
          [3, 'NaN'],
          [2, 2],
        ]),
      },
      outputs: {
        out: rows({ id: 'INTEGER', amount: 'DOUBLE' }, [
          [3, 'NaN'],
          [2, 2],
          [4, 2],
          [1, null],
        ]),
      },
      ordered: true,
    },
    {
      title: 'Two keys, nulls first; texts by code point',
      params: { keys: [{ column: 'a', nulls: 'first' }, 'b'] },
      inputs: {
        in: rows({ a: 'VARCHAR', b: 'INTEGER' }, [
          ['b', 2],
          ['É', 1],
          ['b', 1],
          [null, 9],
          ['Z', 3],
          ['', 0],
        ]),
      },
      outputs: {
        out: rows({ a: 'VARCHAR', b: 'INTEGER' }, [
          [null, 9],
          ['', 0],
          ['Z', 3],
          ['b', 1],
          ['b', 2],
          ['É', 1],
        ]),
      },
      ordered: true,
    },
  ],
});
