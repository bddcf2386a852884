/** Expressions as PySpark. */
import { invariant } from '../diagnostics/errors.ts';
import type { AggregateExpr, Expr, FrameBound, OverExpr, SortKey } from '../plan/expr.ts';
import { type FunctionName, functionInfo, isFunctionName } from '../plan/functions.ts';
import { type DataType, familyOf } from '../schema/types.ts';
import { printCast } from './cast.ts';
import { sparkSpelling } from './functions.ts';
import type { Helper } from './helpers.ts';
import { asDouble, printLiteral } from './literal.ts';
import { freePyName } from './names.ts';
import { pyText } from './python.ts';
import {
  type Arg,
  asText,
  isRefused,
  lit,
  operand,
  type Printed,
  type Refused,
  refuse,
  type Tools,
} from './spelling.ts';

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

/** A column name as `F.col` takes it: odd names stand in backticks. */
export const columnName = (name: string): string =>
  pyText(/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``);

const unwritten: Printed = { text: 'F.lit(None)', infix: false };

const settle = (value: string | Printed | Refused, what: string, scope: Scope): Printed => {
  if (typeof value === 'string') return { text: value, infix: false };
  if (!isRefused(value)) return value;
  scope.report(what, value.unsupported, 'error');
  return unwritten;
};

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

const fnName = (fn: string): FunctionName => {
  invariant(isFunctionName(fn), `${fn} is in the function table`);
  return fn;
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
    case 'call':
      return spell(fnName(expr.fn), argsOf(expr.args, scope), scope);
    case 'aggregate':
      return printAggregate(expr, scope);
    case 'over':
      return printOver(expr, scope);
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

/** Aggregates that keep nulls, so that a filter cannot be written as a value that is null elsewhere. */
const keepsNulls = new Set<FunctionName>(['first', 'last', 'list', 'grouping']);

const printAggregate = (expr: AggregateExpr, scope: Scope): Printed => {
  const fn = fnName(expr.fn);
  const what = `The aggregate ${functionInfo(fn).signature}`;
  const args = argsOf(expr.args, scope);
  if (expr.order?.length && (fn === 'first' || fn === 'last' || fn === 'list' || fn === 'string_agg'))
    return someRows(fn, settle(orderedAggregate(fn, args, expr.order, expr, scope), what, scope), scope);
  if (!expr.order?.length && (fn === 'first' || fn === 'last' || fn === 'list' || fn === 'string_agg'))
    scope.report(what, 'rows have no order of their own there; give it an “order by”', 'warning');
  if (expr.filter !== undefined && keepsNulls.has(fn))
    return settle(
      refuse('it keeps nulls, so it cannot be combined with a filter; filter the rows first'),
      what,
      scope,
    );
  const filter = expr.filter;
  const kept = filter === undefined ? args : filtered(args, filter, scope);
  if (filter !== undefined && fn === 'count_star')
    return { text: `F.count_if(${printExpr(filter, scope)})`, infix: false };
  if (expr.distinct) return settle(distinctAggregate(fn, kept), what, scope);
  return someRows(fn, spell(fn, kept, scope), scope);
};

/** A list over no rows is null in ours and empty there. */
const someRows = (fn: FunctionName, printed: Printed, scope: Scope): Printed =>
  fn === 'list' && scope.overAll
    ? { text: `F.when(F.count(F.lit(1)) > 0, ${printed.text})`, infix: false }
    : printed;

const filtered = (args: readonly Arg[], filter: Expr, scope: Scope): readonly Arg[] => {
  const [first, ...rest] = args;
  if (first === undefined) return args;
  const text = `F.when(${printExpr(filter, scope)}, ${first.text})`;
  return [{ ...first, text, bare: text, infix: false }, ...rest];
};

const distinctAggregate = (fn: FunctionName, args: readonly Arg[]): string | Refused => {
  const list = args.map(a => a.text).join(', ');
  switch (fn) {
    case 'count':
      return `F.count_distinct(${list})`;
    case 'sum':
      return `F.sum_distinct(${list})`;
    case 'min':
    case 'max':
    case 'bool_and':
    case 'bool_or':
      return `F.${fn}(${list})`;
    default:
      return refuse('“distinct” is exported for count and sum; drop duplicates first');
  }
};

/** Keys as one struct that sorts as they do: whether a value is missing, then the value. Undefined for mixed directions. */
const sortStruct = (
  keys: readonly SortKey[],
  scope: Scope,
): { struct: string; descending: boolean } | undefined => {
  const descending = keys[0]?.descending ?? false;
  if (keys.some(k => k.descending !== descending)) return undefined;
  const fields = keys.flatMap((key, i) => {
    const x = printOperand(key.expr, scope);
    const nullsLargest = (key.nulls === 'last') !== descending;
    return [`${x}.${nullsLargest ? 'isNull' : 'isNotNull'}().alias("n${i}")`, `${x}.alias("k${i}")`];
  });
  return { struct: fields.join(', '), descending };
};

const orderedAggregate = (
  fn: 'first' | 'last' | 'list' | 'string_agg',
  args: readonly Arg[],
  keys: readonly SortKey[],
  expr: AggregateExpr,
  scope: Scope,
): string | Refused => {
  const sorted = sortStruct(keys, scope);
  if (sorted === undefined) return refuse('all parts of its order must go the same way');
  if (expr.filter || expr.distinct)
    return refuse('an order together with a filter or “distinct” is not exported');
  const x = args[0]?.text ?? 'F.lit(None)';
  if (fn === 'first' || fn === 'last')
    return `F.${(fn === 'first') === sorted.descending ? 'max_by' : 'min_by'}(${x}, F.struct(${sorted.struct}))`;
  const rows = `F.collect_list(F.struct(${sorted.struct}, ${args[0] ? operand(args[0]) : x}.alias("v")))`;
  const values = `F.transform(F.sort_array(${rows}, ${sorted.descending ? 'False' : 'True'}), lambda s: s.getField("v"))`;
  if (fn === 'list') return values;
  const separator =
    args[1]?.expr.op === 'literal' && typeof args[1].expr.value === 'string'
      ? args[1].expr.value
      : args[1] === undefined
        ? ','
        : undefined;
  if (separator === undefined) return refuse('the separator must be written down');
  return `F.when(F.count(${x}) > 0, F.array_join(${values}, ${pyText(separator)}))`;
};

/** Spark refuses these without an order; ours then go by the order of arrival. */
const needsOrder = new Set<FunctionName>([
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'ntile',
  'lag',
  'lead',
  'nth_value',
  'first_value',
  'last_value',
  'first',
  'last',
]);

const printOver = (expr: OverExpr, scope: Scope): Printed => {
  const fn = fnName(expr.fn);
  const what = `The window function ${functionInfo(fn).signature}`;
  if (expr.distinct) return settle(refuse('“distinct” cannot be combined with a window'), what, scope);
  const args = argsOf(expr.args, scope);
  const filter = expr.filter;
  let value: Printed;
  if (filter !== undefined && fn === 'count_star')
    value = { text: `F.count_if(${printExpr(filter, scope)})`, infix: false };
  else if (filter !== undefined && keepsNulls.has(fn))
    return settle(refuse('it cannot be combined with a filter'), what, scope);
  else value = spell(fn, filter === undefined ? args : filtered(args, filter, scope), scope);
  if (expr.ignoreNulls) {
    if (fn !== 'first_value' && fn !== 'last_value' && fn !== 'nth_value')
      return settle(
        refuse('“ignore nulls” is exported for first_value, last_value and nth_value'),
        what,
        scope,
      );
    value = { text: value.text.replace(/\)$/, ', True)'), infix: false };
  }
  if (value.text.startsWith('F.try_divide(') || value.text.startsWith('F.transform('))
    return settle(
      refuse('it is made of several steps there, which a window cannot hold; cast to DOUBLE first'),
      what,
      scope,
    );
  const window = windowOf(expr, fn, what, scope);
  return { text: `${value.infix ? `(${value.text})` : value.text}.over(${window})`, infix: false };
};

