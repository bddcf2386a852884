/** As-of joins: every left row takes the one right row that is nearest in time (or in another ordered value). */
import type { Problem } from '../../engine/catalogue/node.ts';
import { allOf, call, cast, column, isNotNull, isNull, literal, when } from '../../engine/plan/build.ts';
import type { ColumnExpr, Expr, NamedExpr } from '../../engine/plan/expr.ts';
import { freeName, plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { familyOf, fieldNamed, numeric, type Schema, temporal } from '../../engine/schema/types.ts';
import { type JoinKey, keyConditions } from './join-columns.ts';
import { numbered } from './order.ts';
import { over } from './over.ts';

type AsofSettings = {
  readonly left: ColumnExpr;
  readonly right: ColumnExpr;
  readonly direction: 'backward' | 'forward' | 'nearest';
  readonly exact: boolean;
  readonly tolerance?: string | number | undefined;
};

type Asof = {
  readonly settings: AsofSettings;
  readonly keys: readonly JoinKey[];
  readonly left: { readonly rel: Rel; readonly schema: Schema };
  readonly right: { readonly rel: Rel; readonly schema: Schema };
  /** Right columns with their names in the output. */
  readonly taken: readonly { readonly column: string; readonly name: string }[];
  readonly keep: boolean;
};

const times = ({ settings, left, right }: Pick<Asof, 'settings' | 'left' | 'right'>) => {
  const [a, b] = [fieldNamed(left.schema, settings.left.name), fieldNamed(right.schema, settings.right.name)];
  const families = [familyOf(a?.type ?? ''), familyOf(b?.type ?? '')];
  return { a, b, families, inTime: families.some(f => temporal.includes(f)) };
};

export const asofProblems = (asof: Pick<Asof, 'settings' | 'left' | 'right'>): readonly Problem[] => {
  const { a, inTime, families } = times(asof);
  const { tolerance } = asof.settings;
  if (tolerance === undefined) return [];
  const param = 'asof.tolerance';
  if (inTime && typeof tolerance === 'number')
    return [
      {
        param,
        message: `“${a?.name}” is ${a?.type}, so the tolerance is a duration, such as “5 minutes” or “2 days”.`,
      },
    ];
  if (typeof tolerance === 'number' ? tolerance < 0 : /^\s*-/.test(tolerance))
    return [{ param, message: `The tolerance is ${tolerance}. It is a distance and cannot be negative.` }];
  if (!inTime && (!families.every(f => numeric.includes(f)) || typeof tolerance === 'string'))
    return [{ param, message: `“${a?.name}” is ${a?.type}; its tolerance is a number.` }];
  return [];
};

/** Distance between two points, never negative. Dates are read as midnight, so that it is a duration. */
const distance = (a: Expr, b: Expr, inTime: boolean): Expr => {
  const point = (e: Expr) => (inTime ? cast(e, 'TIMESTAMP') : e);
  const [x, y] = [point(a), point(b)];
  return when(call('ge', x, y), call('subtract', x, y), call('subtract', y, x));
};

const near = (asof: Pick<Asof, 'settings' | 'left' | 'right'>, a: Expr, b: Expr): readonly Expr[] => {
  const { tolerance } = asof.settings;
  if (tolerance === undefined) return [];
  const most = typeof tolerance === 'number' ? literal(tolerance) : cast(literal(tolerance), 'INTERVAL');
  return [call('le', distance(a, b, times(asof).inTime), most)];
};

const comparison = (direction: 'backward' | 'forward', exact: boolean) =>
  direction === 'backward' ? (exact ? 'ge' : 'gt') : exact ? 'le' : 'lt';

/** The pairs of rows of which one could be taken: what `matched` means for an as-of join. */
export const asofCondition = (asof: Pick<Asof, 'settings' | 'left' | 'right' | 'keys'>): Expr => {
  const { settings, keys } = asof;
  const [l, r] = [column(settings.left.name, 'left'), column(settings.right.name, 'right')];
  const side =
    settings.direction === 'nearest'
      ? settings.exact
        ? [isNotNull(l), isNotNull(r)]
        : [call('ne', l, r)]
      : [call(comparison(settings.direction, settings.exact), l, r)];
  return allOf([...keyConditions(keys, false), ...side, ...near(asof, l, r)]);
};

/**
 * The right rows, one for each key and time: the last that arrives looking backward, the first looking forward. The
 * engine would take any of them, and another one at the next run. A row is the last of its time when the row after it
 * has another; a window tells that in half the time of a distinct.
 */
const unique = ({ right, keys, settings, taken }: Asof, direction: 'backward' | 'forward'): Rel => {
  const time = column(settings.right.name);
  const wanted = new Set([...keys.map(k => k.right.name), time.name, ...taken.map(t => t.column)]);
  const names = right.schema.map(f => f.name).filter(name => wanted.has(name));
  const { rel, arrival, name: position } = numbered(right.rel, names);
  const [nextTime, nextRow] = [freeName('__next_time', names), freeName('__next_row', names)];
  const window = {
    partition: keys.map(k => column(k.right.name)),
    order: [{ ...arrival, expr: time }, arrival].map(key => ({
      ...key,
      descending: direction === 'forward',
    })),
  };
  const withNext: Rel = {
    op: 'project',
    input: rel,
    columns: [
      ...plain(names),
      { name: nextTime, expr: over('lead', [time, literal(1)], window) },
      { name: nextRow, expr: over('lead', [column(position), literal(1)], window) },
    ],
  };
  const last = call('or', isNull(column(nextRow)), call('differs', column(nextTime), time));
  return { op: 'project', input: { op: 'filter', input: withNext, condition: last }, columns: plain(names) };
};

/** One pass in one direction: the columns of `left`, then those of the right row that was found, or nulls. */
const pass = (
  asof: Asof,
  left: { readonly rel: Rel; readonly names: readonly string[] },
  direction: 'backward' | 'forward',
  found: readonly NamedExpr[],
): Rel => ({
  op: 'join',
  how: 'asof-left',
  left: left.rel,
  right: unique(asof, direction),
  condition: allOf([
    ...keyConditions(asof.keys, false),
    call(
      comparison(direction, asof.settings.exact),
      column(asof.settings.left.name, 'left'),
      column(asof.settings.right.name, 'right'),
    ),
  ]),
  columns: [...plain(left.names, 'left'), ...found],
});

/** The left columns, the taken right columns, and under `mark` the time of the right row that was found. */
const matched = (asof: Asof, mark: string): Rel => {
  const { left, taken, settings } = asof;
  const names = left.schema.map(f => f.name);
  const wanted: readonly NamedExpr[] = [
    ...taken.map(t => ({ name: t.name, expr: column(t.column, 'right') })),
    { name: mark, expr: column(settings.right.name, 'right') },
  ];
  if (settings.direction !== 'nearest')
    return pass(asof, { rel: left.rel, names }, settings.direction, wanted);
  const used = [...names, ...wanted.map(w => w.name)];
  const back = wanted.map((w, i) => ({ ...w, name: freeName(`__before_${i}`, used) }));
  const ahead = wanted.map((w, i) => ({ ...w, name: freeName(`__after_${i}`, used) }));
  const first = pass(asof, { rel: left.rel, names }, 'backward', back);
  const second = pass(asof, { rel: first, names: [...names, ...back.map(b => b.name)] }, 'forward', ahead);
  const [before, after] = [column(back.at(-1)?.name ?? ''), column(ahead.at(-1)?.name ?? '')];
  const { inTime } = times(asof);
  const here = column(settings.left.name);
  const closer = call('le', distance(here, before, inTime), distance(here, after, inTime));
  const takeBefore = call('and', isNotNull(before), call('or', isNull(after), closer));
  return {
    op: 'project',
    input: second,
    columns: [
      ...plain(names),
      ...wanted.map((w, i) => ({
        name: w.name,
        expr: when(takeBefore, column(back[i]?.name ?? ''), column(ahead[i]?.name ?? '')),
      })),
    ],
  };
};

/** The rows of an as-of join, with the left columns first. */
export const asofRel = (asof: Asof): Rel => {
  const names = asof.left.schema.map(f => f.name);
  const mark = freeName('__match', [...names, ...asof.taken.map(t => t.name)]);
  const rel = matched(asof, mark);
  const time = column(mark);
  const ok = allOf([isNotNull(time), ...near(asof, column(asof.settings.left.name), time)]);
  const kept: Rel = asof.keep ? rel : { op: 'filter', input: rel, condition: ok };
  const inside = asof.keep && asof.settings.tolerance !== undefined;
  return {
    op: 'project',
    input: kept,
    columns: [
      ...plain(names),
      ...asof.taken.map(t => ({ name: t.name, expr: inside ? when(ok, column(t.name)) : column(t.name) })),
    ],
  };
};
