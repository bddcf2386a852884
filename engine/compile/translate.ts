/** One part of a syntax tree after another, into our expressions. Whatever is not known here is refused by name. */
import type { CallExpr, Expr, LiteralExpr } from '../plan/expr.ts';
import type { FunctionName } from '../plan/functions.ts';
import { formulaLead, type Scope, stop, unknownShape } from './refusal.ts';
import { charOfByte } from './sql-text.ts';
import { functionCall, windowCall } from './translate-calls.ts';
import { nodeAt, nodesAt, type TreeNode, textAt, typeFromTree } from './tree.ts';

const comparisons: Readonly<Record<string, FunctionName>> = {
  COMPARE_EQUAL: 'eq',
  COMPARE_NOTEQUAL: 'ne',
  COMPARE_LESSTHAN: 'lt',
  COMPARE_LESSTHANOREQUALTO: 'le',
  COMPARE_GREATERTHAN: 'gt',
  COMPARE_GREATERTHANOREQUALTO: 'ge',
  COMPARE_DISTINCT_FROM: 'differs',
  COMPARE_NOT_DISTINCT_FROM: 'same',
};

const operatorNames: Readonly<Record<string, FunctionName>> = {
  OPERATOR_NOT: 'not',
  OPERATOR_IS_NULL: 'is_null',
  OPERATOR_IS_NOT_NULL: 'is_not_null',
  OPERATOR_COALESCE: 'coalesce',
  OPERATOR_NULLIF: 'nullif',
  COMPARE_IN: 'in',
  COMPARE_NOT_IN: 'not_in',
  ARRAY_EXTRACT: 'list_element',
  ARRAY_SLICE: 'list_slice',
  STRUCT_EXTRACT: 'struct_field',
};

const call = (fn: FunctionName, args: readonly Expr[]): CallExpr => ({ op: 'call', fn, args });

/** Joins many conditions. Beyond a few as a balanced tree, so that no later walk goes deep: (a and b) and (c and d). */
const conjunction = (fn: 'and' | 'or', conditions: readonly Expr[]): Expr => {
  if (conditions.length <= 8) return conditions.reduce((a, b) => call(fn, [a, b]));
  const middle = conditions.length >> 1;
  return call(fn, [conjunction(fn, conditions.slice(0, middle)), conjunction(fn, conditions.slice(middle))]);
};

/** The meaning of one part of the tree. Throws a `Refusal` where it has none here; the parser bounds the depth. */
export const translate = (node: TreeNode, scope: Scope): Expr => {
  const all = (key: string): readonly Expr[] => nodesAt(node, key).map(child => translate(child, scope));
  const one = (key: string): Expr => {
    const child = nodeAt(node, key);
    return child === undefined
      ? stop(node, scope, 'an unfinished part', 'Complete it.')
      : translate(child, scope);
  };
  switch (textAt(node, 'class')) {
    case 'COLUMN_REF':
      return columnRef(node, scope);
    case 'CONSTANT':
      return constant(node, scope);
    case 'FUNCTION':
      return functionCall(node, scope, translate);
    case 'WINDOW':
      return windowCall(node, scope, translate);
    case 'COMPARISON': {
      const fn = comparisons[textAt(node, 'type')];
      return fn === undefined ? unknownShape(node, scope) : call(fn, [one('left'), one('right')]);
    }
    case 'CONJUNCTION': {
      const fn = textAt(node, 'type') === 'CONJUNCTION_OR' ? 'or' : 'and';
      return conjunction(fn, all('children'));
    }
    case 'BETWEEN':
      return call('between', [one('input'), one('lower'), one('upper')]);
    case 'OPERATOR': {
      const fn = operatorNames[textAt(node, 'type')];
      return fn === undefined ? unknownShape(node, scope) : call(fn, all('children'));
    }
    case 'CASE': {
      const otherwise = nodeAt(node, 'else_expr');
      return {
        op: 'case',
        branches: nodesAt(node, 'case_checks').map(check => ({
          when: translate(nodeAt(check, 'when_expr') ?? {}, scope),
          result: translate(nodeAt(check, 'then_expr') ?? {}, scope),
        })),
        ...(otherwise && { otherwise: translate(otherwise, scope) }),
      };
    }
    case 'CAST':
      return castExpr(node, scope);
    case 'LAMBDA':
      return lambda(node, scope);
    case 'SUBQUERY':
      return stop(node, scope, 'a subquery', 'Bring the other table in with a join or a sql node.');
    case 'STAR':
      return stop(node, scope, 'a “*”', 'Name the columns; count(*) is the one exception.');
    case 'PARAMETER':
      return stop(node, scope, 'a placeholder', 'Pipeline parameters are written ${name}.');
    case 'COLLATE':
      return stop(
        node,
        scope,
        'a collation',
        'Text compares by its characters; use lower(…) or strip_accents(…).',
      );
    default:
      return unknownShape(node, scope);
  }
};

