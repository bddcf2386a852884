/** What printing an expression needs to know, and what the printers of its parts share. */
import { invariant } from '../diagnostics/errors.ts';
import type { Expr, SortKey } from '../plan/expr.ts';
import { type FunctionName, isFunctionName } from '../plan/functions.ts';
import type { DataType } from '../schema/types.ts';
import type { Helper } from './helpers.ts';
import { type Arg, isRefused, type Printed, type Refused } from './spelling.ts';

/** What an expression is printed in. */
export type Scope = {
  readonly types: ReadonlyMap<Expr, DataType>;
  /** Python names of lambda parameters. */
  readonly lambdas?: ReadonlyMap<string, string>;
  /** Told of what Spark cannot do, or does only nearly (a warning). */
  readonly report: (what: string, reason: string, severity: 'error' | 'warning') => void;
  readonly helper: (name: Helper) => string;
  /** Whether an aggregate goes over the whole table, so that it may go over no rows at all. */
  readonly overAll?: boolean;
};

/** Prints the parts of an expression, all in one scope. */
export type Printing = {
  readonly scope: Scope;
  /** The text of a Column. */
  readonly text: (expr: Expr) => string;
  /** The same, fit to call a method on. */
  readonly operand: (expr: Expr) => string;
  readonly args: (exprs: readonly Expr[]) => readonly Arg[];
  readonly call: (fn: FunctionName, args: readonly Arg[]) => Printed;
};

const unwritten: Printed = { text: 'F.lit(None)', infix: false };

/** Printed text, or a null where something is refused, which is reported. */
export const settle = (value: string | Printed | Refused, what: string, scope: Scope): Printed => {
  if (typeof value === 'string') return { text: value, infix: false };
  if (!isRefused(value)) return value;
  scope.report(what, value.unsupported, 'error');
  return unwritten;
};

export const fnName = (fn: string): FunctionName => {
  invariant(isFunctionName(fn), `${fn} is in the function table`);
  return fn;
};

/** Aggregates that keep nulls, so that a filter cannot be written as a value that is null elsewhere. */
export const keepsNulls = new Set<FunctionName>(['first', 'last', 'list', 'grouping']);

/** Arguments that are null in rows that a filter leaves out. */
export const filtered = (args: readonly Arg[], filter: Expr, { text: print }: Printing): readonly Arg[] => {
  const [first, ...rest] = args;
  if (first === undefined) return args;
  const text = `F.when(${print(filter)}, ${first.text})`;
  return [{ ...first, text, bare: text, infix: false }, ...rest];
};

/** One key of an order, with the place of nulls written down. */
export const sortKeyText = (key: SortKey, operand: string): string =>
  `${operand}.${key.descending ? 'desc' : 'asc'}_nulls_${key.nulls}()`;
