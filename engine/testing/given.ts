import { z } from 'zod';
import { defineNode, table } from '../catalogue/node.ts';
import type { Json } from '../schema/types.ts';

/** A cell as the text that its type's cast reads. */
export const cellText = (cell: Json): string | null =>
  cell === null ? null : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);

/** A source of literal rows, for tests only. */
export const given = defineNode({
  kind: 'given',
  version: 1,
  title: 'Given rows',
  summary: 'Rows of a test',
  category: 'Sources',
  icon: 'table',
  params: z.strictObject({
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.any())),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  lower: ({ params }) => ({
    outputs: {
      out: {
        op: 'values',
        columns: params.columns,
        rows: params.rows.map(row => row.map(cellText)),
      },
    },
  }),
  examples: [],
});