const columnRef = (node: TreeNode, scope: Scope): Expr => {
  const names = Array.isArray(node.column_names) ? node.column_names.filter(n => typeof n === 'string') : [];
  const [first, ...fields] = names;
  if (first === undefined) return unknownShape(node, scope);
  const clock = first.toLowerCase();
  if (
    fields.length === 0 &&
    !scope.lambdas.has(first) &&
    (clock === 'current_date' || clock === 'current_timestamp')
  )
    return call(clock, []);
  // `s.x` is the field x of the struct s: a formula knows one table only, so no table name can stand before a column.
  const column: Expr = { op: 'column', name: first };
  return fields.reduce<Expr>(
    (value, field) => call('struct_field', [value, { op: 'literal', value: field }]),
    column,
  );
};

const constant = (node: TreeNode, scope: Scope): LiteralExpr => {
  const value = nodeAt(node, 'value') ?? {};
  if (value.is_null === true) return { op: 'literal', value: null };
  const type = typeFromTree(nodeAt(value, 'type') ?? {});
  if ('unknown' in type) return unknownShape(node, scope);
  const raw = value.value;
  if (type.type === 'VARCHAR' && typeof raw === 'string') return { op: 'literal', value: raw };
  if (typeof raw === 'boolean') return { op: 'literal', value: raw };
  if (type.type === 'INTEGER' && typeof raw === 'number') return { op: 'literal', value: raw };
  // Wide numbers lose digits in the tree's JSON, so their digits are read from the text.
  const location = Number(node.query_location);
  const from = Number.isFinite(location) ? charOfByte(scope.text, location - formulaLead) : 0;
  const digits = /^[+-]?\s*(?:0x[0-9a-f_]+|[\d_]*\.?[\d_]*(?:e[+-]?\d+)?)/i.exec(scope.text.slice(from))?.[0];
  if (digits === undefined || !/\d/.test(digits)) return unknownShape(node, scope);
  return { op: 'literal', value: digits.replace(/[\s_]/g, ''), type: type.type };
};

const castExpr = (node: TreeNode, scope: Scope): Expr => {
  const read = typeFromTree(nodeAt(node, 'cast_type') ?? {});
  const type = 'unknown' in read ? knownAlias(read.unknown) : read.type;
  if (type === undefined)
    return stop(
      node,
      scope,
      `the unknown type “${'unknown' in read ? read.unknown : ''}”`,
      'Common types: BIGINT, DOUBLE, VARCHAR, DATE, TIMESTAMP.',
    );
  const child = nodeAt(node, 'child') ?? {};
  const inner = translate(child, scope);
  // `true`, `date '2024-01-31'` and the like are constants to a reader, so they are constants in the plan.
  if (
    inner.op === 'literal' &&
    typeof inner.value === 'string' &&
    inner.type === undefined &&
    node.try_cast !== true
  ) {
    if (type === 'BOOLEAN' && (inner.value === 't' || inner.value === 'f'))
      return { op: 'literal', value: inner.value === 't' };
    if (type === 'DATE' || type === 'TIMESTAMP') return { op: 'literal', value: inner.value, type };
  }
  return { op: 'cast', expr: inner, type, onError: node.try_cast === true ? 'null' : 'fail' };
};

const knownAlias = (name: string): string | undefined => (name.toLowerCase() === 'json' ? 'JSON' : undefined);

const lambda = (node: TreeNode, scope: Scope): Expr => {
  const lhs = nodeAt(node, 'lhs') ?? {};
  const heads = textAt(lhs, 'class') === 'FUNCTION' ? nodesAt(lhs, 'children') : [lhs];
  const params = heads.map(head => {
    const names = head.column_names;
    return Array.isArray(names) && typeof names[0] === 'string' ? names[0] : unknownShape(node, scope);
  });
  const body = translate(nodeAt(node, 'expr') ?? {}, {
    ...scope,
    lambdas: new Set([...scope.lambdas, ...params]),
  });
  return { op: 'lambda', params, body };
};
