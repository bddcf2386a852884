/** Columns as axes: what lies on a line, and what is a name. */
import { call, cast, column, literal, when } from '../plan/build.ts';
import type { Expr } from '../plan/expr.ts';
import { type Field, familyOf } from '../schema/types.ts';
import { isNumber } from './choice.ts';
import type { ChartField } from './declare.ts';

/** Letters of a category that are told apart; no legend has room for more. */
const mostLetters = 200;

export type Axis = { readonly label: string; readonly role: ChartField['role']; readonly value: Expr };

const roleOf = ({ type }: Field): Axis['role'] =>
  isNumber(type) ? 'number' : ['date', 'timestamp'].includes(familyOf(type)) ? 'time' : 'category';

const double = (expr: Expr): Expr => cast(expr, 'DOUBLE');

/** What is not finite has no place on a line. Points in time are milliseconds since 1970, as charts take them. */
const placeOf = (field: Field, role: Axis['role'], of: Expr): Expr => {
  switch (role) {
    case 'number':
      return familyOf(field.type) === 'float' ? when(call('isfinite', double(of)), double(of)) : double(of);
    case 'time':
      return when(call('isfinite', of), double(call('epoch_ms', of)));
    case 'category':
      return call('left', cast(of, 'VARCHAR'), literal(mostLetters));
  }
};

/** A column as an axis; `read` says how it is written where the rows are. */
export const axisOf = (field: Field, as?: Axis['role'], read: Expr = column(field.name)): Axis => {
  const role = as ?? roleOf(field);
  return { label: field.name, role, value: placeOf(field, role, read) };
};

/** A column to sum up. Whole numbers and decimals stay what they are, so that their sum is exact. */
export const summand = (field: Field, read: Expr = column(field.name)): Expr =>
  familyOf(field.type) === 'float' ? placeOf(field, 'number', read) : read;
