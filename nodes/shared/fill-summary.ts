/** Gaps filled with a statistic of their column. */
import { aggregated, allOf, ascending, call, cast, column, when } from '../../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../../engine/plan/expr.ts';
import { freeName } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, familyOf, type Schema } from '../../engine/schema/types.ts';
import { isMissing, isPresent, orNull } from './missing.ts';

type Summary = 'mean' | 'median' | 'mode' | 'min' | 'max';

const functionOf = { mean: 'avg', median: 'median', min: 'min', max: 'max' } as const;

/** The type of a column once it is filled: the mean of whole numbers is none. */
const filledType = (field: Field, summary: Summary): string =>
  (summary === 'mean' || summary === 'median') && familyOf(field.type) === 'integer' ? 'DOUBLE' : field.type;

/** The values that count; mean and median are worked out in DOUBLE on every engine. */
const counted = (field: Field, summary: Summary): Expr =>
  (summary === 'mean' || summary === 'median') && familyOf(field.type) === 'decimal'
    ? cast(column(field.name), 'DOUBLE')
    : orNull(field);

/** One row a group: its columns, then one statistic a field, under the names given. */
const statistics = (
  rel: Rel,
  fields: readonly Field[],
  groups: readonly NamedExpr[],
  names: readonly string[],
  summary: Exclude<Summary, 'mode'>,
): Rel => ({
  op: 'aggregate',
  input: rel,
  groups,
  aggregates: fields.map((f, i) => ({
    name: names[i] ?? f.name,
    expr: cast(aggregated(functionOf[summary], [counted(f, summary)]), filledType(f, summary)),
  })),
});

/** Counts each value first, so that ties are told apart without sorting all rows. */
const mostFrequent = (rel: Rel, field: Field, groups: readonly NamedExpr[], name: string): Rel => {
  const keys = groups.map(g => g.name);
  const [value, count] = [freeName('value', keys), freeName('count', keys)];
  const frequencies: Rel = {
    op: 'aggregate',
    input: { op: 'filter', input: rel, condition: isPresent(field) },
    groups: [...groups, { name: value, expr: column(field.name) }],
    aggregates: [{ name: count, expr: aggregated('count_star', []) }],
  };
  // Both ways up: Spark finds the first by one comparison of all parts.
  const order = [ascending(call('negate', column(count))), ascending(column(value))];
  return {
    op: 'aggregate',
    input: frequencies,
    groups: keys.map(key => ({ name: key, expr: column(key) })),
    aggregates: [{ name, expr: aggregated('first', [column(value)], { order }) }],
  };
};

/**
 * The table with the gaps of some columns filled. Statistics are those of `source`, the table as it arrived, joined to
 * the rows of their group: taken from the table in the making they would read the input twice as often with each fill.
 */
export const filledBySummary = (
  rel: Rel,
  source: Rel,
  schema: Schema,
  fields: readonly Field[],
  groups: readonly Field[],
  summary: Summary,
): Rel => {
  // A mode has a relation of its own for each column; the others share one.
  const rounds = summary === 'mode' ? fields.map(f => [f]) : [fields];
  return rounds.reduce((table, round) => filledOnce(table, source, schema, round, groups, summary), rel);
};

const filledOnce = (
  table: Rel,
  source: Rel,
  schema: Schema,
  fields: readonly Field[],
  groups: readonly Field[],
  summary: Summary,
): Rel => {
  const taken = schema.map(f => f.name);
  const keys: NamedExpr[] = groups.map((g, i) => ({ name: `key${i}`, expr: column(g.name) }));
  const names = fields.map((_, i) => `filled${i}`);
  const [first] = fields;
  const stats =
    summary === 'mode' && first !== undefined
      ? mostFrequent(source, first, keys, names[0] ?? freeName('filled', taken))
      : statistics(source, fields, keys, names, summary === 'mode' ? 'max' : summary);
  const filled = (field: Field): Expr => {
    const at = fields.indexOf(field);
    if (at < 0) return column(field.name, 'left');
    const type = filledType(field, summary);
    const value = column(field.name, 'left');
    const kept = type === field.type ? value : cast(value, type);
    const statistic = column(names[at] ?? '', 'right');
    // Where there is no statistic, a NaN stays one.
    return when(onLeft(isMissing(field)), call('coalesce', statistic, kept), kept);
  };
  const columns = schema.map(f => ({ name: f.name, expr: filled(f) }));
  // An aggregate without groups has one row, also over no rows.
  if (groups.length === 0) return { op: 'join', how: 'cross', left: table, right: stats, columns };
  const condition = allOf(
    groups.map((g, i) => call('same', column(g.name, 'left'), column(`key${i}`, 'right'))),
  );
  return { op: 'join', how: 'left', left: table, right: stats, columns, condition };
};

/** The same expression over the left side of a join. */
const onLeft = (expr: Expr): Expr =>
  expr.op === 'column'
    ? column(expr.name, 'left')
    : expr.op === 'call'
      ? { ...expr, args: expr.args.map(onLeft) }
      : expr;
