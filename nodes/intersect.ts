import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { toggle } from '../engine/catalogue/params.ts';
import { rows } from './shared/rows.ts';
import { setOperation } from './shared/set-operation.ts';

const columns = { id: 'INTEGER', name: 'VARCHAR' };

export const intersect = defineNode({
  kind: 'intersect',
  version: 1,
  title: 'Intersect',
  summary: 'Keeps the rows that are in both tables.',
  docs: `Whole rows are compared, columns matched by name; nulls count as equal. Each row comes once, or with duplicates as
often as in the table that has fewer of it. To compare by some columns only, use a join with “semi”.`,
  category: 'Combine',
  icon: 'squares-intersect',
  keywords: ['common', 'both', 'intersection', 'set'],
  params: z.strictObject({ all: toggle({ label: 'Keep duplicates' }).default(false) }),
  inputs: { left: table('Left'), right: table('Right') },
  outputs: { out: table('Rows in both') },
  lower: ({ params, input }) => setOperation('intersect', input('left'), input('right'), params.all),
  examples: [
    {
      title: 'Rows in both tables, each once; missing values are equal',
      params: {},
      inputs: {
        left: rows(columns, [
          [1, 'a'],
          [1, 'a'],
          [2, null],
          [3, 'c'],
        ]),
        right: rows({ name: 'VARCHAR', id: 'INTEGER' }, [
          ['a', 1],
          ['a', 1],
          [null, 2],
          ['C', 3],
        ]),
      },
      outputs: {
        out: rows(columns, [
          [1, 'a'],
          [2, null],
        ]),
      },
    },
    {
      title: 'With duplicates',
      params: { all: true },
      inputs: {
        left: rows(columns, [
          [1, 'a'],
          [1, 'a'],
          [1, 'a'],
          [2, 'b'],
        ]),
        right: rows(columns, [
          [1, 'a'],
          [1, 'a'],
          [2, 'ß'],
        ]),
      },
      outputs: {
        out: rows(columns, [
          [1, 'a'],
          [1, 'a'],
        ]),
      },
    },
  ],
});
