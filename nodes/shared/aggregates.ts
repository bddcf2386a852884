/** The aggregate functions that a person picks from a list, and what each means. */
import { aggregated, ascending, call, cast, literal, when } from '../../engine/plan/build.ts';
import type { Expr, SortKey } from '../../engine/plan/expr.ts';
import { type DataType, familyOf, type TypeFamily } from '../../engine/schema/types.ts';

export const aggregateNames = [
  'count',
  'count_distinct',
  'approx_count_distinct',
  'sum',
  'product',
  'mean',
  'median',
  'quantile',
  'min',
  'max',
  'stddev',
  'stddev_pop',
  'variance',
  'variance_pop',
  'skewness',
  'kurtosis',
  'mode',
  'first',
  'last',
  'any',
  'all',
  'list',
  'string_agg',
] as const;

export type AggregateName = (typeof aggregateNames)[number];

type AggregateSettings = {
  readonly fn: AggregateName;
  /** What is summed up; absent only for `count`, which then counts rows. */
  readonly value?: Expr;
  /** Type of the value where it is known. */
  readonly type?: DataType;
  readonly distinct?: boolean;
  readonly filter?: Expr;
  readonly percentile?: number;
  readonly separator?: string;
  /** Order for the functions that depend on one. */
  readonly order?: readonly SortKey[];
};

/** Functions whose value depends on the order of the rows. */
export const needsOrder = (fn: AggregateName): boolean =>
  fn === 'first' || fn === 'last' || fn === 'list' || fn === 'string_agg';

const numbersOnly: ReadonlySet<AggregateName> = new Set([
  'sum',
  'product',
  'stddev',
  'stddev_pop',
  'variance',
  'variance_pop',
  'skewness',
  'kurtosis',
] as const);
const numberFamilies: ReadonlySet<TypeFamily> = new Set(['integer', 'decimal', 'float', 'unknown']);
const meanFamilies: ReadonlySet<TypeFamily> = new Set([...numberFamilies, 'date', 'timestamp', 'interval']);

/** What keeps a function from a column of that type, as a sentence; undefined when it fits. */
export const misfit = (
  fn: AggregateName,
  name: string,
  type: DataType,
  shown: string = fn,
): string | undefined => {
  const family = familyOf(type);
  const fits =
    fn === 'any' || fn === 'all'
      ? family === 'boolean' || family === 'unknown'
      : fn === 'mean' || fn === 'median'
        ? meanFamilies.has(family)
        : !numbersOnly.has(fn) || numberFamilies.has(family);
  if (fits) return undefined;
  const takes = fn === 'any' || fn === 'all' ? 'true and false' : 'numbers';
  return `“${shown}” takes ${takes}, but “${name}” is ${type}. Convert it first with a cast node, or use another function such as count, min or first.`;
};

/** Spread and shape fail in DuckDB on infinite values; they are not a number, as on other engines. */
const guarded = (name: string, { value, type, filter, distinct }: AggregateSettings): Expr => {
  const x = value ?? literal(null);
  if (type !== undefined && familyOf(type) !== 'float')
    return plainAggregate(name, [x], { filter, distinct });
  // Null for rows that do not count instead of a FILTER, of which DuckDB makes a copy of all columns each.
  const double = filter === undefined ? cast(x, 'DOUBLE') : when(filter, cast(x, 'DOUBLE'));
  const finite = call('isfinite', double);
  const bad = aggregated('bool_or', [call('not', finite)]);
  const good = plainAggregate(name, [when(finite, double)], { filter: undefined, distinct });
  return when(bad, literal('NaN', 'DOUBLE'), good);
};

const plainAggregate = (
  name: string,
  args: readonly Expr[],
  more: {
    readonly filter: Expr | undefined;
    readonly distinct: boolean | undefined;
    readonly order?: readonly SortKey[];
  },
): Expr => ({
  op: 'aggregate',
  fn: name,
  args,
  ...(more.filter && { filter: more.filter }),
  ...(more.distinct && { distinct: true }),
  ...(more.order?.length && { order: more.order }),
});

/** The plan's expression for an aggregate. `first`, `last`, `list` and `string_agg` need their order given. */
export const aggregateExpr = (settings: AggregateSettings): Expr => {
  const { fn, value, type, filter, distinct, order, percentile = 0.5, separator = ', ' } = settings;
  const more = { filter, distinct };
  if (value === undefined) return plainAggregate('count_star', [], { filter, distinct: undefined });
  // A list of distinct values can only be ordered by those values.
  const ordered = (x: Expr) => ({ ...more, order: distinct ? [ascending(x)] : (order ?? []) });
  const family = type === undefined ? undefined : familyOf(type);
  switch (fn) {
    case 'count':
      return plainAggregate('count', [value], more);
    case 'count_distinct':
      return plainAggregate('count', [value], { filter, distinct: true });
    case 'approx_count_distinct':
      return plainAggregate('approx_count_distinct', [value], { filter, distinct: undefined });
    case 'sum': {
      const sum = plainAggregate('sum', [value], more);
      // DuckDB sums integers in 128 bits, which files and other engines cannot hold.
      return family === 'integer' ? cast(sum, 'BIGINT') : sum;
    }
    case 'product':
      return plainAggregate('product', [value], more);
    case 'mean':
      return plainAggregate('avg', [value], more);
    case 'median':
      return plainAggregate('median', [value], more);
    case 'quantile': {
      const between =
        family === undefined || ['integer', 'decimal', 'float', 'date', 'timestamp', 'time'].includes(family);
      return plainAggregate(between ? 'quantile_cont' : 'quantile_disc', [value, literal(percentile)], more);
    }
    case 'min':
    case 'max':
      return plainAggregate(fn, [value], more);
    case 'stddev':
      return guarded('stddev_samp', settings);
    case 'stddev_pop':
      return guarded('stddev_pop', settings);
    case 'variance':
      return guarded('var_samp', settings);
    case 'variance_pop':
      return guarded('var_pop', settings);
    case 'skewness':
      return guarded('skewness', settings);
    case 'kurtosis':
      return guarded('kurtosis', settings);
    case 'mode':
      // Among values that are equally frequent the smallest wins, whatever order threads meet them in.
      return plainAggregate('mode', [value], { filter, distinct: undefined, order: [ascending(value)] });
    case 'any':
      return plainAggregate('bool_or', [value], more);
    case 'all':
      return plainAggregate('bool_and', [value], more);
    case 'first':
    case 'last':
      return plainAggregate(fn, [value], { filter, distinct: undefined, order: order ?? [] });
    case 'list':
      return plainAggregate('list', [value], ordered(value));
    case 'string_agg': {
      const text = cast(value, 'VARCHAR');
      return plainAggregate('string_agg', [text, literal(separator)], ordered(text));
    }
  }
};
