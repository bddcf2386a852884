import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { expression, group, listOf, newName } from '../engine/catalogue/params.ts';
import { withColumnsInTurn } from '../engine/plan/chain.ts';
import { rows } from './shared/rows.ts';

export const derive = defineNode({
  kind: 'derive',
  version: 1,
  title: 'Derive columns',
  summary: 'Adds columns that an expression works out for each row, or replaces columns.',
  docs: `A name that exists (letter case aside) replaces that column in place; a new one comes at the end. Each expression
sees the columns made before it in the list.`,
  category: 'Columns',
  icon: 'square-function',
  keywords: ['formula', 'compute', 'calculate', 'mutate', 'assign', 'withcolumn', 'expression'],
  params: z.strictObject({
    columns: listOf(
      group({
        name: newName({ label: 'Name' }),
        expression: expression({
          label: 'Expression',
          placeholder: 'price * quantity',
          seesEarlier: true,
        }),
      }),
      { label: 'Columns' },
    ).min(1),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with new columns') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const added = params.columns.map(c => ({ name: c.name, expr: c.expression }));
    return { outputs: { out: withColumnsInTurn({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: [
    {
      title: 'A later column uses an earlier one; a value that is missing makes the result missing',
      params: {
        columns: [
          { name: 'net', expression: 'price * quantity' },
          { name: 'gross', expression: 'round(net * 1.2, 2)' },
        ],
      },
      inputs: {
        in: rows({ price: 'DOUBLE', quantity: 'INTEGER' }, [
          [2.5, 4],
          [3, null],
        ]),
      },
      outputs: {
        out: rows({ price: 'DOUBLE', quantity: 'INTEGER', net: 'DOUBLE', gross: 'DOUBLE' }, [
          [2.5, 4, 10, 12],
          [3, null, null, null],
        ]),
      },
    },
    {
      title: 'A column is replaced where it stands, step by step',
      params: {
        columns: [
          { name: 'name', expression: 'trim(name)' },
          { name: 'name', expression: "case when name = '' then null else name end" },
        ],
      },
      inputs: {
        in: rows({ name: 'VARCHAR', n: 'INTEGER' }, [
          [' Ada ', 1],
          ['  ', 2],
        ]),
      },
      outputs: {
        out: rows({ name: 'VARCHAR', n: 'INTEGER' }, [
          ['Ada', 1],
          [null, 2],
        ]),
      },
    },
    {
      title: 'Names may hold anything',
      params: { columns: [{ name: 'a "b" – ü', expression: '"x y" + 1' }] },
      inputs: { in: rows({ 'x y': 'INTEGER' }, []) },
      outputs: { out: rows({ 'x y': 'INTEGER', 'a "b" – ü': 'INTEGER' }, []) },
    },
  ],
});