const windowOf = (expr: OverExpr, fn: FunctionName, what: string, scope: Scope): string => {
  const parts: string[] = [];
  if (expr.partition.length > 0 || (expr.order.length === 0 && !needsOrder.has(fn)))
    parts.push(`partitionBy(${expr.partition.map(e => printExpr(e, scope)).join(', ')})`);
  if (expr.order.length > 0) parts.push(`orderBy(${expr.order.map(k => printSortKey(k, scope)).join(', ')})`);
  else if (needsOrder.has(fn)) {
    scope.report(
      what,
      'rows have no order of their own there; the order in which files are read is used. Give the window an order',
      'warning',
    );
    parts.push('orderBy(F.monotonically_increasing_id())');
  }
  if (expr.frame) {
    const { unit, start, end } = expr.frame;
    const [from, to] = [bound(start, 'start', what, scope), bound(end, 'end', what, scope)];
    parts.push(`${unit === 'rows' ? 'rowsBetween' : 'rangeBetween'}(${from}, ${to})`);
  }
  return `Window.${parts.join('.')}`;
};

const bound = (b: FrameBound, side: 'start' | 'end', what: string, scope: Scope): string => {
  if (b.kind === 'unbounded')
    return side === 'start' ? 'Window.unboundedPreceding' : 'Window.unboundedFollowing';
  if (b.kind === 'current') return 'Window.currentRow';
  const negative = b.value.op === 'call' && b.value.fn === 'negate' ? b.value.args[0] : undefined;
  const value = negative ?? b.value;
  const number = value.op === 'literal' ? Number(value.value) : Number.NaN;
  if (!Number.isInteger(number)) {
    scope.report(what, 'the frame must be written with whole numbers', 'error');
    return '0';
  }
  return String(negative === undefined ? number : -number);
};

/** One key of an order, with the place of nulls written down. */
export const printSortKey = (key: SortKey, scope: Scope): string =>
  `${printOperand(key.expr, scope)}.${key.descending ? 'desc' : 'asc'}_nulls_${key.nulls}()`;
