/** Steps that the marks of several charts are made of. Rows have columns called `x`, `y` and `colour`. */
import {
  aggregated,
  allOf,
  ascending,
  call,
  cases,
  cast,
  column,
  descending,
  isNotNull,
  literal,
} from '../plan/build.ts';
import type { Expr, NamedExpr } from '../plan/expr.ts';
import { plain } from '../plan/names.ts';
import type { Rel } from '../plan/relation.ts';

export const number = (value: number): Expr => cast(literal(value), 'DOUBLE');

/** The rows in which all of these have a value. */
export const given = (rows: Rel, names: readonly string[]): Rel => ({
  op: 'filter',
  input: rows,
  condition: allOf(names.map(name => isNotNull(column(name)))),
});

/** The most frequent values of a column, and in `total` how many values there are. */
const frequent = (rows: Rel, key: string, most: number, total: string): Rel => {
  const counted: Rel = {
    op: 'aggregate',
    input: rows,
    groups: plain([key]),
    aggregates: [{ name: 'n', expr: aggregated('count_star', []) }],
  };
  const over = (fn: string, order: readonly ReturnType<typeof ascending>[]): Expr => ({
    op: 'over',
    fn,
    args: [],
    partition: [],
    order,
  });
  const placed: Rel = {
    op: 'project',
    input: counted,
    columns: [
      ...plain([key]),
      { name: 'place', expr: over('row_number', [descending(column('n')), ascending(column(key))]) },
      { name: total, expr: over('count_star', []) },
    ],
  };
  const first: Rel = {
    op: 'filter',
    input: placed,
    condition: call('le', column('place'), literal(most)),
  };
  return { op: 'project', input: first, columns: plain([key, total]) };
};

/** The rows with one of the most frequent values, null among them; `total` says how many values there are. */
export const onlyFrequent = (
  rows: Rel,
  all: Rel,
  keep: readonly string[],
  key: string,
  most: number,
  total: string,
): Rel => ({
  op: 'join',
  how: 'inner',
  left: rows,
  right: frequent(all, key, most, total),
  condition: call('same', column(key, 'left'), column(key, 'right')),
  columns: [...plain(keep, 'left'), ...plain([total], 'right')],
});

/** The rows beside the one row of another relation. */
export const beside = (rows: Rel, keep: readonly string[], one: Rel, add: readonly string[]): Rel => ({
  op: 'join',
  how: 'cross',
  left: rows,
  right: one,
  columns: [...plain(keep, 'left'), ...plain(add, 'right')],
});

/** One row: where bins begin, how wide they are (0 where every place has one of its own), and the number of the last. */
const edges = (rows: Rel, key: string, most: number, always: boolean): Rel => {
  const ends: Rel = {
    op: 'aggregate',
    input: rows,
    groups: [],
    aggregates: [
      { name: 'low', expr: aggregated('min', [column(key)]) },
      { name: 'high', expr: aggregated('max', [column(key)]) },
      { name: 'places', expr: aggregated('count', [column(key)], { distinct: true }) },
    ],
  };
  const bins = always ? cast(call('least', column('places'), literal(most)), 'DOUBLE') : number(most);
  const width = call('divide', call('subtract', column('high'), column('low')), bins);
  const usable = allOf([
    call('gt', column('high'), column('low')),
    call('isfinite', width),
    ...(always ? [] : [call('gt', column('places'), literal(most))]),
  ]);
  return {
    op: 'project',
    input: ends,
    columns: [
      { name: `${key}_low`, expr: column('low') },
      { name: `${key}_width`, expr: cases([{ when: usable, result: width }], number(0)) },
      { name: `${key}_last`, expr: call('subtract', bins, number(1)) },
    ],
  };
};

/**
 * The rows with the left edge of their bin in place of the value, and its right edge as `x2` for `x`. With `always` there
 * are bins however few places there are, as in a histogram; the only bin of equal values is one wide.
 */
export const binned = (
  rows: Rel,
  keep: readonly string[],
  key: string,
  most: number,
  always = false,
): Rel => {
  const [low, width, last] = [`${key}_low`, `${key}_width`, `${key}_last`];
  const wide = call('gt', column(width), number(0));
  const index = call(
    'least',
    column(last),
    call('floor', call('divide', call('subtract', column(key), column(low)), column(width))),
  );
  const left = cases(
    [{ when: wide, result: call('add', column(low), call('multiply', column(width), index)) }],
    always ? call('subtract', column(key), number(0.5)) : column(key),
  );
  const edged: Rel = {
    op: 'project',
    input: beside(rows, keep, edges(rows, key, most, always), [low, width, last]),
    columns: [
      ...plain(keep.filter(name => name !== key)),
      { name: key, expr: left },
      {
        name: width,
        expr: always ? cases([{ when: wide, result: column(width) }], number(1)) : column(width),
      },
    ],
  };
  const right: NamedExpr = { name: `${key}2`, expr: call('add', column(key), column(width)) };
  return { op: 'project', input: edged, columns: [...plain(keep), right] };
};
