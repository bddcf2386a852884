/**
 * User SQL: one SELECT over the node's inputs, checked on its syntax tree before anything runs. The check knows what is
 * allowed, not what is forbidden: a part of the tree that it has not met is refused by name.
 */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { functionSpelled, functionSpellings } from '../plan/functions.ts';
import { nearest } from '../schema/nearest.ts';
import { eachInScope, type TableScope } from './query-scope.ts';
import { charOfByte, charOfCodePoint, longestSql, type TextRange, tokenAt } from './sql-text.ts';
import { parserWords } from './syntax.ts';
import { isNode, nodesAt, type Parsed, type TreeNode, textAt } from './tree.ts';

/** Functions that may stand in a `from`: they make rows and touch nothing. */
const tableFunctions = new Set(['unnest', 'range', 'generate_series']);
/** Functions of the tree that are not in the function table and harmless: shapes of literals. */
const shapes = new Set(['struct_pack', 'row', 'list_value', 'unnest', 'map', 'count_star']);

const queries = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE']);
const tables = new Set([
  'EMPTY',
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'TABLE_FUNCTION',
  'EXPRESSION_LIST',
  'PIVOT',
]);
const modifiers = new Set([
  'ORDER_MODIFIER',
  'LIMIT_MODIFIER',
  'DISTINCT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
]);
const orders = new Set(['ORDER_DEFAULT', 'ASCENDING', 'DESCENDING']);
const expressions = new Set([
  'COLUMN_REF',
  'POSITIONAL_REFERENCE',
  'CONSTANT',
  'FUNCTION',
  'WINDOW',
  'COMPARISON',
  'CONJUNCTION',
  'BETWEEN',
  'OPERATOR',
  'CASE',
  'CAST',
  'COLLATE',
  'LAMBDA',
  'LAMBDA_REF',
  'SUBQUERY',
  'STAR',
]);

const refused = (found: string, hint: string): Diagnostic => diagnostic('query-refused', { found, hint });

/** What is wrong with a query over these inputs; empty when it may run. All problems at once. */
export const queryProblems = (
  text: string,
  parsed: Parsed,
  inputs: readonly string[],
): readonly Diagnostic[] => {
  const outer = outerProblem(text, parsed);
  if (outer !== undefined) return [outer];
  const root = parsed.ok ? parsed.statements[0] : undefined;
  const found = new Map<string, Diagnostic>();
  // A function in a `from` is judged as a table.
  const inFrom = new Set<unknown>();
  eachInScope(root, inputs, (node, scope) => {
    if (textAt(node, 'type') === 'TABLE_FUNCTION') inFrom.add(node.function);
    for (const problem of [nodeProblem(node), tableProblem(node, scope, inputs)]) {
      if (problem === undefined || found.has(problem.message)) continue;
      if (problem.code === 'unknown-function' && inFrom.has(node)) continue;
      found.set(problem.message, { ...problem, ...placeIn(text, node) });
    }
  });
  const twins = twinItems(root);
  return [...found.values(), ...(twins === undefined ? [] : [diagnostic('duplicate-column', twins)])];
};

/** Two columns of the result that the query itself gives one name; the engine would rename the second without a word. */
const twinItems = (root: TreeNode | undefined): { column: string; other: string } | undefined => {
  const seen = new Map<string, string>();
  for (const item of nodesAt(root ?? {}, 'select_list')) {
    const written = Array.isArray(item.column_names) ? String(item.column_names.at(-1) ?? '') : '';
    const column = textAt(item, 'alias') || written;
    if (column === '') continue;
    const other = seen.get(column.toLowerCase());
    if (other !== undefined) return { column, other };
    seen.set(column.toLowerCase(), column);
  }
  return undefined;
};

