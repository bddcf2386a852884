/** Rows of two tables side by side, each with its counterpart or alone. */
import {
  aggregated,
  allOf,
  anyOf,
  ascending,
  call,
  column,
  isNotNull,
  isNull,
  literal,
  when,
} from '../../engine/plan/build.ts';
import type { Expr, NamedExpr, Side } from '../../engine/plan/expr.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { familyOf, numeric } from '../../engine/schema/types.ts';
import { over } from './over.ts';

export type Compared = {
  readonly keys: readonly string[];
  /** Columns both tables have, keys aside, with the type that they have before. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly tolerance: number;
};

/** Names inside the paired relation: helpers that cannot clash because every column gets a new name. */
const keyName = (i: number) => `k${i}`;
const valueName = (i: number, side: Side) => `${side === 'left' ? 'b' : 'a'}${i}`;

/**
 * The rows of one side under inner names, with `n`, their place among rows of the same key. Rows that share a key are
 * put in the order of their values, so that equal ones meet and the result is the same at every run.
 */
const numberedSide = (rel: Rel, c: Compared, named: (name: string) => string, side: Side): Rel => {
  const keys = c.keys.map((name, i) => ({ name: keyName(i), expr: column(named(name)) }));
  const values = c.columns.map(({ name }, i) => ({ name: valueName(i, side), expr: column(named(name)) }));
  const place = over('row_number', [], {
    partition: keys.map(k => k.expr),
    order: values.map(v => ascending(v.expr)),
  });
  return {
    op: 'project',
    input: rel,
    columns: [...keys, ...values, { name: `n_${side}`, expr: place }],
  };
};

const differs = (c: Compared, i: number): Expr => {
  const [before, after] = [column(valueName(i, 'left')), column(valueName(i, 'right'))];
  const other = call('differs', before, after);
  const number = numeric.includes(familyOf(c.columns[i]?.type ?? ''));
  if (!number || c.tolerance === 0) return other;
  const far = call('gt', call('abs', call('subtract', after, before)), literal(c.tolerance));
  return call('and', other, call('coalesce', far, literal(true)));
};

/** One row a pair: inner key and value columns, `change` and the list `changed` of columns that differ. */
export const pairs = (before: Rel, after: Rel, c: Compared, inAfter: (name: string) => string): Rel => {
  const joined: Rel = {
    op: 'join',
    how: 'full',
    left: numberedSide(before, c, name => name, 'left'),
    right: numberedSide(after, c, inAfter, 'right'),
    condition: allOf([
      ...c.keys.map((_, i) => call('same', column(keyName(i), 'left'), column(keyName(i), 'right'))),
      call('eq', column('n_left', 'left'), column('n_right', 'right')),
    ]),
    columns: [
      ...c.keys.map(
        (_, i): NamedExpr => ({
          name: keyName(i),
          expr: when(
            isNull(column('n_left', 'left')),
            column(keyName(i), 'right'),
            column(keyName(i), 'left'),
          ),
        }),
      ),
      ...c.columns.flatMap((_, i): readonly NamedExpr[] => [
        { name: valueName(i, 'right'), expr: column(valueName(i, 'right'), 'right') },
        { name: valueName(i, 'left'), expr: column(valueName(i, 'left'), 'left') },
      ]),
      { name: 'n_left', expr: column('n_left', 'left') },
      { name: 'n_right', expr: column('n_right', 'right') },
    ],
  };
  const alone = anyOf([isNull(column('n_left')), isNull(column('n_right'))]);
  const different = c.columns.map((_, i) => differs(c, i));
  const change: Expr = {
    op: 'case',
    branches: [
      { when: isNull(column('n_left')), result: literal('added') },
      { when: isNull(column('n_right')), result: literal('removed') },
      { when: anyOf(different), result: literal('changed') },
    ],
    otherwise: literal('unchanged'),
  };
  const list = call(
    'list_filter',
    call(
      'list_value',
      ...c.columns.map(({ name }, i) => when(different[i] ?? literal(false), literal(name))),
    ),
    { op: 'lambda', params: ['x'], body: isNotNull(column('x')) },
  );
  const changed =
    c.columns.length === 0 ? literal(null, 'VARCHAR[]') : when(alone, literal(null, 'VARCHAR[]'), list);
  return {
    op: 'project',
    input: joined,
    columns: [
      ...innerNames(c).map(name => ({ name, expr: column(name) })),
      { name: 'change', expr: change },
      { name: 'changed', expr: changed },
      { name: 'place', expr: call('coalesce', column('n_left'), column('n_right')) },
    ],
  };
};

const innerNames = (c: Compared): readonly string[] => [
  ...c.keys.map((_, i) => keyName(i)),
  ...c.columns.flatMap((_, i) => [valueName(i, 'right'), valueName(i, 'left')]),
];

/** The pairs under the names of the user's columns; the value before stands beside the value after. */
export const shownPairs = (
  rel: Rel,
  c: Compared,
  names: { readonly change: string; readonly changed: string; readonly before: (name: string) => string },
): Rel => ({
  op: 'project',
  input: rel,
  columns: [
    { name: names.change, expr: column('change') },
    ...c.keys.map((name, i) => ({ name, expr: column(keyName(i)) })),
    { name: names.changed, expr: column('changed') },
    ...c.columns.flatMap(({ name }, i) => [
      { name, expr: column(valueName(i, 'right')) },
      { name: names.before(name), expr: column(valueName(i, 'left')) },
    ]),
  ],
});

const kindsOfChange = ['added', 'removed', 'changed', 'unchanged'] as const;

/** Four rows: how many pairs of each kind there are, and how many of them belong to a key that occurs more than once. */
export const changeSummary = (rel: Rel): Rel => {
  const counts: Rel = {
    op: 'aggregate',
    input: rel,
    groups: [],
    aggregates: kindsOfChange.flatMap(kind => {
      const own = call('eq', column('change'), literal(kind));
      return [
        { name: kind, expr: aggregated('count_star', [], { filter: own }) },
        {
          name: `${kind}_repeated`,
          expr: aggregated('count_star', [], {
            filter: allOf([own, call('gt', column('place'), literal(1))]),
          }),
        },
      ];
    }),
  };
  const list = call(
    'list_value',
    ...kindsOfChange.map(
      (kind): Expr => ({
        op: 'struct',
        fields: [
          { name: 'change', expr: literal(kind) },
          { name: 'rows', expr: column(kind) },
          { name: 'repeated', expr: column(`${kind}_repeated`) },
        ],
      }),
    ),
  );
  const exploded: Rel = {
    op: 'explode',
    input: { op: 'project', input: counts, columns: [{ name: 'all', expr: list }] },
    keep: [],
    column: 'all',
    as: 'one',
    outer: false,
  };
  return {
    op: 'project',
    input: exploded,
    columns: [
      { name: 'change', expr: call('struct_field', column('one'), literal('change')) },
      { name: 'rows', expr: call('struct_field', column('one'), literal('rows')) },
      { name: 'repeated_keys', expr: call('struct_field', column('one'), literal('repeated')) },
    ],
  };
};
