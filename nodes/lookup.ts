import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { cellValue, choice, group, listOf, newName, column as pick } from '../engine/catalogue/params.ts';
import { allOf, cast, column, isNotNull, isNull, literal, when } from '../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../engine/plan/expr.ts';
import { plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { fieldNamed, type Schema } from '../engine/schema/types.ts';
import { lookupExamples } from './examples/lookup.ts';
import { keyConditions, keyProblems, rightNames } from './shared/join-columns.ts';
import { numbered, orderKeys, sortKeys } from './shared/order.ts';

const taken = z.preprocess(
  value => (typeof value === 'string' ? { column: value } : value),
  group({
    column: pick({ port: 'right', label: 'Column' }),
    name: newName({ label: 'Name' }).optional(),
    default: cellValue({ label: 'Value where no row is found' }).optional(),
  }),
);

const keyPair = z.preprocess(
  value => (typeof value === 'string' ? { left: value, right: value } : value),
  group({
    left: pick({ port: 'left', label: 'Key' }),
    right: pick({ port: 'right', label: 'Key of the table to look in' }),
  }),
);

const params = z.strictObject({
  keys: listOf(keyPair, { label: 'Keys that must be equal' }),
  columns: listOf(taken, { label: 'Columns to bring over' }),
  orderBy: orderKeys(
    { label: 'Of several rows take the first by', help: 'The first that arrives when empty.' },
    'right',
  ).default([]),
  missing: choice(['default', 'drop', 'fail'], { label: 'Where no row is found' }).default('default'),
});

type Params = z.output<typeof params>;

const problemsOf = (p: Params, left: Schema, right: Schema): readonly Problem[] => [
  ...(p.keys.length === 0
    ? [{ param: 'keys', message: 'A lookup needs a key. Add the column that both tables share.' }]
    : []),
  ...(p.columns.length === 0
    ? [
        {
          param: 'columns',
          message:
            'No columns to bring over are set. Add one, or use a join with “semi” to keep the rows that are found.',
        },
      ]
    : []),
  ...keyProblems(
    p.keys.map((key, i) => ({ ...key, param: `keys[${i}]` })),
    left,
    right,
  ),
];

/** One row for each key: the first by the order, then by arrival. Rows with a missing key cannot be found. */
const firstOfKey = (p: Params, rel: Rel, names: readonly string[]): Rel => {
  const keys = p.keys.map(key => column(key.right.name));
  const present: Rel = { op: 'filter', input: rel, condition: allOf(keys.map(k => isNotNull(k))) };
  const given = numbered(present, names);
  return { op: 'distinct', input: given.rel, on: keys, order: [...sortKeys(p.orderBy), given.arrival] };
};

export const lookup = defineNode({
  kind: 'lookup',
  version: 1,
  title: 'Lookup',
  summary: 'Brings columns over from the first matching row of another table; the number of rows stays.',
  docs: `Of several rows with the key the first by the order is taken, else the first that arrives, so a row never
multiplies as it may in a join. A missing key finds nothing. Where no row is found the default stands (null without one),
the row is dropped, or the run fails and names the key. A default is read as the type of its column and does not replace
a missing value in a row that was found. A column whose name the rows have already gets \`_right\` behind it, unless it is
given a name.`,
  category: 'Combine',
  icon: 'search-check',
  keywords: ['vlookup', 'xlookup', 'map', 'enrich', 'reference', 'first match'],
  params,
  inputs: { left: table('Rows'), right: table('Table to look in') },
  outputs: { out: table('Rows with the columns') },
  lower: ({ params: p, input, id }) => {
    const [left, right] = [input('left'), input('right')];
    const problems = problemsOf(p, left.schema, right.schema);
    if (problems.length > 0) return { problems };
    const lefts = left.schema.map(f => f.name);
    const rights = right.schema.map(f => f.name);
    const names = rightNames(left.schema, right.schema, [], '_right');
    const brought = p.columns.map(c => ({ ...c, name: c.name ?? names.get(c.column.name) ?? c.column.name }));
    const first = firstOfKey(p, right.rel, rights);
    const joined: Rel = {
      op: 'join',
      how: p.missing === 'drop' ? 'inner' : 'left',
      left: left.rel,
      right: first,
      condition: allOf(keyConditions(p.keys, false)),
      columns: [
        ...plain(lefts, 'left'),
        ...brought.map((b): NamedExpr => ({ name: b.name, expr: broughtValue(b, p, right.schema, id) })),
      ],
    };
    return { outputs: { out: joined } };
  },
  examples: lookupExamples,
});

/** The key column of the right is never null in a row that was found. */
const absent = (p: Params): Expr => isNull(column(p.keys[0]?.right.name ?? '', 'right'));

const broughtValue = (
  b: Params['columns'][number] & { readonly name: string },
  p: Params,
  right: Schema,
  id: string,
): Expr => {
  const value = column(b.column.name, 'right');
  if (p.missing === 'fail') {
    const key = column(p.keys[0]?.left.name ?? '', 'left');
    const message = `${id}|keys|No row was found for “${p.keys[0]?.left.name}” = `;
    return when(absent(p), { op: 'fail', message, detail: key }, value);
  }
  if (p.missing === 'drop' || b.default === undefined || b.default === null) return value;
  const type = fieldNamed(right, b.column.name)?.type ?? 'VARCHAR';
  return when(absent(p), cast(literal(b.default), type), value);
};