/** What is wrong with the text as a whole. */
const outerProblem = (text: string, parsed: Parsed): Diagnostic | undefined => {
  const nul = text.indexOf('\u0000');
  if (nul >= 0)
    return { ...diagnostic('query-syntax', { problem: 'it holds a NUL character' }), from: nul, to: nul + 1 };
  if (text.length > longestSql) {
    const problem = `it has ${text.length} characters; at most ${longestSql} are read`;
    return diagnostic('query-syntax', { problem });
  }
  if (!parsed.ok) {
    if (/Only SELECT/i.test(parsed.problem))
      return refused(
        /\bpivot\b/i.test(text)
          ? 'a pivot whose values are not listed, or something other than a SELECT'
          : firstWords(text),
        'A sql node holds one SELECT over its inputs; writing is for sinks.',
      );
    const from = parsed.position === undefined ? undefined : charOfCodePoint(text, parsed.position);
    return {
      ...diagnostic('query-syntax', { problem: parserWords(parsed.problem) }),
      ...(from !== undefined &&
        (from < text.length ? tokenAt(text, from) : { from: text.length - 1, to: text.length })),
    };
  }
  if (parsed.statements.length !== 1) return refused('more than one statement', 'Write one SELECT.');
  const type = textAt(parsed.statements[0] ?? {}, 'type');
  return queries.has(type) ? undefined : refused(`“${type}”`, 'Write one SELECT.');
};

/** `COPY orders` of `COPY orders TO …`: what a statement that is not a SELECT starts with. */
const firstWords = (text: string): string => {
  const word = /^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*(\w+)/.exec(text)?.[1];
  return word === undefined || /^(select|with|from|values)$/i.test(word)
    ? 'something other than a SELECT'
    : `“${word.toUpperCase()}”`;
};

/** What is wrong with one part of the tree, tables of a `from` aside. */
const nodeProblem = (node: TreeNode): Diagnostic | undefined => {
  const [type, kind] = [textAt(node, 'type'), textAt(node, 'class')];
  if (kind === 'PARAMETER') return refused('a placeholder', 'Pipeline parameters are written ${name}.');
  if (kind !== '' && !expressions.has(kind)) return refused(`“${kind}”`, 'Write it another way.');
  if (kind === 'FUNCTION' || kind === 'WINDOW') return functionProblem(node);
  if (isNode(node.sample))
    return refused('a random sample', 'Draw it with a sample node, which gives the same rows every time.');
  if (isNode(node.at_clause)) return refused('an “at” part', 'An input has one state only.');
  if (type === 'SHOW_REF')
    return refused('a “describe”, “summarize” or “show”', 'Read the inputs of the node by name.');
  const known =
    kind !== '' ||
    type === '' ||
    queries.has(type) ||
    tables.has(type) ||
    modifiers.has(type) ||
    orders.has(type) ||
    type.endsWith('_TYPE_INFO');
  return known ? undefined : refused(`“${type}”`, 'Write it another way.');
};

const functionProblem = (node: TreeNode): Diagnostic | undefined => {
  const name = textAt(node, 'function_name').toLowerCase();
  const schema = textAt(node, 'schema');
  if (textAt(node, 'catalog') !== '' || (schema !== '' && schema !== 'main'))
    return refused(`the function “${schema}.${name}”`, 'Write functions without a schema before them.');
  if (functionSpelled(name) !== undefined || shapes.has(name) || tableFunctions.has(name)) return undefined;
  return diagnostic('unknown-function', { name, near: nearest(name, functionSpellings()) ?? null });
};

/** Whether what stands in a `from` is an input, a name that a `with` around it gave, or a function that makes rows. */
const tableProblem = (
  node: TreeNode,
  scope: TableScope,
  inputs: readonly string[],
): Diagnostic | undefined => {
  if (textAt(node, 'class') !== '') return undefined;
  if (textAt(node, 'type') === 'BASE_TABLE') {
    const parts = ['catalog_name', 'schema_name', 'table_name'].map(key => textAt(node, key));
    const written = parts.filter(part => part !== '');
    const table = written.join('.');
    if (written.length === 1 && scope.has(table.toLowerCase())) return undefined;
    const near = nearest(table, inputs) ?? null;
    return diagnostic('query-unknown-table', { table, tables: [...inputs], near });
  }
  if (textAt(node, 'type') === 'TABLE_FUNCTION') {
    const called = isNode(node.function) ? textAt(node.function, 'function_name').toLowerCase() : '';
    if (!tableFunctions.has(called))
      return refused(`the table function “${called}”`, 'Read files and tables with source nodes.');
  }
  return undefined;
};

/** The characters of a query that a part of its tree starts with, where the parser says. */
const placeIn = (text: string, node: TreeNode): TextRange | undefined => {
  const location = Number(node.query_location ?? Number.NaN);
  if (!Number.isFinite(location) || location > 1e9) return undefined;
  return tokenAt(text, charOfByte(text, location));
};
