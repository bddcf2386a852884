/** The meaning of the outliers node: bounds from one aggregate, joined to the rows. */
import type { InputTable, Lowered } from '../../engine/catalogue/node.ts';
import {
  aggregated,
  allOf,
  anyOf,
  call,
  cast,
  column,
  isNotNull,
  literal,
  when,
} from '../../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../../engine/plan/expr.ts';
import { freeName, plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, familyOf } from '../../engine/schema/types.ts';

type OutlierParams = {
  readonly columns: readonly { readonly name: string }[];
  readonly groupBy: readonly { readonly name: string }[];
  readonly method: 'iqr' | 'z-score' | 'mad' | 'percentile';
  readonly threshold?: number | undefined;
  readonly lower: number;
  readonly upper: number;
  readonly action: 'flag' | 'drop' | 'clip' | 'null';
  readonly suffix: string;
};

/** A column with the names of its bounds in the joined table. */
type Bounded = { readonly field: Field; readonly low: string; readonly high: string };

const double = (expr: Expr): Expr => cast(expr, 'DOUBLE');
const number = (value: number): Expr => double(literal(value));

/** The lowest and highest value that is no outlier, over the finite values of the column. */
const boundsOf = (params: OutlierParams, { field, low, high }: Bounded): readonly NamedExpr[] => {
  const value = double(column(field.name));
  const filter = familyOf(field.type) === 'float' ? { filter: call('isfinite', value) } : {};
  const quantile = (p: number) => aggregated('quantile_cont', [value, literal(p)], filter);
  const around = (middle: Expr, width: Expr): readonly NamedExpr[] => [
    { name: low, expr: call('subtract', middle, width) },
    { name: high, expr: call('add', middle, width) },
  ];
  switch (params.method) {
    case 'percentile':
      return [
        { name: low, expr: quantile(params.lower) },
        { name: high, expr: quantile(params.upper) },
      ];
    case 'iqr': {
      const [first, third] = [quantile(0.25), quantile(0.75)];
      const width = call('multiply', number(params.threshold ?? 1.5), call('subtract', third, first));
      return [
        { name: low, expr: call('subtract', first, width) },
        { name: high, expr: call('add', third, width) },
      ];
    }
    case 'z-score': {
      const width = call(
        'multiply',
        number(params.threshold ?? 3),
        aggregated('stddev_samp', [value], filter),
      );
      return around(aggregated('avg', [value], filter), width);
    }
    case 'mad': {
      // 0.6745 of a standard deviation holds half of a normal distribution, so thresholds read as deviations.
      const deviation = call('divide', aggregated('mad', [value], filter), number(0.6745));
      return around(
        aggregated('median', [value], filter),
        call('multiply', number(params.threshold ?? 3.5), deviation),
      );
    }
  }
};

/** True for a value outside of its bounds; never null. */
const isOutlier = ({ field, low, high }: Bounded): Expr => {
  const value = double(column(field.name));
  const outside = anyOf([call('lt', value, column(low)), call('gt', value, column(high))]);
  const known = familyOf(field.type) === 'float' ? [call('not', call('isnan', value))] : [];
  return call('same', allOf([isNotNull(column(field.name)), ...known, outside]), literal(true));
};

/** A bound as a value of the column: whole numbers stay inside of it. */
const boundary = (bound: string, type: string, inside: 'ceil' | 'floor'): Expr =>
  cast(familyOf(type) === 'integer' ? call(inside, column(bound)) : column(bound), type);

const treated = (bounded: Bounded, action: 'clip' | 'null'): Expr => {
  const { field, low, high } = bounded;
  const value = column(field.name);
  if (action === 'null') return when(isOutlier(bounded), literal(null, field.type), value);
  return {
    op: 'case',
    branches: [
      { when: call('not', isOutlier(bounded)), result: value },
      {
        when: call('lt', double(value), column(low)),
        result: boundary(low, field.type, 'ceil'),
      },
    ],
    otherwise: boundary(high, field.type, 'floor'),
  };
};

export const lowerOutliers = (
  params: OutlierParams,
  { rel, schema }: InputTable,
  local: (name: string) => Rel,
): Lowered => {
  const names = schema.map(field => field.name);
  const taken = [...names];
  const free = (wish: string): string => {
    const name = freeName(`__${wish}`, taken);
    taken.push(name);
    return name;
  };
  const bounded = schema
    .filter(field => params.columns.some(c => c.name === field.name))
    .map((field): Bounded => ({ field, low: free('low'), high: free('high') }));
  const groups = params.groupBy.map(({ name }) => ({ name: free('group'), expr: column(name) }));
  const bounds: Rel = {
    op: 'aggregate',
    input: rel,
    groups,
    aggregates: bounded.flatMap(b => boundsOf(params, b)),
  };
  const joined: Rel = {
    op: 'join',
    ...(groups.length === 0
      ? { how: 'cross' }
      : {
          how: 'inner',
          condition: allOf(
            groups.map((g, i) =>
              call('same', column(params.groupBy[i]?.name ?? '', 'left'), column(g.name, 'right')),
            ),
          ),
        }),
    left: rel,
    right: bounds,
    columns: [
      ...plain(names, 'left'),
      ...plain(
        bounded.flatMap(b => [b.low, b.high]),
        'right',
      ),
    ],
  };
  const some = anyOf(bounded.map(isOutlier));
  const rows = (condition: Expr): Rel => ({
    op: 'project',
    input: { op: 'filter', input: local('bounded'), condition },
    columns: plain(names),
  });
  return {
    locals: { bounded: joined },
    outputs: {
      out:
        params.action === 'drop'
          ? rows(call('not', some))
          : { op: 'project', input: local('bounded'), columns: outColumns(params, bounded, names) },
      outliers: rows(some),
    },
  };
};

const outColumns = (
  { action, suffix }: OutlierParams,
  bounded: readonly Bounded[],
  names: readonly string[],
): readonly NamedExpr[] => {
  if (action === 'clip' || action === 'null')
    return names.map(name => {
      const own = bounded.find(b => b.field.name === name);
      return { name, expr: own === undefined ? column(name) : treated(own, action) };
    });
  const flags = bounded.map(b => ({ name: `${b.field.name}${suffix}`, expr: isOutlier(b) }));
  return [...plain(names), ...flags];
};
