/** Factors of users and items as tables, and what they say of pairs. */
import { call, cast, column, literal } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';
import { plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { Field, Schema } from '../../engine/schema/types.ts';

export const factorsSchema: Schema = [
  { name: 'side', type: 'VARCHAR' },
  { name: 'value', type: 'VARCHAR' },
  { name: 'factors', type: 'DOUBLE[]' },
];

export const bestOf = (user: Field, item: Field): Schema => [
  user,
  item,
  { name: user.name === 'place' || item.name === 'place' ? 'top_place' : 'place', type: 'INTEGER' },
  {
    name: user.name === 'prediction' || item.name === 'prediction' ? 'top_prediction' : 'prediction',
    type: 'DOUBLE',
  },
];

/** The factors of one side, by the value they belong to, of its own type. */
export const factorsOf = (factors: Rel, side: 'user' | 'item', field: Field): Rel => ({
  op: 'project',
  input: { op: 'filter', input: factors, condition: call('eq', column('side'), literal(side)) },
  columns: [
    { name: field.name, expr: cast(column('value'), field.type) },
    { name: field.name === 'factors' ? 'factors_2' : 'factors', expr: column('factors') },
  ],
});

const ofUser = '~user';
const ofItem = '~item';

/** Σ user · item as a balanced tree, because engines limit how deep an expression may be. */
const product = (from: number, to: number): Expr => {
  if (to - from > 1) {
    const half = (from + to) >> 1;
    return call('add', product(from, half), product(half, to));
  }
  const at = literal(from + 1);
  return call('multiply', call('list_element', column(ofUser), at), call('list_element', column(ofItem), at));
};

/** Rows with the factors of a side beside them, null where it has none. */
const beside = (rel: Rel, names: readonly string[], side: Rel, field: Field, as: string): Rel => ({
  op: 'join',
  how: 'left',
  left: rel,
  right: {
    op: 'project',
    input: side,
    columns: [
      { name: as, expr: column(field.name) },
      { name: `${as}~factors`, expr: column(field.name === 'factors' ? 'factors_2' : 'factors') },
    ],
  },
  condition: call('eq', column(field.name, 'left'), column(as, 'right')),
  columns: [...plain(names, 'left'), { name: as, expr: column(`${as}~factors`, 'right') }],
});

/** The pairs with the rating that is expected of them; null where the user or the item is new. */
export const ratedPairs = (
  pairs: Rel,
  factors: Rel,
  { user, item, rank }: { readonly user: Field; readonly item: Field; readonly rank: number },
  kept: Schema,
): Rel => {
  const names = kept.map(f => f.name);
  const users = beside(pairs, names, factorsOf(factors, 'user', user), user, ofUser);
  const both = beside(users, [...names, ofUser], factorsOf(factors, 'item', item), item, ofItem);
  return {
    op: 'project',
    input: both,
    columns: [...plain(names), { name: 'prediction', expr: product(0, rank) }],
  };
};
