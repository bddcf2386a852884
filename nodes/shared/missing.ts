/** Missing values: null, and NaN in a column of floating-point numbers, as on Spark. */
import { call, column, isNotNull, isNull, literal, when } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';
import { type Field, familyOf, type Schema } from '../../engine/schema/types.ts';

const isFloat = (field: Field): boolean => familyOf(field.type) === 'float';

export const isMissing = (field: Field): Expr => {
  const value = column(field.name);
  return isFloat(field) ? call('or', isNull(value), call('isnan', value)) : isNull(value);
};

export const isPresent = (field: Field): Expr => {
  const value = column(field.name);
  return isFloat(field) ? call('and', isNotNull(value), call('not', call('isnan', value))) : isNotNull(value);
};

/** The value, or null for one that is missing. */
export const orNull = (field: Field): Expr =>
  isFloat(field)
    ? when(call('isnan', column(field.name)), literal(null, field.type), column(field.name))
    : column(field.name);

/** The fields that columns of a setting stand for; all of them when it names none. */
export const picked = (
  schema: Schema,
  columns: readonly { readonly name: string }[],
  fits: (field: Field) => boolean = () => true,
): readonly Field[] => {
  if (columns.length === 0) return schema.filter(fits);
  const names = new Set(columns.map(c => c.name));
  return schema.filter(field => names.has(field.name));
};
