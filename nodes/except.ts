import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { toggle } from '../engine/catalogue/params.ts';
import { rows } from './shared/rows.ts';
import { setOperation } from './shared/set-operation.ts';

const columns = { id: 'INTEGER', name: 'VARCHAR' };

export const except = defineNode({
  kind: 'except',
  version: 1,
  title: 'Except',
  summary: 'Keeps the rows of the left table that are not in the right one.',
  docs: `Whole rows are compared, columns matched by name; nulls count as equal. Each row comes once, or with duplicates as
often as the left has more of it than the right. To compare by some columns only, use a join with “anti”.`,
  category: 'Combine',
  icon: 'squares-subtract',
  keywords: ['minus', 'subtract', 'difference', 'not in', 'set'],
  params: z.strictObject({ all: toggle({ label: 'Keep duplicates' }).default(false) }),
  inputs: { left: table('Left'), right: table('Right') },
  outputs: { out: table('Rows only in the left') },
  lower: ({ params, input }) => setOperation('except', input('left'), input('right'), params.all),
  examples: [
    {
      title: 'Rows only in the left, each once; missing values are equal',
      params: {},
      inputs: {
        left: rows(columns, [
          [1, 'a'],
          [2, null],
          [3, 'c'],
          [3, 'c'],
        ]),
        right: rows({ name: 'VARCHAR', id: 'INTEGER' }, [
          ['a', 1],
          [null, 2],
          ['x', 9],
        ]),
      },
      outputs: { out: rows(columns, [[3, 'c']]) },
    },
    {
      title: 'With duplicates, one of three is taken away',
      params: { all: true },
      inputs: {
        left: rows(columns, [
          [3, 'c'],
          [3, 'c'],
          [3, 'c'],
        ]),
        right: rows(columns, [[3, 'c']]),
      },
      outputs: {
        out: rows(columns, [
          [3, 'c'],
          [3, 'c'],
        ]),
      },
    },
    {
      title: 'An empty right takes nothing away',
      params: { all: true },
      inputs: {
        left: rows(columns, [
          [3, 'c'],
          [null, null],
        ]),
        right: rows(columns, []),
      },
      outputs: {
        out: rows(columns, [
          [3, 'c'],
          [null, null],
        ]),
      },
    },
  ],
});
