/** Calls of functions and row windows, from the syntax tree to our expressions. */
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { CallExpr, Expr, Frame, FrameBound, SortKey } from '../plan/expr.ts';
import { type FunctionName, functionInfo, functionSpelled, functionSpellings } from '../plan/functions.ts';
import { nearest } from '../schema/nearest.ts';
import { placeOf, Refusal, type Scope, stop } from './refusal.ts';
import { nodeAt, nodesAt, type TreeNode, textAt } from './tree.ts';

/** How the parts of a call are translated; given by the caller, which this file would otherwise import in a circle. */
type Translate = (node: TreeNode, scope: Scope) => Expr;

const call = (fn: FunctionName, args: readonly Expr[]): CallExpr => ({ op: 'call', fn, args });

const named = (node: TreeNode, scope: Scope): FunctionName => {
  const spelling = textAt(node, 'function_name');
  const schema = textAt(node, 'schema');
  const fn = functionSpelled(spelling);
  if (fn === undefined || (schema !== '' && schema !== 'main')) {
    throw new Refusal({
      ...diagnostic('unknown-function', {
        name: spelling,
        near: nearest(spelling, functionSpellings()) ?? null,
      }),
      ...placeOf(node, scope.text),
    });
  }
  return fn;
};

export const functionCall = (node: TreeNode, scope: Scope, translate: Translate): Expr => {
  const children = nodesAt(node, 'children');
  if (textAt(node, 'function_name') === 'struct_pack' || textAt(node, 'function_name') === 'row') {
    return {
      op: 'struct',
      fields: children.map((child, i) => ({
        name: textAt(child, 'alias') || `f${i + 1}`,
        expr: translate(child, scope),
      })),
    };
  }
  const fn = named(node, scope);
  const args = children.map(child => translate(child, scope));
  const info = functionInfo(fn);
  if (info.kind === 'window')
    return stop(
      node,
      scope,
      `${fn} without “over (…)”`,
      'A window function needs its window, such as over (order by date).',
    );
  if (info.kind === 'scalar') {
    if (fn === 'subtract' && args.length === 1) return call('negate', args);
    return call(fn, args);
  }
  const filter = nodeAt(node, 'filter');
  const order = sortKeys(nodesAt(nodeAt(node, 'order_bys') ?? {}, 'orders'), scope, translate);
  return {
    op: 'aggregate',
    fn: fn === 'count' && args.length === 0 ? 'count_star' : fn,
    args,
    ...(node.distinct === true && { distinct: true }),
    ...(filter && { filter: translate(filter, scope) }),
    ...(order.length > 0 && { order }),
  };
};

const sortKeys = (orders: readonly TreeNode[], scope: Scope, translate: Translate): readonly SortKey[] =>
  orders.map(order => ({
    expr: translate(nodeAt(order, 'expression') ?? {}, scope),
    descending: textAt(order, 'type') === 'DESCENDING',
    nulls: /FIRST/.test(textAt(order, 'null_order')) ? ('first' as const) : ('last' as const),
  }));

export const windowCall = (node: TreeNode, scope: Scope, translate: Translate): Expr => {
  const fn = named(node, scope);
  const optional = (key: string) => {
    const child = nodeAt(node, key);
    return child === undefined ? [] : [translate(child, scope)];
  };
  const filter = nodeAt(node, 'filter_expr');
  const frame = windowFrame(node, scope, translate);
  if (textAt(node, 'exclude_clause') !== 'NO_OTHER')
    return stop(node, scope, 'an “exclude” part', 'Use a frame without it.');
  return {
    op: 'over',
    fn: fn === 'count' && nodesAt(node, 'children').length === 0 ? 'count_star' : fn,
    args: [
      ...nodesAt(node, 'children').map(child => translate(child, scope)),
      ...optional('offset_expr'),
      ...optional('default_expr'),
    ],
    partition: nodesAt(node, 'partitions').map(child => translate(child, scope)),
    order: sortKeys(nodesAt(node, 'orders'), scope, translate),
    ...(frame && { frame }),
    ...(node.ignore_nulls === true && { ignoreNulls: true }),
    ...(node.distinct === true && { distinct: true }),
    ...(filter && { filter: translate(filter, scope) }),
  };
};

/** The frame, where one was written: the parser fills in RANGE UNBOUNDED PRECEDING to CURRENT ROW when none was. */
const windowFrame = (node: TreeNode, scope: Scope, translate: Translate): Frame | undefined => {
  const [start, end] = [textAt(node, 'start'), textAt(node, 'end')];
  if (start === 'UNBOUNDED_PRECEDING' && end === 'CURRENT_ROW_RANGE') return undefined;
  if (/GROUPS/.test(start + end)) return stop(node, scope, 'a “groups” frame', 'Use rows or range.');
  const bound = (kind: string, key: string): FrameBound => {
    if (/^UNBOUNDED/.test(kind)) return { kind: 'unbounded' };
    if (/^CURRENT/.test(kind)) return { kind: 'current' };
    const value = translate(nodeAt(node, key) ?? {}, scope);
    return { kind: 'offset', value: /PRECEDING/.test(kind) ? call('negate', [value]) : value };
  };
  return {
    unit: /RANGE/.test(start + end) ? 'range' : 'rows',
    start: bound(start, 'start_expr'),
    end: bound(end, 'end_expr'),
  };
};
