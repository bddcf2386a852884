/** Functions over row windows as PySpark. */
import type { FrameBound, OverExpr } from '../plan/expr.ts';
import { type FunctionName, functionInfo } from '../plan/functions.ts';
import { filtered, fnName, keepsNulls, type Printing, settle, sortKeyText } from './scope.ts';
import { type Printed, refuse } from './spelling.ts';

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

export const printOver = (expr: OverExpr, printing: Printing): Printed => {
  const fn = fnName(expr.fn);
  const what = `The window function ${functionInfo(fn).signature}`;
  if (expr.distinct)
    return settle(refuse('“distinct” cannot be combined with a window'), what, printing.scope);
  const args = printing.args(expr.args);
  const filter = expr.filter;
  let value: Printed;
  if (filter !== undefined && fn === 'count_star')
    value = { text: `F.count_if(${printing.text(filter)})`, infix: false };
  else if (filter !== undefined && keepsNulls.has(fn))
    return settle(refuse('it cannot be combined with a filter'), what, printing.scope);
  else value = printing.call(fn, filter === undefined ? args : filtered(args, filter, printing));
  if (expr.ignoreNulls) {
    if (fn !== 'first_value' && fn !== 'last_value' && fn !== 'nth_value')
      return settle(
        refuse('“ignore nulls” is exported for first_value, last_value and nth_value'),
        what,
        printing.scope,
      );
    value = { text: value.text.replace(/\)$/, ', True)'), infix: false };
  }
  if (value.text.startsWith('F.try_divide(') || value.text.startsWith('F.transform('))
    return settle(
      refuse('it is made of several steps there, which a window cannot hold; cast to DOUBLE first'),
      what,
      printing.scope,
    );
  const window = windowOf(expr, fn, what, printing);
  return { text: `${value.infix ? `(${value.text})` : value.text}.over(${window})`, infix: false };
};

const windowOf = (expr: OverExpr, fn: FunctionName, what: string, printing: Printing): string => {
  const parts: string[] = [];
  if (expr.partition.length > 0 || (expr.order.length === 0 && !needsOrder.has(fn)))
    parts.push(`partitionBy(${expr.partition.map(e => printing.text(e)).join(', ')})`);
  if (expr.order.length > 0)
    parts.push(`orderBy(${expr.order.map(k => sortKeyText(k, printing.operand(k.expr))).join(', ')})`);
  else if (needsOrder.has(fn)) {
    printing.scope.report(
      what,
      'rows have no order of their own there; the order in which files are read is used. Give the window an order',
      'warning',
    );
    parts.push('orderBy(F.monotonically_increasing_id())');
  }
  if (expr.frame) {
    const { unit, start, end } = expr.frame;
    const [from, to] = [bound(start, 'start', what, printing), bound(end, 'end', what, printing)];
    parts.push(`${unit === 'rows' ? 'rowsBetween' : 'rangeBetween'}(${from}, ${to})`);
  }
  return `Window.${parts.join('.')}`;
};

const bound = (b: FrameBound, side: 'start' | 'end', what: string, printing: Printing): string => {
  if (b.kind === 'unbounded')
    return side === 'start' ? 'Window.unboundedPreceding' : 'Window.unboundedFollowing';
  if (b.kind === 'current') return 'Window.currentRow';
  const negative = b.value.op === 'call' && b.value.fn === 'negate' ? b.value.args[0] : undefined;
  const value = negative ?? b.value;
  const number = value.op === 'literal' ? Number(value.value) : Number.NaN;
  if (!Number.isInteger(number)) {
    printing.scope.report(what, 'the frame must be written with whole numbers', 'error');
    return '0';
  }
  return String(negative === undefined ? number : -number);
};
