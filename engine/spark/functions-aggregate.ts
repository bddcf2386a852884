/** Aggregate and window functions on Spark. Their arguments are filtered and made distinct by the printer. */
import type { FunctionName } from '../plan/functions.ts';
import { pyText } from './python.ts';
import type { Spelling } from './spelling.ts';
import { constantOf, familyAt, named, operand, refuse, textOf, wholeOf } from './spelling.ts';

type Some = { readonly [K in FunctionName]?: Spelling };

const flat = 'a column with one value only gives NaN on one engine and null on the other';
const numberAt = (value: ReturnType<typeof constantOf>): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : undefined;

export const aggregateSpellings: Some = {
  count_star: () => 'F.count(F.lit(1))',
  count: named('count'),
  sum: ([x]) => (familyAt(x) === 'boolean' ? `F.sum(${operand(x)}.cast("int"))` : `F.sum(${x?.text})`),
  // A mean of decimals is decimal there and rounded; ours is a fraction.
  avg: ([x]) => {
    switch (familyAt(x)) {
      case 'decimal':
        return `F.try_divide(F.sum(${x?.text}).cast("double"), F.count(${x?.text}))`;
      case 'date':
      case 'timestamp':
        return refuse('it takes no mean of times; use epoch(…)');
      default:
        return `F.avg(${x?.text})`;
    }
  },
  min: 'min',
  max: 'max',
  first: ([x]) => `F.first(${x?.text})`,
  last: ([x]) => `F.last(${x?.text})`,
  any_value: ([x]) => `F.any_value(${x?.text}, True)`,
  // Rows without a value of x do not count.
  arg_min: ([x, y]) => `F.min_by(${x?.text}, F.when(${operand(x)}.isNotNull(), ${y?.text}))`,
  arg_max: ([x, y]) => `F.max_by(${x?.text}, F.when(${operand(x)}.isNotNull(), ${y?.text}))`,
  median: ([x]) =>
    familyAt(x) === 'integer' || familyAt(x) === 'float'
      ? `F.median(${x?.text})`
      : refuse('only whole and fractional numbers have the same median; cast to DOUBLE'),
  mode: refuse('ties are broken differently; count, sort and take the first'),
  quantile_cont: ([x, p]) => {
    const share = numberAt(constantOf(p));
    return share === undefined || (familyAt(x) !== 'integer' && familyAt(x) !== 'float')
      ? refuse('quantile_cont takes numbers that are not decimal and a share that is written down')
      : `F.percentile(${x?.text}, ${share})`;
  },
  quantile_disc: refuse('it is written for SQL only; use quantile_cont(…)'),
  approx_quantile: refuse('the engines approximate differently; use quantile_cont(…)'),
  approx_count_distinct: 'approx_count_distinct',
  stddev_samp: 'stddev_samp',
  stddev_pop: 'stddev_pop',
  var_samp: 'var_samp',
  var_pop: 'var_pop',
  skewness: refuse('it is not corrected for the sample size there'),
  kurtosis: refuse('it is not corrected for the sample size there'),
  kurtosis_pop: refuse(flat),
  mad: refuse('it has no such function'),
  corr: refuse(flat),
  covar_samp: named('covar_samp'),
  covar_pop: named('covar_pop'),
  product: 'product',
  bool_and: 'bool_and',
  bool_or: 'bool_or',
  string_agg: ([x, separator]) => {
    const text = separator === undefined ? ',' : textOf(separator);
    return text === undefined
      ? refuse('the separator must be written down')
      : `F.listagg(${x?.text}, F.lit(${pyText(text)}))`;
  },
  // Its lists leave nulls out, so values travel in structs.
  list: ([x]) => `F.transform(F.collect_list(F.struct(${operand(x)}.alias("v"))), lambda s: s.getField("v"))`,
  histogram: refuse('it has no such function; aggregate and count'),
  entropy: refuse('it has no such function'),
  regr_slope: refuse(flat),
  regr_intercept: refuse(flat),
  regr_r2: refuse(flat),
  grouping: ([x]) => `F.grouping(${x?.text})`,
  row_number: () => 'F.row_number()',
  rank: () => 'F.rank()',
  dense_rank: () => 'F.dense_rank()',
  percent_rank: () => 'F.percent_rank()',
  cume_dist: () => 'F.cume_dist()',
  ntile: ([n]) => {
    const count = wholeOf(n);
    return count === undefined ? refuse('the number of buckets must be written down') : `F.ntile(${count})`;
  },
  lag: args =>
    offset(
      'lag',
      args.map(a => a.text),
      wholeOf(args[1]),
      args[2]?.bare,
      args[2]?.expr.op === 'literal',
    ),
  lead: args =>
    offset(
      'lead',
      args.map(a => a.text),
      wholeOf(args[1]),
      args[2]?.bare,
      args[2]?.expr.op === 'literal',
    ),
  first_value: named('first_value'),
  last_value: named('last_value'),
  nth_value: ([x, n]) => {
    const place = wholeOf(n);
    return place === undefined
      ? refuse('the place must be written down')
      : `F.nth_value(${x?.text}, ${place})`;
  },
};

function offset(
  name: 'lag' | 'lead',
  args: readonly string[],
  rows: number | undefined,
  otherwise: string | undefined,
  constant: boolean,
) {
  if (args.length === 1) return `F.${name}(${args[0]})`;
  if (rows === undefined || rows < 0) return refuse(`the number of rows of ${name} must be written down`);
  if (otherwise === undefined) return `F.${name}(${args[0]}, ${rows})`;
  return constant
    ? `F.${name}(${args[0]}, ${rows}, ${otherwise})`
    : refuse(`the default of ${name} must be written down`);
}
