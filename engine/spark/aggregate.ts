/** Aggregates as PySpark. */
import type { AggregateExpr, SortKey } from '../plan/expr.ts';
import { type FunctionName, functionInfo } from '../plan/functions.ts';
import { pyText } from './python.ts';
import { filtered, fnName, keepsNulls, type Printing, settle } from './scope.ts';
import { type Arg, operand, type Printed, type Refused, refuse } from './spelling.ts';

export const printAggregate = (expr: AggregateExpr, printing: Printing): Printed => {
  const fn = fnName(expr.fn);
  const what = `The aggregate ${functionInfo(fn).signature}`;
  const args = printing.args(expr.args);
  if (expr.order?.length && (fn === 'first' || fn === 'last' || fn === 'list' || fn === 'string_agg'))
    return someRows(
      fn,
      settle(orderedAggregate(fn, args, expr.order, expr, printing), what, printing.scope),
      printing,
    );
  if (!expr.order?.length && (fn === 'first' || fn === 'last' || fn === 'list' || fn === 'string_agg'))
    printing.scope.report(what, 'rows have no order of their own there; give it an “order by”', 'warning');
  if (expr.filter !== undefined && keepsNulls.has(fn))
    return settle(
      refuse('it keeps nulls, so it cannot be combined with a filter; filter the rows first'),
      what,
      printing.scope,
    );
  const filter = expr.filter;
  const kept = filter === undefined ? args : filtered(args, filter, printing);
  if (filter !== undefined && fn === 'count_star')
    return { text: `F.count_if(${printing.text(filter)})`, infix: false };
  if (expr.distinct) return settle(distinctAggregate(fn, kept), what, printing.scope);
  return someRows(fn, printing.call(fn, kept), printing);
};

/** A list over no rows is null in ours and empty there. */
const someRows = (fn: FunctionName, printed: Printed, printing: Printing): Printed =>
  fn === 'list' && printing.scope.overAll
    ? { text: `F.when(F.count(F.lit(1)) > 0, ${printed.text})`, infix: false }
    : printed;

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
  printing: Printing,
): { struct: string; descending: boolean } | undefined => {
  const descending = keys[0]?.descending ?? false;
  if (keys.some(k => k.descending !== descending)) return undefined;
  const fields = keys.flatMap((key, i) => {
    const x = printing.operand(key.expr);
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
  printing: Printing,
): string | Refused => {
  const sorted = sortStruct(keys, printing);
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
