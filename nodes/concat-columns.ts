import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, newName, text, toggle } from '../engine/catalogue/params.ts';
import { call, cast, literal } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { rows } from './shared/rows.ts';

const people = rows({ first: 'VARCHAR', last: 'VARCHAR', born: 'INTEGER' }, [
  ['Ada', 'Lovelace', 1815],
  [null, 'Plato', null],
  ['', 'X', 1],
  [null, null, null],
]);

export const concatColumns = defineNode({
  kind: 'concat-columns',
  version: 1,
  title: 'Join columns into a text',
  summary: 'Writes several columns one after the other into one text column.',
  docs: `Columns are joined in the order given. \`nulls: "skip"\` leaves a missing value out with its separator (a row of nulls
gives the empty text), \`"empty"\` writes nothing between two separators, \`"null"\` makes the whole text null. Other types
are written as text first.`,
  category: 'Columns',
  icon: 'link',
  keywords: ['concatenate', 'join', 'combine', 'merge', 'concat_ws', 'paste', 'unite'],
  params: z.strictObject({
    columns: columns({ label: 'Columns' }).min(1),
    separator: text({ label: 'Separator' }).default(' '),
    into: newName({ label: 'New column' }),
    nulls: choice(['skip', 'empty', 'null'], { label: 'Missing values' }).default('skip'),
    keep: toggle({ label: 'Keep the columns' }).default(true),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with the text') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const names = schema.map(f => f.name);
    const separator = literal(params.separator);
    const texts = params.columns.map((c): Expr => cast(c, 'VARCHAR'));
    const joined = (): Expr => {
      if (params.nulls === 'skip') return call('concat_ws', separator, ...texts);
      if (params.nulls === 'empty')
        return call('concat_ws', separator, ...texts.map(t => call('coalesce', t, literal(''))));
      return texts.reduce((all, next) =>
        call('concat_operator', call('concat_operator', all, separator), next),
      );
    };
    const all = withColumns({ rel, names }, [{ name: params.into, expr: joined() }]);
    if (params.keep) return { outputs: { out: all.rel } };
    const joinedAway = new Set(params.columns.map(c => c.name.toLowerCase()));
    joinedAway.delete(params.into.toLowerCase());
    const kept =
      all.rel.op === 'project' ? all.rel.columns.filter(c => !joinedAway.has(c.name.toLowerCase())) : [];
    return { outputs: { out: { op: 'project', input: rel, columns: kept } } };
  },
  examples: [
    {
      title: 'Missing values are left out',
      params: { columns: ['last', 'first', 'born'], separator: ', ', into: 'label' },
      inputs: { in: people },
      outputs: {
        out: rows({ first: 'VARCHAR', last: 'VARCHAR', born: 'INTEGER', label: 'VARCHAR' }, [
          ['Ada', 'Lovelace', 1815, 'Lovelace, Ada, 1815'],
          [null, 'Plato', null, 'Plato'],
          ['', 'X', 1, 'X, , 1'],
          [null, null, null, ''],
        ]),
      },
    },
    {
      title: 'One missing value makes the text missing',
      params: { columns: ['first', 'last'], into: 'name', nulls: 'null', keep: false },
      inputs: { in: people },
      outputs: {
        out: rows({ born: 'INTEGER', name: 'VARCHAR' }, [
          [1815, 'Ada Lovelace'],
          [null, null],
          [1, ' X'],
          [null, null],
        ]),
      },
    },
  ],
});
