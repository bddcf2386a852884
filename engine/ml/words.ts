/** Short words of arithmetic for scoring: plan expressions over DOUBLE. */
import { call, cases, cast, column, literal } from '../plan/build.ts';
import type { Expr } from '../plan/expr.ts';
import type { DataType } from '../schema/types.ts';

/** A number with all of its digits, as a DOUBLE: digits with an exponent are never read as a decimal. */
export const number = (value: number): Expr => literal(finiteText(value), 'DOUBLE');

const finiteText = (value: number): string =>
  Number.isFinite(value) ? value.toExponential() : String(value);

export const double = (expr: Expr): Expr => cast(expr, 'DOUBLE');
export const doubleColumn = (name: string): Expr => double(column(name));

/** The number, or null for what is none. */
export const ordinary = (name: string): Expr =>
  cases(
    [{ when: call('isfinite', doubleColumn(name)), result: doubleColumn(name) }],
    literal(null, 'DOUBLE'),
  );

export const plus = (a: Expr, b: Expr): Expr => call('add', a, b);
export const minus = (a: Expr, b: Expr): Expr => call('subtract', a, b);
export const times = (a: Expr, b: Expr): Expr => call('multiply', a, b);
export const over = (a: Expr, b: Expr): Expr => call('divide', a, b);
export const squared = (a: Expr): Expr => times(a, a);

/** A sum as a balanced tree: engines limit how deep an expression may be. */
export const sumOf = (terms: readonly Expr[]): Expr => {
  if (terms.length === 0) return number(0);
  if (terms.length === 1) return terms[0] as Expr;
  const half = terms.length >> 1;
  return plus(sumOf(terms.slice(0, half)), sumOf(terms.slice(half)));
};

/** `intercept + Σ weight · term`; weights of zero are left out, their terms still count as null when they are null. */
export const linearSum = (terms: readonly Expr[], weights: readonly number[], intercept: number): Expr =>
  sumOf([number(intercept), ...terms.map((term, j) => times(number(weights[j] ?? 0), term))]);

/** A class or category written as text, as a constant of its type. */
export const constant = (text: string, type: DataType): Expr =>
  type === 'VARCHAR' ? literal(text) : type === 'BOOLEAN' ? literal(text === 'true') : literal(text, type);
