/** The profile of a table, computed in a few passes: figures, histograms, most frequent values. */
import {
  aggregated,
  ascending,
  call,
  cast,
  column,
  descending,
  isNotNull,
  literal,
  when,
} from '../../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../../engine/plan/expr.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, familyOf, numeric, temporal } from '../../engine/schema/types.ts';
import { orNull } from './missing.ts';

const isNumber = (field: Field): boolean => numeric.includes(familyOf(field.type));
const isTime = (field: Field): boolean => temporal.includes(familyOf(field.type));

/** The value as a number for mean, spread and histogram: infinite ones are left out. */
const finite = (field: Field): Expr => {
  const value = cast(column(field.name), 'DOUBLE');
  return familyOf(field.type) === 'float' ? when(call('isfinite', value), value) : value;
};

const asText = (value: Expr): Expr => cast(value, 'VARCHAR');

const quantile = (field: Field, p: number): Expr =>
  isNumber(field)
    ? asText(aggregated('quantile_cont', [orNull(field), literal(p)]))
    : isTime(field)
      ? asText(aggregated('quantile_disc', [orNull(field), literal(p)]))
      : literal(null, 'VARCHAR');

/** The figures of one column, as the fields of a struct. */
const figures = (field: Field, exact: boolean): readonly NamedExpr[] => {
  const value = orNull(field);
  const count = aggregated('count', [value]);
  const distinct = exact
    ? aggregated('count', [value], { distinct: true })
    : aggregated('approx_count_distinct', [value]);
  const number = (fn: 'avg' | 'stddev_samp'): Expr =>
    isNumber(field) ? aggregated(fn, [finite(field)]) : literal(null, 'DOUBLE');
  return [
    { name: 'column', expr: literal(field.name) },
    { name: 'type', expr: literal(field.type) },
    { name: 'count', expr: count },
    { name: 'nulls', expr: call('subtract', aggregated('count_star', []), count) },
    { name: 'distinct', expr: distinct },
    { name: 'min', expr: asText(aggregated('min', [value])) },
    { name: 'max', expr: asText(aggregated('max', [value])) },
    { name: 'mean', expr: number('avg') },
    { name: 'stddev', expr: number('stddev_samp') },
    { name: 'q25', expr: quantile(field, 0.25) },
    { name: 'q50', expr: quantile(field, 0.5) },
    { name: 'q75', expr: quantile(field, 0.75) },
  ];
};

/** Names of the figures, in the order of the output. */
export const figureNames = [
  'column',
  'type',
  'count',
  'nulls',
  'distinct',
  'min',
  'max',
  'mean',
  'stddev',
  'q25',
  'q50',
  'q75',
] as const;

/** One row per column of the table with its place `i` and its figures. */
export const figuresRel = (rel: Rel, fields: readonly Field[], exact: boolean): Rel => {
  const one: Rel = {
    op: 'aggregate',
    input: rel,
    groups: [],
    aggregates: fields.map((field, i) => ({
      name: `f${i}`,
      expr: { op: 'struct', fields: [{ name: 'i', expr: literal(i) }, ...figures(field, exact)] },
    })),
  };
  return spread(
    one,
    fields.map((_, i) => `f${i}`),
    ['i', ...figureNames],
  );
};

/** One row for each of several struct columns of a one-row table, with the fields as columns. */
const spread = (rel: Rel, structs: readonly string[], names: readonly string[]): Rel => ({
  op: 'project',
  input: {
    op: 'explode',
    input: {
      op: 'project',
      input: rel,
      columns: [{ name: 'all', expr: call('list_value', ...structs.map(s => column(s))) }],
    },
    keep: [],
    column: 'all',
    as: 'one',
    outer: false,
  },
  columns: names.map(name => ({ name, expr: call('struct_field', column('one'), literal(name)) })),
});

