import { ident, text } from '../connectors/quote.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { Expr, Frame, FrameBound, LiteralExpr, SortKey } from '../plan/expr.ts';
import { isFunctionName } from '../plan/functions.ts';
import { familyOf, numeric } from '../schema/types.ts';
import { printCall } from './functions.ts';

/** Starts the message of errors that a plan raises itself; the run finds node and words behind it. */
export const failMark = 'millrace-fail ';

/** The DuckDB text of an expression. Everything is bracketed, so that no precedence is left to chance. */
export const printExpr = (expr: Expr): string => {
  switch (expr.op) {
    case 'column':
      return expr.side === undefined
        ? ident(expr.name)
        : `${expr.side === 'left' ? 'l' : 'r'}.${ident(expr.name)}`;
    case 'literal':
      return printLiteral(expr);
    case 'call':
      invariant(isFunctionName(expr.fn), `${expr.fn} is in the function table`);
      return printCall(expr.fn, expr.args.map(printExpr));
    case 'native':
      return `${ident(expr.fn)}(${expr.args.map(printExpr).join(', ')})`;
    case 'aggregate': {
      invariant(isFunctionName(expr.fn), `${expr.fn} is in the function table`);
      const filter = expr.filter ? ` FILTER (WHERE ${printExpr(expr.filter)})` : '';
      if (expr.fn === 'count_star') return `count(*)${filter}`;
      const order = expr.order?.length ? ` ORDER BY ${expr.order.map(printSortKey).join(', ')}` : '';
      const distinct = expr.distinct ? 'DISTINCT ' : '';
      return `${expr.fn}(${distinct}${expr.args.map(printExpr).join(', ')}${order})${filter}`;
    }
    case 'over': {
      invariant(isFunctionName(expr.fn), `${expr.fn} is in the function table`);
      const args =
        expr.fn === 'count_star'
          ? '*'
          : `${expr.distinct ? 'DISTINCT ' : ''}${expr.args.map(printExpr).join(', ')}`;
      const nulls = expr.ignoreNulls ? ' IGNORE NULLS' : '';
      const filter = expr.filter ? ` FILTER (WHERE ${printExpr(expr.filter)})` : '';
      const name = expr.fn === 'count_star' ? 'count' : expr.fn;
      const inside = [
        expr.partition.length ? `PARTITION BY ${expr.partition.map(printExpr).join(', ')}` : '',
        expr.order.length ? `ORDER BY ${expr.order.map(printSortKey).join(', ')}` : '',
        expr.frame ? printFrame(expr.frame) : '',
      ].filter(part => part !== '');
      return `${name}(${args}${nulls})${filter} OVER (${inside.join(' ')})`;
    }
    case 'case': {
      const branches = expr.branches
        .map(b => `WHEN ${printExpr(b.when)} THEN ${printExpr(b.result)}`)
        .join(' ');
      return `CASE ${branches}${expr.otherwise ? ` ELSE ${printExpr(expr.otherwise)}` : ''} END`;
    }
    case 'cast':
      return `${expr.onError === 'null' ? 'TRY_CAST' : 'CAST'}(${printExpr(expr.expr)} AS ${expr.type})`;
    case 'lambda':
      return `lambda ${expr.params.map(ident).join(', ')}: ${printExpr(expr.body)}`;
    case 'struct':
      return `struct_pack(${expr.fields.map(f => `${ident(f.name)} := ${printExpr(f.expr)}`).join(', ')})`;
    case 'fail': {
      const message = text(`${failMark}${expr.message}`);
      return expr.detail
        ? `error(${message} || coalesce(CAST(${printExpr(expr.detail)} AS VARCHAR), 'null'))`
        : `error(${message})`;
    }
  }
};

const printLiteral = ({ value, type }: LiteralExpr): string => {
  if (value === null) return type === undefined ? 'NULL' : `CAST(NULL AS ${type})`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') {
    const digits = Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`;
    return type === undefined ? digits : `CAST(${digits} AS ${type})`;
  }
  if (type === undefined) return text(value);
  // Digits keep the type that they were written with; everything else is read as its type.
  if (numeric.includes(familyOf(type)) && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    return /^(DECIMAL|HUGEINT|BIGINT|DOUBLE)/.test(type) ? value : `CAST(${value} AS ${type})`;
  }
  return `CAST(${text(value)} AS ${type})`;
};

export const printSortKey = (key: SortKey): string =>
  `${printExpr(key.expr)} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nulls === 'first' ? 'FIRST' : 'LAST'}`;

const printFrame = (frame: Frame): string => {
  const bound = (b: FrameBound, side: 'PRECEDING' | 'FOLLOWING'): string => {
    if (b.kind === 'unbounded') return `UNBOUNDED ${side}`;
    if (b.kind === 'current') return 'CURRENT ROW';
    const value = b.value;
    if (value.op === 'call' && value.fn === 'negate' && value.args[0])
      return `${printExpr(value.args[0])} PRECEDING`;
    if (value.op === 'literal' && typeof value.value === 'number' && value.value < 0)
      return `${-value.value} PRECEDING`;
    return `${printExpr(value)} FOLLOWING`;
  };
  return `${frame.unit.toUpperCase()} BETWEEN ${bound(frame.start, 'PRECEDING')} AND ${bound(frame.end, 'FOLLOWING')}`;
};
