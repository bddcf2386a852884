/** Which columns a join gives, and which column of which side a name in its condition means. */
import type { Problem } from '../../engine/catalogue/node.ts';
import { call, column } from '../../engine/plan/build.ts';
import { type ColumnExpr, columnsOf, type Expr, eachExpr, type Side } from '../../engine/plan/expr.ts';
import { mapColumns } from '../../engine/plan/map-columns.ts';
import { sameName } from '../../engine/plan/names.ts';
import { nearest } from '../../engine/schema/nearest.ts';
import {
  type Field,
  familyOf,
  fieldNamed,
  numeric,
  type Schema,
  temporal,
} from '../../engine/schema/types.ts';

export type JoinKey = { readonly left: ColumnExpr; readonly right: ColumnExpr };

/** Keys of the same name on both sides, which appear once in the output. */
export const mergedKeys = (keys: readonly JoinKey[]): readonly JoinKey[] =>
  keys.filter(key => sameName(key.left.name, key.right.name));

/** Output name of every right column that is not a merged key: its own, with the suffix while it is taken. */
export const rightNames = (
  left: Schema,
  right: Schema,
  keys: readonly JoinKey[],
  suffix: string,
): ReadonlyMap<string, string> => {
  const merged = new Set(mergedKeys(keys).map(key => key.right.name));
  const others = right.filter(f => !merged.has(f.name));
  const lefts = new Set(left.map(f => f.name.toLowerCase()));
  // Columns that need no suffix keep their names whatever stands before them.
  const taken = new Set([...lefts, ...others.map(f => f.name.toLowerCase())]);
  const names = new Map<string, string>();
  for (const { name } of others) {
    let wish = name;
    if (lefts.has(name.toLowerCase())) {
      do wish += suffix;
      while (taken.has(wish.toLowerCase()));
      taken.add(wish.toLowerCase());
    }
    names.set(name, wish);
  }
  return names;
};

const comparable = (a: Field, b: Field): boolean => {
  const [x, y] = [familyOf(a.type), familyOf(b.type)];
  return (
    x === y ||
    x === 'unknown' ||
    y === 'unknown' ||
    (numeric.includes(x) && numeric.includes(y)) ||
    (temporal.includes(x) && temporal.includes(y))
  );
};

/** A sentence about two columns that cannot be compared; nothing when they can. */
export const keyProblems = (
  pairs: readonly (JoinKey & { readonly param: string })[],
  left: Schema,
  right: Schema,
): readonly Problem[] =>
  pairs.flatMap(({ left: l, right: r, param }) => {
    const [a, b] = [fieldNamed(left, l.name), fieldNamed(right, r.name)];
    if (a === undefined || b === undefined || comparable(a, b)) return [];
    const message = `“${a.name}” is ${a.type} on the left, but “${b.name}” is ${b.type} on the right. Convert one of them first with a cast node.`;
    return [{ param, message }];
  });

/** Rows belong together when all keys are equal. */
export const keyConditions = (keys: readonly JoinKey[], nullsEqual: boolean): readonly Expr[] =>
  keys.map(key =>
    call(nullsEqual ? 'same' : 'eq', column(key.left.name, 'left'), column(key.right.name, 'right')),
  );

const arithmetic = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'int_divide',
  'modulo',
  'negate',
  'abs',
  'round',
]);

/** What a condition gives, where that is plain to see; the engine would take a number for true or false. */
const plainType = (condition: Expr, typeOf: (name: string) => string | undefined): string | undefined => {
  if (condition.op === 'column') return typeOf(condition.name);
  if (condition.op === 'literal')
    return typeof condition.value === 'boolean' || condition.value === null
      ? 'BOOLEAN'
      : `${condition.value}`;
  if (condition.op === 'cast') return condition.type;
  return condition.op === 'call' && arithmetic.has(condition.fn) ? 'a number' : undefined;
};

type Sided = { readonly expr: Expr } | { readonly problems: readonly Problem[] };

/**
 * A condition over both sides, each column on its side. A name means the column that the output would have under it:
 * the left one, or the right one by its name with the suffix where the left has that name too.
 */
export const sided = (
  condition: Expr,
  left: Schema,
  right: Schema,
  names: ReadonlyMap<string, string>,
  param: string,
): Sided => {
  const find = (name: string): ColumnExpr | undefined => {
    const ofLeft = fieldNamed(left, name);
    if (ofLeft !== undefined) return column(ofLeft.name, 'left');
    const ofRight = [...names].find(([, shown]) => sameName(shown, name));
    return ofRight && column(ofRight[0], 'right');
  };
  const known = [...left.map(f => f.name), ...names.values()];
  const unknown = columnsOf(condition).filter(c => find(c.name) === undefined);
  const problems: Problem[] = unknown.map(({ name }) => {
    const near = nearest(name, known);
    const hint = near === undefined ? '' : ` Did you mean “${near}”?`;
    return {
      param,
      message: `Column “${name}” is on neither side. Columns: ${known.slice(0, 30).join(', ')}.${hint}`,
    };
  });
  eachExpr(condition, e => {
    if (e.op === 'aggregate' || e.op === 'over')
      problems.push({
        param,
        message:
          'A join condition looks at one pair of rows, so it cannot hold an aggregate or a window function. Compute it before the join.',
      });
  });
  const type = plainType(condition, name => {
    const found = find(name);
    return found && fieldNamed(found.side === 'right' ? right : left, found.name)?.type;
  });
  if (type !== undefined && type !== 'BOOLEAN')
    problems.push({
      param,
      message: `The condition gives ${type}, not true or false. Compare it with something, such as “… > 0”.`,
    });
  if (problems.length > 0) return { problems };
  return { expr: mapColumns(condition, c => find(c.name) ?? c) };
};

const other: Readonly<Record<Side, Side>> = { left: 'right', right: 'left' };

/** The same condition with the sides of a join exchanged. */
export const swapped = (condition: Expr): Expr =>
  mapColumns(condition, c => (c.side === undefined ? c : column(c.name, other[c.side])));
