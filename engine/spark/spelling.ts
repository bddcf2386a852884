/** What a function is on Spark, and the words that spellings are written with. */
import type { Expr, LiteralExpr } from '../plan/expr.ts';
import { type DataType, familyOf, type TypeFamily } from '../schema/types.ts';
import type { Helper } from './helpers.ts';
import { pyText } from './python.ts';

/** A printed argument. `text` is a Column; `bare` is what an operator beside a Column may take, such as `5`. */
export type Arg = {
  readonly expr: Expr;
  readonly type: DataType | undefined;
  readonly text: string;
  readonly bare: string;
  /** True when an operator stands outermost, so that it needs brackets as an operand. */
  readonly infix: boolean;
};

export type Printed = { readonly text: string; readonly infix: boolean };

/** What spellings may ask of the printer around them. */
export type Tools = {
  /** The name of a function of the generated program that stands in for a missing one. */
  readonly helper: (name: Helper) => string;
  /** Prints another expression in the same place. */
  readonly print: (expr: Expr) => Arg;
};

/** A spelling that cannot be written for these arguments; `reason` completes “cannot be exported to Spark: …”. */
export type Refused = { readonly unsupported: string };

export type Spelling =
  /** The name in `pyspark.sql.functions`, arguments as they are. */
  string | ((args: readonly Arg[], tools: Tools) => string | Printed | Refused) | Refused;

export const refuse = (reason: string): Refused => ({ unsupported: reason });

export const infix = (text: string): Printed => ({ text, infix: true });

export const familyAt = (arg: Arg | undefined): TypeFamily | undefined =>
  arg?.type === undefined ? undefined : familyOf(arg.type);

/** An argument as an operand or as what a method is called on. */
export const operand = (arg: Arg | undefined): string =>
  arg === undefined ? 'F.lit(None)' : arg.infix ? `(${arg.text})` : arg.text;

/** An argument as the right side of an operator: constants stand bare. */
export const beside = (arg: Arg | undefined): string =>
  arg === undefined ? 'F.lit(None)' : arg.infix ? `(${arg.bare})` : arg.bare;

export const texts = (args: readonly Arg[]): string => args.map(a => a.text).join(', ');

/** The constant an argument is, or undefined. */
export const constantOf = (arg: Arg | undefined): LiteralExpr['value'] | undefined =>
  arg?.expr.op === 'literal' ? arg.expr.value : undefined;

export const textOf = (arg: Arg | undefined): string | undefined => {
  const value = constantOf(arg);
  return typeof value === 'string' ? value : undefined;
};

/** A whole number written in the formula, a minus sign included. */
export const wholeOf = (arg: Arg | undefined): number | undefined => {
  if (arg?.expr.op === 'call' && arg.expr.fn === 'negate') {
    const inner = arg.expr.args[0];
    return inner?.op === 'literal' && typeof inner.value === 'number' ? -inner.value : undefined;
  }
  const value = constantOf(arg);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
};

/** A method of the first argument: `x.contains(…)`. */
export const method =
  (name: string): Spelling =>
  ([x, ...rest]) =>
    `${operand(x)}.${name}(${rest.map(a => a.bare).join(', ')})`;

export const operator =
  (sign: string): Spelling =>
  ([a, b]) =>
    infix(`${operand(a)} ${sign} ${beside(b)}`);

/** A function of `pyspark.sql.functions` that takes a fixed number of arguments. */
export const named =
  (name: string): Spelling =>
  args =>
    `F.${name}(${texts(args)})`;

/** As text: what `concat` and its like take. Fractions are written differently by the engines. */
export const asText = (arg: Arg): string | Refused => {
  switch (familyAt(arg)) {
    case 'text':
    case undefined:
    case 'unknown':
      return arg.text;
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'date':
      return `${operand(arg)}.cast("string")`;
    case 'timestamp':
      if (arg.type === 'TIMESTAMP') return `${operand(arg)}.cast("string")`;
      return refuse('times with a zone become text differently; use strftime(…)');
    case 'float':
      return refuse('fractional numbers become text differently; round them and cast to a DECIMAL first');
    case 'time':
    case 'interval':
    case 'blob':
    case 'list':
    case 'struct':
    case 'map':
    case 'other':
      return refuse(`${arg.type} becomes text differently`);
  }
};

export const isRefused = (value: string | Printed | Refused): value is Refused =>
  typeof value === 'object' && 'unsupported' in value;

export const lit = (value: string): string => `F.lit(${pyText(value)})`;
