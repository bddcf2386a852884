/** From the parser's syntax tree to our expression tree: the only way a formula enters a plan. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { CallExpr, Expr, Frame, FrameBound, LiteralExpr, SortKey } from '../plan/expr.ts';
import { type FunctionName, functionInfo, functionSpelled, functionSpellings } from '../plan/functions.ts';
import { nearest } from '../schema/nearest.ts';
import { isNode, nodeAt, nodesAt, type Parsed, type TreeNode, textAt, typeFromTree } from './tree.ts';

/** What a formula is parsed as. Never wrapped in parentheses: that would let `a) or (b` through. */
export const formulaSql = (text: string): string => `SELECT ${text}`;
const lead = 'SELECT '.length;

type Failure = { readonly failure: Omit<Diagnostic, 'severity'> };
type Translated = Expr | Failure;
export const failed = (t: Translated): t is Failure => 'failure' in t;

/** Turns the parse of `SELECT <text>` into an expression, or says what is wrong with it. Throws nothing. */
export const formulaExpr = (text: string, parsed: Parsed): Translated => {
  if (!parsed.ok) {
    // A parser position at or past the end of the text means that something is missing there.
    const from = parsed.position === undefined ? undefined : charAt(text, parsed.position - lead);
    return {
      failure: {
        ...diagnostic('expression-syntax', { text, problem: parserWords(parsed.problem) }),
        ...(from !== undefined && { from, to: Math.min(text.length, from + 1) }),
      },
    };
  }
  const select = parsed.statements[0];
  const refusal =
    select === undefined || parsed.statements.length !== 1 ? 'more than one statement' : outerRefusal(select);
  if (refusal !== undefined || select === undefined)
    return refuse(
      text,
      refusal ?? 'no expression',
      'Write one expression over the columns, such as amount > 0.',
    );
  const item = nodesAt(select, 'select_list')[0];
  if (item === undefined) return refuse(text, 'no expression', 'Write one expression over the columns.');
  if (textAt(item, 'alias') !== '')
    return refuse(text, 'an alias', 'Leave out the “as” part; names have a setting of their own.');
  try {
    return translate(item, { text, lambdas: new Set() });
  } catch (thrown) {
    if (thrown instanceof Refusal) return { failure: thrown.failure };
    throw thrown;
  }
};

/** What stands around the one item of the select list, if anything does. */
const outerRefusal = (select: TreeNode): string | undefined => {
  if (textAt(select, 'type') !== 'SELECT_NODE') return 'a set operation';
  if (nodesAt(select, 'select_list').length !== 1) return 'more than one expression';
  if (textAt(nodeAt(select, 'from_table') ?? {}, 'type') !== 'EMPTY') return 'a “from” part';
  if (nodeAt(select, 'where_clause') !== undefined) return 'a “where” part';
  if (nodesAt(select, 'modifiers').length > 0) return 'an “order by” or “limit” part';
  if (nodesAt(select, 'group_expressions').length > 0) return 'a “group by” part';
  for (const key of ['having', 'qualify', 'sample']) if (isNode(select[key])) return `a “${key}” part`;
  const ctes = nodeAt(select, 'cte_map');
  if (ctes !== undefined && nodesAt(ctes, 'map').length > 0) return 'a “with” part';
  return undefined;
};

/** Internal: carries the first refusal out of the recursion; never leaves this file. */
class Refusal extends Error {
  readonly failure: Omit<Diagnostic, 'severity'>;
  constructor(failure: Omit<Diagnostic, 'severity'>) {
    super('refused');
    this.failure = failure;
  }
}

type Scope = { readonly text: string; readonly lambdas: ReadonlySet<string> };

const refuse = (
  text: string,
  found: string,
  hint: string,
  place?: { from: number; to: number },
): Failure => ({
  failure: { ...diagnostic('expression-refused', { text, found, hint }), ...place },
});

const stop = (node: TreeNode, scope: Scope, found: string, hint: string): never => {
  throw new Refusal(refuse(scope.text, found, hint, placeOf(node, scope.text)).failure);
};

const placeOf = (node: TreeNode, text: string): { from: number; to: number } | undefined => {
  const location = Number(node.query_location);
  if (!Number.isFinite(location) || location < lead || location > 1e9) return undefined;
  const from = charAt(text, location - lead);
  const word = /^[\p{L}\p{N}_]+|^./u.exec(text.slice(from));
  return { from, to: from + (word?.[0].length ?? 1) };
};

/** The parser counts bytes, people count characters. */
const charAt = (text: string, byte: number): number =>
  new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, Math.max(0, byte))).length;

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

const translate = (node: TreeNode, scope: Scope): Expr => {
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
      return functionCall(node, scope);
    case 'WINDOW':
      return windowCall(node, scope);
    case 'COMPARISON': {
      const fn = comparisons[textAt(node, 'type')];
      return fn === undefined ? unknownShape(node, scope) : call(fn, [one('left'), one('right')]);
    }
    case 'CONJUNCTION': {
      const fn = textAt(node, 'type') === 'CONJUNCTION_OR' ? 'or' : 'and';
      return all('children').reduce((a, b) => call(fn, [a, b]));
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

const unknownShape = (node: TreeNode, scope: Scope): never =>
  stop(node, scope, `“${textAt(node, 'type') || 'something'}”`, 'Write it another way.');

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
  const from = Number.isFinite(location) ? charAt(scope.text, location - lead) : 0;
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

const functionCall = (node: TreeNode, scope: Scope): Expr => {
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
  const order = sortKeys(nodesAt(nodeAt(node, 'order_bys') ?? {}, 'orders'), scope);
  return {
    op: 'aggregate',
    fn: fn === 'count' && args.length === 0 ? 'count_star' : fn,
    args,
    ...(node.distinct === true && { distinct: true }),
    ...(filter && { filter: translate(filter, scope) }),
    ...(order.length > 0 && { order }),
  };
};

const sortKeys = (orders: readonly TreeNode[], scope: Scope): readonly SortKey[] =>
  orders.map(order => ({
    expr: translate(nodeAt(order, 'expression') ?? {}, scope),
    descending: textAt(order, 'type') === 'DESCENDING',
    nulls: /FIRST/.test(textAt(order, 'null_order')) ? ('first' as const) : ('last' as const),
  }));

const windowCall = (node: TreeNode, scope: Scope): Expr => {
  const fn = named(node, scope);
  const optional = (key: string) => {
    const child = nodeAt(node, key);
    return child === undefined ? [] : [translate(child, scope)];
  };
  const filter = nodeAt(node, 'filter_expr');
  const frame = windowFrame(node, scope);
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
    order: sortKeys(nodesAt(node, 'orders'), scope),
    ...(frame && { frame }),
    ...(node.ignore_nulls === true && { ignoreNulls: true }),
    ...(node.distinct === true && { distinct: true }),
    ...(filter && { filter: translate(filter, scope) }),
  };
};

/** The frame, where one was written: the parser fills in RANGE UNBOUNDED PRECEDING to CURRENT ROW when none was. */
const windowFrame = (node: TreeNode, scope: Scope): Frame | undefined => {
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

/** The parser's words, first line only and without its own caret art. */
export const parserWords = (problem: string): string =>
  (problem.split('\n')[0] ?? problem).replace(/[.\s]+$/, '');