/** The number of values in each of `bins` equal parts of one column, from its smallest to its largest value. */
const histogramOf = (rel: Rel, field: Field, bins: number): Rel => {
  const values: Rel = { op: 'project', input: rel, columns: [{ name: 'v', expr: finite(field) }] };
  const ends: Rel = {
    op: 'aggregate',
    input: values,
    groups: [],
    aggregates: [
      { name: 'lo', expr: aggregated('min', [column('v')]) },
      { name: 'hi', expr: aggregated('max', [column('v')]) },
    ],
  };
  const [v, lo, hi] = [column('v', 'left'), column('lo', 'right'), column('hi', 'right')];
  const part = call('divide', call('subtract', v, lo), call('subtract', hi, lo));
  // The largest value belongs to the last part. Where all values are equal there is one part.
  const place = call('least', call('floor', call('multiply', part, literal(bins))), literal(bins - 1));
  const bin = when(call('eq', hi, lo), literal(0), cast(place, 'INTEGER', 'null'));
  const binned: Rel = {
    op: 'join',
    how: 'cross',
    left: values,
    right: ends,
    // `least` skips nulls, so that without this a missing value would be one of the largest.
    columns: [{ name: 'b', expr: when(isNotNull(v), bin) }],
  };
  const counted: Rel = {
    op: 'aggregate',
    input: binned,
    groups: [{ name: 'b', expr: column('b') }],
    aggregates: [{ name: 'n', expr: aggregated('count_star', []) }],
  };
  const numberIn = (b: number): Expr =>
    call(
      'coalesce',
      aggregated('any_value', [column('n')], { filter: call('eq', column('b'), literal(b)) }),
      literal(0, 'BIGINT'),
    );
  return {
    op: 'aggregate',
    input: counted,
    groups: [],
    aggregates: [
      { name: 'histogram', expr: call('list_value', ...Array.from({ length: bins }, (_, b) => numberIn(b))) },
    ],
  };
};

/**
 * One row per numeric column with its place `i` and its histogram. A pass for each column: counting the parts of 150
 * columns in one pass took 50 s for 50,000 rows, a pass for each takes 1 s.
 */
export const histogramRel = (rel: Rel, fields: readonly Field[], bins: number): Rel | undefined => {
  const inputs = fields.flatMap((field, i) =>
    isNumber(field) ? [placed(histogramOf(rel, field, bins), i, 'histogram')] : [],
  );
  return bins === 0 || inputs.length === 0 ? undefined : { op: 'union', by: 'position', inputs };
};

/** A one-row relation with the place of its column before it. */
const placed = (rel: Rel, i: number, name: string): Rel => ({
  op: 'project',
  input: rel,
  columns: [
    { name: 'i', expr: literal(i) },
    { name, expr: column(name) },
  ],
});

/** The most frequent values of one column as text, with their number; the smaller value first among equals. */
const topOf = (rel: Rel, field: Field, count: number): Rel => {
  const counted: Rel = {
    op: 'aggregate',
    input: { op: 'project', input: rel, columns: [{ name: 'v', expr: orNull(field) }] },
    groups: [{ name: 'v', expr: column('v') }],
    aggregates: [{ name: 'n', expr: aggregated('count', [column('v')]) }],
  };
  const order = [descending(column('n')), ascending(column('v'))];
  const present: Rel = { op: 'filter', input: counted, condition: isNotNull(column('v')) };
  const words: readonly Expr[] = [asText(column('v')), literal(' ('), asText(column('n')), literal(')')];
  return {
    op: 'aggregate',
    input: { op: 'limit', input: { op: 'sort', input: present, keys: order }, count },
    groups: [],
    aggregates: [
      {
        name: 'top',
        expr: aggregated(
          'string_agg',
          [words.reduce((a, b) => call('concat_operator', a, b)), literal(', ')],
          { order },
        ),
      },
    ],
  };
};

/**
 * One row per column with its place `i` and its most frequent values. A pass for each column: grouping native values
 * takes a fifth of the time of turning all columns into one of texts and grouping that.
 */
export const topRel = (rel: Rel, fields: readonly Field[], count: number): Rel | undefined =>
  count === 0
    ? undefined
    : {
        op: 'union',
        by: 'position',
        inputs: fields.map((field, i) => placed(topOf(rel, field, count), i, 'top')),
      };
