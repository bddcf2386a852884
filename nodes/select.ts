import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { briefly, choice, group, listOf, newName, column as pick } from '../engine/catalogue/params.ts';
import { column } from '../engine/plan/build.ts';
import type { NamedExpr } from '../engine/plan/expr.ts';
import { rows } from './shared/rows.ts';

const orders = rows({ id: 'INTEGER', customer: 'VARCHAR', amount: 'DOUBLE' }, [[1, 'Zoë', 9.5]]);

export const select = defineNode({
  kind: 'select',
  version: 1,
  title: 'Select columns',
  summary: 'Keeps, drops, renames or reorders columns.',
  docs: `- \`keep\`: only these columns, in this order.
- \`drop\`: all columns but these.
- \`rename\`: all columns where they are, these under another name.
- \`first\`: these columns first, in this order, then the rest.

\`as\` gives a column another name. A column's name alone may stand for \`{ "column": name }\`. With \`keep\` a column
may be taken twice under two names.`,
  category: 'Columns',
  icon: 'columns-3',
  keywords: ['keep', 'drop', 'rename', 'reorder', 'columns', 'project', 'withcolumnrenamed'],
  params: z.strictObject({
    mode: choice(['keep', 'drop', 'rename', 'first'], { label: 'What to do with the columns' }).default(
      'keep',
    ),
    columns: listOf(
      briefly(
        'column',
        group({ column: pick({ label: 'Column' }), as: newName({ label: 'New name' }).optional() }),
      ),
      { label: 'Columns' },
    ),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const chosen = params.columns.map((c): NamedExpr => ({ name: c.as ?? c.column.name, expr: c.column }));
    const byColumn = new Map(chosen.map((c, i) => [params.columns[i]?.column.name, c]));
    const chosenOf = (name: string): NamedExpr | undefined => byColumn.get(name);
    const rest = schema
      .filter(f => chosenOf(f.name) === undefined)
      .map(f => ({ name: f.name, expr: column(f.name) }));
    const renamed = params.columns.find(c => c.as !== undefined);
    if (params.mode === 'drop' && renamed !== undefined) {
      const message = `Column “${renamed.column.name}” is dropped, so the new name “${renamed.as}” has no use. Take the name away, or choose the mode rename.`;
      return { problems: [{ param: 'columns', message }] };
    }
    const result =
      params.mode === 'keep'
        ? chosen
        : params.mode === 'drop'
          ? rest
          : params.mode === 'first'
            ? [...chosen, ...rest]
            : schema.map(f => chosenOf(f.name) ?? { name: f.name, expr: column(f.name) });
    if (result.length === 0) {
      const message = `No column would be left of ${schema.map(f => f.name).join(', ')}. ${params.mode === 'drop' ? 'Leave one out of the columns to drop' : 'Name a column to keep'}.`;
      return { problems: [{ param: 'columns', message }] };
    }
    return { outputs: { out: { op: 'project', input: rel, columns: result } } };
  },
  examples: [
    {
      title: 'Two columns in another order, one under another name',
      params: { columns: [{ column: 'amount', as: 'total "net"' }, 'id'] },
      inputs: { in: orders },
      outputs: { out: rows({ 'total "net"': 'DOUBLE', id: 'INTEGER' }, [[9.5, 1]]) },
    },
    {
      title: 'All but one',
      params: { mode: 'drop', columns: ['customer'] },
      inputs: { in: orders },
      outputs: { out: rows({ id: 'INTEGER', amount: 'DOUBLE' }, [[1, 9.5]]) },
    },
    {
      title: 'A new name, the column stays where it is',
      params: { mode: 'rename', columns: [{ column: 'customer', as: 'client' }] },
      inputs: { in: orders },
      outputs: { out: rows({ id: 'INTEGER', client: 'VARCHAR', amount: 'DOUBLE' }, [[1, 'Zoë', 9.5]]) },
    },
    {
      title: 'One column to the front',
      params: { mode: 'first', columns: ['amount'] },
      inputs: { in: orders },
      outputs: { out: rows({ amount: 'DOUBLE', id: 'INTEGER', customer: 'VARCHAR' }, [[9.5, 1, 'Zoë']]) },
    },
  ],
});
