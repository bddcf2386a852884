import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { condition } from '../engine/catalogue/params.ts';
import { call, literal } from '../engine/plan/build.ts';

export const filter = defineNode({
  kind: 'filter',
  version: 1,
  title: 'Filter',
  summary: 'Keeps the rows for which a condition is true; the others leave by the second output.',
  docs: 'A row for which the condition is null, such as `amount > 0` where the amount is missing, is not kept and goes to the second output.',
  category: 'Rows',
  icon: 'filter',
  keywords: ['where', 'condition', 'keep', 'rows'],
  params: z.strictObject({
    condition: condition({ label: 'Condition', placeholder: "amount > 0 and country = 'FR'" }),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows that match'), rejected: table('Rows that do not match') },
  lower: ({ params, input }) => ({
    outputs: {
      out: { op: 'filter', input: input().rel, condition: params.condition },
      rejected: {
        op: 'filter',
        input: input().rel,
        condition: call('differs', params.condition, literal(true)),
      },
    },
  }),
  examples: [
    {
      title: 'A row without a value is not kept',
      params: { condition: 'amount > 10' },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'INTEGER' },
            { name: 'amount', type: 'DOUBLE' },
          ],
          rows: [
            [1, 25.5],
            [2, 3],
            [3, null],
          ],
        },
      },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'INTEGER' },
            { name: 'amount', type: 'DOUBLE' },
          ],
          rows: [[1, 25.5]],
        },
        rejected: {
          columns: [
            { name: 'id', type: 'INTEGER' },
            { name: 'amount', type: 'DOUBLE' },
          ],
          rows: [
            [2, 3],
            [3, null],
          ],
        },
      },
    },
  ],
});
