/** The functions of the window node and what each means. */
import { allOf, call, cast, literal, when } from '../../engine/plan/build.ts';
import type { Expr, Frame, FrameBound, SortKey } from '../../engine/plan/expr.ts';
import { type DataType, familyOf } from '../../engine/schema/types.ts';
import { over, upToHere, type Window, wholePartition } from './over.ts';

export const windowFunctions = [
  'sum',
  'mean',
  'min',
  'max',
  'count',
  'median',
  'stddev',
  'variance',
  'first',
  'last',
  'lag',
  'lead',
  'difference',
  'percent_change',
  'share',
  'row_number',
  'rank',
  'dense_rank',
] as const;

export type WindowFunction = (typeof windowFunctions)[number];

type FrameSettings = {
  readonly unit: 'rows' | 'range';
  readonly preceding: number | string;
  readonly following: number | string;
};

const amount = (end: number | string): Expr =>
  typeof end === 'number' ? literal(end) : cast(literal(end), 'INTERVAL');

const bound = (end: number | string, sign: 'before' | 'after'): FrameBound => {
  if (end === 'unbounded') return { kind: 'unbounded' };
  if (end === 0) return { kind: 'current' };
  return { kind: 'offset', value: sign === 'before' ? call('negate', amount(end)) : amount(end) };
};

/** The rows that a figure covers: as set, else up to this row where there is an order, else all of them. */
export const frameOf = (settings: FrameSettings | undefined, ordered: boolean): Frame => {
  if (settings === undefined) return ordered ? upToHere : wholePartition;
  return {
    unit: settings.unit,
    start: bound(settings.preceding, 'before'),
    end: bound(settings.following, 'after'),
  };
};

/** Whether rows that are equal in the order must be told apart for the figure to be the same at every run. */
export const needsArrival = (fn: WindowFunction, frame: Frame): boolean => {
  if (fn === 'rank' || fn === 'dense_rank' || fn === 'share') return false;
  if (['lag', 'lead', 'difference', 'percent_change', 'row_number', 'first', 'last'].includes(fn))
    return true;
  const whole = frame.start.kind === 'unbounded' && frame.end.kind === 'unbounded';
  return frame.unit === 'rows' && !whole;
};

type WindowSettings = {
  readonly fn: WindowFunction;
  /** Absent for functions of rows, such as `row_number`. */
  readonly value?: Expr;
  readonly type: DataType;
  readonly partition: readonly Expr[];
  readonly order: readonly SortKey[];
  readonly frame: Frame;
  readonly offset: number;
  readonly fallback: string | number | boolean | null;
  readonly minRows: number | undefined;
};

/** Spread fails in DuckDB on infinite values; it is not a number, as on other engines. */
const spread = (fn: 'stddev_samp' | 'var_samp', value: Expr, type: DataType, window: Window): Expr => {
  if (familyOf(type) !== 'float') return over(fn, [value], window);
  const finite = call('isfinite', value);
  const bad = call('coalesce', over('bool_or', [call('not', finite)], window), literal(false));
  // Values that are not finite become null for the branch that is not taken, which an engine may compute all the same.
  return when(bad, literal('NaN', 'DOUBLE'), over(fn, [when(finite, value)], window));
};

/** The plan's expression for a figure over a row window. */
export const windowExpr = (settings: WindowSettings): Expr => {
  const { fn, value = literal(null), type, partition, order, frame, minRows } = settings;
  const window: Window = { partition, order, frame };
  const expr = figure(settings, window, value, type);
  if (minRows === undefined) return expr;
  const held = settings.value === undefined ? over('count_star', [], window) : over('count', [value], window);
  return fn === 'share' ? expr : when(call('ge', held, literal(minRows)), expr);
};

const figure = (settings: WindowSettings, window: Window, value: Expr, type: DataType): Expr => {
  const { fn, partition, order, offset, fallback } = settings;
  const rowsOnly: Window = { partition, order };
  const integers = familyOf(type) === 'integer';
  switch (fn) {
    case 'sum':
      return integers ? cast(over('sum', [value], window), 'BIGINT') : over('sum', [value], window);
    case 'mean':
      return over('avg', [value], window);
    case 'min':
    case 'max':
    case 'median':
      return over(fn, [value], window);
    case 'count':
      return settings.value === undefined ? over('count_star', [], window) : over('count', [value], window);
    case 'stddev':
      return spread('stddev_samp', value, type, window);
    case 'variance':
      return spread('var_samp', value, type, window);
    case 'first':
      return over('first_value', [value], window);
    case 'last':
      return over('last_value', [value], window);
    case 'lag':
    case 'lead': {
      const other = fallback === null ? [] : [cast(literal(fallback), type)];
      return over(fn, [value, literal(offset), ...other], rowsOnly);
    }
    case 'difference': {
      // Differences of narrow integers need more room than the integers themselves.
      const wide = integers && type !== 'HUGEINT' && type !== 'UBIGINT' ? cast(value, 'BIGINT') : value;
      return call('subtract', wide, over('lag', [wide, literal(offset)], rowsOnly));
    }
    case 'percent_change': {
      const now = cast(value, 'DOUBLE');
      const before = over('lag', [now, literal(offset)], rowsOnly);
      const known = allOf([call('ne', before, literal(0))]);
      return when(known, call('divide', call('subtract', now, before), before));
    }
    case 'share': {
      const now = cast(value, 'DOUBLE');
      const total = over('sum', [now], { partition, order: [] });
      return when(call('ne', total, literal(0)), call('divide', now, total));
    }
    case 'row_number':
    case 'rank':
    case 'dense_rank':
      return over(fn, [], rowsOnly);
  }
};
