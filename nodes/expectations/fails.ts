/** For each kind of check, the condition that is true for the rows that fail it. It is never null. */
import { allOf, anyOf, call, cast, column, isNotNull, isNull, literal } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';
import { familyOf, fieldNamed, numeric, type Schema } from '../../engine/schema/types.ts';
import type { Check } from '../expectations.ts';

/** Columns that a join adds for checks that look at other rows: true where the row fails. */
export type Flags = ReadonlyMap<Check, string>;

export type Cell = string | number | boolean | null;

/** A value of the settings as a constant that compares with a column of a type. */
export const constant = (value: Cell, type: string): Expr => {
  const family = familyOf(type);
  if (value === null) return literal(null, type);
  // Numbers are not cut to the type of the column: 0.5 is no whole number and must not become one.
  if (numeric.includes(family)) {
    if (typeof value === 'number') return literal(value);
    return /^[+-]?\d+$/.test(String(value)) ? literal(String(value), 'HUGEINT') : literal(Number(value));
  }
  if (family === 'text') return literal(String(value));
  return cast(literal(String(value)), type);
};

const isFloat = (schema: Schema, name: string): boolean =>
  familyOf(fieldNamed(schema, name)?.type ?? '') === 'float';

const missing = (schema: Schema, name: string): Expr =>
  isFloat(schema, name)
    ? anyOf([isNull(column(name)), call('same', call('isnan', column(name)), literal(true))])
    : isNull(column(name));

/** True where a condition is false; null passes. */
const broken = (holds: Expr): Expr => call('same', holds, literal(false));

/** Undefined for checks of the table as a whole. */
export const rowFails = (check: Check, schema: Schema, flag: string | undefined): Expr | undefined => {
  switch (check.check) {
    case 'not-null':
      return anyOf(check.columns.map(c => missing(schema, c.name)));
    case 'range': {
      const value = column(check.column.name);
      const type = fieldNamed(schema, check.column.name)?.type ?? '';
      const bounds = [
        ...(check.min === undefined || check.min === null
          ? []
          : [broken(call('ge', value, constant(check.min, type)))]),
        ...(check.max === undefined || check.max === null
          ? []
          : [broken(call('le', value, constant(check.max, type)))]),
        // NaN is above every number, so that a lower bound alone would let it pass.
        ...(isFloat(schema, check.column.name) ? [call('same', call('isnan', value), literal(true))] : []),
      ];
      return anyOf(bounds);
    }
    case 'one-of': {
      const type = fieldNamed(schema, check.column.name)?.type ?? '';
      const values = check.values.filter(v => v !== null).map(v => constant(v, type));
      if (values.length === 0) return isNotNull(column(check.column.name));
      return broken(call('in', column(check.column.name), ...values));
    }
    case 'matches':
      return broken(call('regexp_matches', column(check.column.name), literal(check.pattern)));
    case 'condition':
      return broken(check.condition);
    case 'unique':
    case 'foreign-key':
      return flag === undefined ? literal(false) : allOf([column(flag)]);
    case 'row-count':
      return undefined;
  }
};
