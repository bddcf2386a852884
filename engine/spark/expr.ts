/** Expressions as PySpark. */
import type { Expr, SortKey } from '../plan/expr.ts';
import { type FunctionName, functionInfo } from '../plan/functions.ts';
import { type DataType, familyOf } from '../schema/types.ts';
import { printAggregate } from './aggregate.ts';
import { printCast } from './cast.ts';
import { sparkSpelling } from './functions.ts';
import { asDouble, printLiteral } from './literal.ts';
import { freePyName } from './names.ts';
import { columnName, pyText } from './python.ts';
import { fnName, type Printing, type Scope, settle, sortKeyText } from './scope.ts';
import { type Arg, asText, isRefused, lit, operand, type Printed, type Tools } from './spelling.ts';
import { printOver } from './window.ts';

const toolsOf = (scope: Scope): Tools => ({ helper: scope.helper, print: e => argOf(e, scope) });

const argOf = (expr: Expr, scope: Scope): Arg => {
  const type =
    scope.types.get(expr) ??
    (expr.op === 'cast' ? expr.type : expr.op === 'literal' ? literalType(expr) : undefined);
  if (expr.op === 'literal') return { expr, type, infix: false, ...printLiteral(expr, type) };
  const printed = print(expr, scope);
  return { expr, type, text: printed.text, bare: printed.text, infix: printed.infix };
};

const literalType = (expr: Extract<Expr, { op: 'literal' }>): DataType | undefined =>
  expr.type ??
  (typeof expr.value === 'string' ? 'VARCHAR' : typeof expr.value === 'boolean' ? 'BOOLEAN' : undefined);

/** Arguments; decimal constants beside fractional numbers are printed as fractions, which is what they are then. */
const argsOf = (exprs: readonly Expr[], scope: Scope): readonly Arg[] => {
  const args = exprs.map(e => argOf(e, scope));
  if (!args.some(a => a.expr.op !== 'literal' && a.type !== undefined && familyOf(a.type) === 'float'))
    return args;
  return args.map(arg => {
    const fraction = arg.expr.op === 'literal' ? asDouble(arg.expr) : undefined;
    return fraction === undefined
      ? arg
      : { ...arg, type: 'DOUBLE', text: `F.lit(${fraction})`, bare: fraction };
  });
};

const spell = (fn: FunctionName, args: readonly Arg[], scope: Scope): Printed => {
  const spelling = sparkSpelling(fn);
  const value =
    typeof spelling === 'function'
      ? spelling(args, toolsOf(scope))
      : typeof spelling === 'string'
        ? `F.${spelling}(${args.map(a => a.text).join(', ')})`
        : spelling;
  return settle(value, `The function ${functionInfo(fn).signature}`, scope);
};

/** The PySpark text of an expression, always a Column. */
export const printExpr = (expr: Expr, scope: Scope): string => argOf(expr, scope).text;

/** The same, fit to call a method on. */
export const printOperand = (expr: Expr, scope: Scope): string => operand(argOf(expr, scope));

const printingIn = (scope: Scope): Printing => ({
  scope,
  text: expr => printExpr(expr, scope),
  operand: expr => printOperand(expr, scope),
  args: exprs => argsOf(exprs, scope),
  call: (fn, args) => spell(fn, args, scope),
});

const print = (expr: Expr, scope: Scope): Printed => {
  const simple = (text: string): Printed => ({ text, infix: false });
  switch (expr.op) {
    case 'column': {
      const lambda = expr.side === undefined ? scope.lambdas?.get(expr.name) : undefined;
      if (lambda !== undefined) return simple(lambda);
      const name = columnName(expr.name);
      return simple(
        expr.side === undefined
          ? `F.col(${name})`
          : `F.col(${pyText(`${expr.side === 'left' ? 'l' : 'r'}.`).slice(0, -1)}${name.slice(1)})`,
      );
    }
    case 'literal':
      return simple(printLiteral(expr, scope.types.get(expr)).text);
    case 'native':
      throw new Error('what was learned is not said of rows on Spark');
    case 'call':
      return spell(fnName(expr.fn), argsOf(expr.args, scope), scope);
    case 'aggregate':
      return printAggregate(expr, printingIn(scope));
    case 'over':
      return printOver(expr, printingIn(scope));
    case 'case': {
      const branches = expr.branches.map(
        b => `when(${printExpr(b.when, scope)}, ${printExpr(b.result, scope)})`,
      );
      const otherwise = expr.otherwise ? `.otherwise(${printExpr(expr.otherwise, scope)})` : '';
      return simple(`F.${branches.join('.')}${otherwise}`);
    }
    case 'cast':
      return settle(
        printCast(argOf(expr.expr, scope), expr.type, expr.onError, toolsOf(scope)),
        `The cast to ${expr.type}`,
        scope,
      );
    case 'lambda': {
      const used = new Set(scope.lambdas?.values() ?? []);
      const names = new Map(expr.params.map(p => [p, freePyName(p, used)] as const));
      const inner = { ...scope, lambdas: new Map([...(scope.lambdas ?? []), ...names]) };
      return simple(`lambda ${[...names.values()].join(', ')}: ${printExpr(expr.body, inner)}`);
    }
    case 'struct':
      return simple(
        `F.struct(${expr.fields.map(f => `${printOperand(f.expr, scope)}.alias(${pyText(f.name)})`).join(', ')})`,
      );
    case 'fail': {
      const [node, , ...sentence] = expr.message.split('|');
      const message = sentence.length > 0 ? `${node}: ${sentence.join('|')}` : expr.message;
      if (expr.detail === undefined) return simple(`F.raise_error(${lit(message)})`);
      const detail = asText(argOf(expr.detail, scope));
      // The value is for the reader of the message only, so that it may look a little different.
      const text = isRefused(detail) ? `${printOperand(expr.detail, scope)}.cast("string")` : detail;
      return simple(`F.raise_error(F.concat(${lit(message)}, F.coalesce(${text}, ${lit('null')})))`);
    }
  }
};

/** One key of an order, with the place of nulls written down. */
export const printSortKey = (key: SortKey, scope: Scope): string =>
  sortKeyText(key, printOperand(key.expr, scope));
