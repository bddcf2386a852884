import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { newName, column as pick, toggle } from '../engine/catalogue/params.ts';
import { column } from '../engine/plan/build.ts';
import type { NamedExpr } from '../engine/plan/expr.ts';
import { freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { rows } from './shared/rows.ts';

const baskets = rows({ id: 'INTEGER', items: 'VARCHAR[]', day: 'DATE' }, [
  [1, ['pear', 'fig'], '2024-02-29'],
  [2, [], '2024-03-01'],
  [3, null, null],
]);

export const explode = defineNode({
  kind: 'explode',
  version: 1,
  title: 'Explode a list',
  summary: 'Makes one row of each element of a list column.',
  docs: `The element takes the place of the list; the other columns are repeated. A row whose list is null or empty goes, unless
\`outer\` keeps it with a null element. A null in a list is an element like any other. \`position\` adds a column that counts
the elements of each list from 0; it is null where there is no list.`,
  category: 'Rows',
  icon: 'unfold-vertical',
  keywords: ['unnest', 'flatten', 'posexplode', 'list', 'array', 'rows'],
  params: z.strictObject({
    column: pick({ types: ['list'], label: 'List column' }),
    as: newName({ label: 'Name of the element', help: 'That of the list when empty.' }).optional(),
    outer: toggle({ label: 'Keep rows without elements' }).default(false),
    position: newName({ label: 'Column for the position' }).optional(),
  }),
  inputs: { in: table('Rows with lists') },
  outputs: { out: table('One row an element') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const names = schema.map(f => f.name);
    const { name } = params.column;
    const as = params.as ?? name;
    // The name may be that of the list itself, or of a column beside it, which the compiler then reports.
    const element = freeName('__element', names);
    const position = params.position === undefined ? undefined : freeName('__position', names);
    const exploded: Rel = {
      op: 'explode',
      input: rel,
      keep: names.filter(n => n !== name),
      column: name,
      as: element,
      outer: params.outer,
      ...(position !== undefined && { position }),
    };
    const columns: readonly NamedExpr[] = [
      ...plain(names).map(c => (c.name === name ? { name: as, expr: column(element) } : c)),
      ...(position === undefined || params.position === undefined
        ? []
        : [{ name: params.position, expr: column(position) }]),
    ];
    return { outputs: { out: { op: 'project', input: exploded, columns } } };
  },
  examples: [
    {
      title: 'Rows without elements go',
      params: { column: 'items', as: 'item' },
      inputs: { in: baskets },
      outputs: {
        out: rows({ id: 'INTEGER', item: 'VARCHAR', day: 'DATE' }, [
          [1, 'pear', '2024-02-29'],
          [1, 'fig', '2024-02-29'],
        ]),
      },
    },
    {
      title: 'Rows without elements stay, elements are counted',
      params: { column: 'items', outer: true, position: 'at' },
      inputs: { in: baskets },
      outputs: {
        out: rows({ id: 'INTEGER', items: 'VARCHAR', day: 'DATE', at: 'BIGINT' }, [
          [1, 'pear', '2024-02-29', 0],
          [1, 'fig', '2024-02-29', 1],
          [2, null, '2024-03-01', null],
          [3, null, null, null],
        ]),
      },
    },
    {
      title: 'Null is an element like any other',
      params: { column: 'n', outer: true, position: 'at' },
      inputs: { in: rows({ n: 'INTEGER[]' }, [['[7, NULL]']]) },
      outputs: {
        out: rows({ n: 'INTEGER', at: 'BIGINT' }, [
          [7, 0],
          [null, 1],
        ]),
      },
    },
  ],
});
