/** Correlation coefficients of all pairs of columns in one pass. Inside, column number n is called `vn`. */
import {
  aggregated,
  allOf,
  ascending,
  call,
  cast,
  column,
  isNotNull,
  literal,
  when,
} from '../../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../../engine/plan/expr.ts';
import { distinctNames } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, familyOf } from '../../engine/schema/types.ts';
import { over } from './over.ts';

const v = (i: number): Expr => column(`v${i}`);

/** The columns as DOUBLE, with null for what is no finite number. */
export const numbersRel = (rel: Rel, fields: readonly Field[]): Rel => ({
  op: 'project',
  input: rel,
  columns: fields.map((field, i) => {
    const value = cast(column(field.name), 'DOUBLE');
    const expr = familyOf(field.type) === 'float' ? when(call('isfinite', value), value) : value;
    return { name: `v${i}`, expr };
  }),
});

/** Ranks instead of values, of the rows that have a value in every column. Equal values share the mean of their ranks. */
export const ranksRel = (numbers: Rel, count: number): Rel => {
  const places = Array.from({ length: count }, (_, i) => i);
  const complete: Rel = { op: 'filter', input: numbers, condition: allOf(places.map(i => isNotNull(v(i)))) };
  return {
    op: 'project',
    input: complete,
    columns: places.map((i): NamedExpr => {
      const first = over('rank', [], { partition: [], order: [ascending(v(i))] });
      const equals = over('count_star', [], { partition: [v(i)], order: [] });
      const mean = call('divide', call('subtract', cast(equals, 'DOUBLE'), literal(1)), literal(2));
      return { name: `v${i}`, expr: call('add', cast(first, 'DOUBLE'), mean) };
    }),
  };
};

/**
 * The coefficient by its definition, over the rows that have both values: engines differ about the one of a column that
 * never changes, which is null here. Rounded, since sums that threads add up in another order differ in their last digits.
 */
const coefficient = (i: number, j: number): Expr => {
  // Not a FILTER: DuckDB copies all columns for each, which took minutes for 60 columns.
  const spread = (a: number, b: number) =>
    aggregated('stddev_pop', [a === b ? v(a) : when(isNotNull(v(b)), v(a))]);
  const both = call('multiply', spread(i, j), spread(j, i));
  const together = aggregated('covar_pop', [v(i), v(j)]);
  return when(call('gt', both, literal(0)), call('round', call('divide', together, both), literal(12)));
};

const pairName = (i: number, j: number) => (i <= j ? `c${i}_${j}` : `c${j}_${i}`);

/** One row with the coefficient of each pair (and of each column with itself). */
const pairsRel = (values: Rel, count: number, withCounts: boolean): Rel => {
  const pairs = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count - i }, (__, d) => [i, i + d] as const),
  ).flat();
  // A sum is null where one of the two is.
  const both = (i: number, j: number) => aggregated('count', [call('add', v(i), v(j))]);
  return {
    op: 'aggregate',
    input: values,
    groups: [],
    aggregates: pairs.flatMap(([i, j]) => [
      { name: pairName(i, j), expr: coefficient(i, j) },
      ...(withCounts ? [{ name: `n${i}_${j}`, expr: both(i, j) }] : []),
    ]),
  };
};

const exploded = (one: Rel, structs: readonly (readonly NamedExpr[])[], names: readonly string[]): Rel => ({
  op: 'project',
  input: {
    op: 'explode',
    input: {
      op: 'project',
      input: one,
      columns: [
        {
          name: 'all',
          expr: call('list_value', ...structs.map(fields => ({ op: 'struct', fields }) as const)),
        },
      ],
    },
    keep: [],
    column: 'all',
    as: 'one',
    outer: false,
  },
  // Fields have inner names, so that columns of any name fit.
  columns: names.map((name, i) => ({ name, expr: call('struct_field', column('one'), literal(`f${i}`)) })),
});

/** A square: one row and one column for each column of the table. */
export const wideRel = (values: Rel, names: readonly string[]): Rel => {
  const structs = names.map((row, i) => [
    { name: 'f0', expr: literal(row) },
    ...names.map((_, j) => ({ name: `f${j + 1}`, expr: column(pairName(i, j)) })),
  ]);
  const [first = 'column'] = distinctNames(['column'], names);
  return exploded(pairsRel(values, names.length, false), structs, [first, ...names]);
};

/** A list: each pair once, in the order of the columns. */
export const longRel = (values: Rel, names: readonly string[]): Rel => {
  const structs = names.flatMap((left, i) =>
    names.slice(i + 1).map((right, d) => {
      const j = i + 1 + d;
      return [
        { name: 'f0', expr: literal(left) },
        { name: 'f1', expr: literal(right) },
        { name: 'f2', expr: column(pairName(i, j)) },
        { name: 'f3', expr: column(`n${i}_${j}`) },
      ];
    }),
  );
  return exploded(pairsRel(values, names.length, true), structs, [
    'column_1',
    'column_2',
    'correlation',
    'rows',
  ]);
};
