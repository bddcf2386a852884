import type { LiteralExpr } from '../plan/expr.ts';
import { type DataType, familyOf, numeric } from '../schema/types.ts';
import { pyText } from './python.ts';
import { sparkType } from './types.ts';

const double = (value: number | string): string => {
  const number = Number(value);
  if (Number.isNaN(number)) return 'float("nan")';
  if (!Number.isFinite(number)) return number > 0 ? 'float("inf")' : 'float("-inf")';
  const text = String(number);
  return /[.e]/.test(text) ? text : `${text}.0`;
};

/** The digits of a fraction are kept as they were written: it is a decimal, as in a formula. */
const decimal = (digits: string): string => `Decimal(${pyText(digits)})`;

/** A constant: as a Column, and bare, as it may stand beside one. */
export const printLiteral = (
  expr: LiteralExpr,
  type: DataType | undefined,
): { text: string; bare: string } => {
  const { value } = expr;
  const wanted = expr.type;
  const cast = (text: string): { text: string; bare: string } => {
    const spark = wanted === undefined ? undefined : sparkType(wanted);
    const typed = spark === undefined ? text : `${text}.cast(${pyText(spark.ddl)})`;
    return { text: typed, bare: typed };
  };
  const both = (bare: string): { text: string; bare: string } => ({ text: `F.lit(${bare})`, bare });
  if (value === null)
    return wanted === undefined ? { text: 'F.lit(None)', bare: 'F.lit(None)' } : cast('F.lit(None)');
  if (typeof value === 'boolean') return both(value ? 'True' : 'False');
  const family = familyOf(wanted ?? type ?? 'VARCHAR');
  if (typeof value === 'number') {
    if (wanted !== undefined && family === 'float') return both(double(value));
    if (!Number.isFinite(value)) return both(double(value));
    if (Number.isInteger(value))
      return wanted === undefined || wanted === 'INTEGER' ? both(String(value)) : cast(`F.lit(${value})`);
    return wanted === undefined
      ? both(/e/.test(String(value)) ? double(value) : decimal(String(value)))
      : cast(`F.lit(${value})`);
  }
  if (wanted === undefined || wanted === 'VARCHAR') return both(pyText(value));
  if (numeric.includes(family) && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    if (family === 'float') return both(double(value));
    if (family === 'integer')
      return BigInt(value) > 2_147_483_647n ? both(value) : cast(`F.lit(${BigInt(value)})`);
    return both(decimal(value));
  }
  return cast(`F.lit(${pyText(value)})`);
};

/** A decimal constant beside a fractional number is a fraction too. */
export const asDouble = (expr: LiteralExpr): string | undefined => {
  const { value, type } = expr;
  if (typeof value === 'number' && !Number.isInteger(value)) return double(value);
  return typeof value === 'string' && type !== undefined && familyOf(type) === 'decimal'
    ? double(value)
    : undefined;
};
