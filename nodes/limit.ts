import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer } from '../engine/catalogue/params.ts';
import { rows } from './shared/rows.ts';

const numbers = rows({ n: 'INTEGER' }, [[1], [2], [3], [4]]);

export const limit = defineNode({
  kind: 'limit',
  version: 1,
  title: 'Limit',
  summary: 'Keeps a number of rows from the start, after leaving some out.',
  docs: `Rows count in the order in which they arrive: that of a file, or of a sort before this node. After a join or an
aggregate there is no order, so sort first.`,
  category: 'Rows',
  icon: 'list-end',
  keywords: ['head', 'top', 'first', 'offset', 'skip', 'take'],
  params: z.strictObject({
    count: integer({ label: 'Rows to keep', min: 0, max: Number.MAX_SAFE_INTEGER }),
    offset: integer({ label: 'Rows to leave out before', min: 0, max: Number.MAX_SAFE_INTEGER }).default(0),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('First rows') },
  lower: ({ params, input }) => ({
    outputs: { out: { op: 'limit', input: input().rel, count: params.count, offset: params.offset } },
  }),
  examples: [
    {
      title: 'Two rows after the first',
      params: { count: 2, offset: 1 },
      inputs: { in: numbers },
      outputs: { out: rows({ n: 'INTEGER' }, [[2], [3]]) },
      ordered: true,
    },
    {
      title: 'More than there are',
      params: { count: 10, offset: 3 },
      inputs: { in: numbers },
      outputs: { out: rows({ n: 'INTEGER' }, [[4]]) },
    },
    {
      title: 'None',
      params: { count: 0 },
      inputs: { in: numbers },
      outputs: { out: rows({ n: 'INTEGER' }, []) },
    },
  ],
});
