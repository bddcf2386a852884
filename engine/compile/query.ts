/** User SQL: one SELECT over the node's inputs, checked on its syntax tree before anything runs. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { functionSpelled, functionSpellings } from '../plan/functions.ts';
import { nearest } from '../schema/nearest.ts';
import { parserWords } from './syntax.ts';
import { isNode, nodesAt, type Parsed, type TreeNode, textAt } from './tree.ts';

/** Functions that may stand in a `from`: they make rows and touch nothing. */
const tableFunctions = new Set(['unnest', 'range', 'generate_series']);
/** Functions of the tree that are not in the function table and harmless: shapes of literals. */
const shapes = new Set(['struct_pack', 'row', 'list_value', 'unnest', 'map', 'columns', 'count_star']);

const statementTypes = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE']);
const sources = new Set([
  'EMPTY',
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'TABLE_FUNCTION',
  'EXPRESSION_LIST',
  'PIVOT',
]);

const everyNode = (root: unknown, visit: (node: TreeNode) => void): void => {
  const waiting: unknown[] = [root];
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next);
    else if (isNode(next)) {
      visit(next);
      waiting.push(...Object.values(next).filter(v => typeof v === 'object' && v !== null));
    }
  }
};

/** Names that `with` gives to subqueries, anywhere in the query. */
const withNames = (root: TreeNode): ReadonlySet<string> => {
  const names = new Set<string>();
  everyNode(root, node => {
    const map = isNode(node.cte_map) ? nodesAt(node.cte_map, 'map') : [];
    for (const entry of map) names.add(textAt(entry, 'key').toLowerCase());
    if (textAt(node, 'type') === 'CTE_NODE' || textAt(node, 'type') === 'RECURSIVE_CTE_NODE')
      names.add(textAt(node, 'cte_name').toLowerCase());
  });
  return names;
};

/** What is wrong with a query over these inputs; empty when it may run. All problems at once. */
export const queryProblems = (parsed: Parsed, inputs: readonly string[]): readonly Diagnostic[] => {
  if (!parsed.ok) {
    return [
      /Only SELECT/i.test(parsed.problem)
        ? diagnostic('query-refused', {
            found: 'something other than a SELECT',
            hint: 'A sql node only reads its inputs; writing is for sinks.',
          })
        : diagnostic('query-syntax', { problem: parserWords(parsed.problem) }),
    ];
  }
  const root = parsed.statements[0];
  if (root === undefined || parsed.statements.length !== 1)
    return [diagnostic('query-refused', { found: 'more than one statement', hint: 'Write one SELECT.' })];
  if (!statementTypes.has(textAt(root, 'type')))
    return [diagnostic('query-refused', { found: `“${textAt(root, 'type')}”`, hint: 'Write one SELECT.' })];
  const known = new Set([...inputs.map(i => i.toLowerCase()), ...withNames(root)]);
  const found = new Map<string, Diagnostic>();
  const add = (d: Diagnostic) => found.set(d.message, d);
  everyNode(root, node => {
    const [type, cls] = [textAt(node, 'type'), textAt(node, 'class')];
    if (cls === 'PARAMETER')
      add(
        diagnostic('query-refused', {
          found: 'a placeholder',
          hint: 'Pipeline parameters are written ${name}.',
        }),
      );
    if (cls === 'FUNCTION' || cls === 'WINDOW') {
      const name = textAt(node, 'function_name').toLowerCase();
      if (functionSpelled(name) === undefined && !shapes.has(name) && !tableFunctions.has(name))
        add(diagnostic('unknown-function', { name, near: nearest(name, functionSpellings()) ?? null }));
    }
    if ('from_table' in node && isNode(node.from_table)) checkSource(node.from_table);
    if (type === 'JOIN' && cls === '')
      for (const side of [node.left, node.right]) if (isNode(side)) checkSource(side);
    if (type === 'PIVOT' && isNode(node.source)) checkSource(node.source);
    if (type === 'BASE_TABLE') {
      const table = textAt(node, 'table_name');
      const qualified = textAt(node, 'schema_name') !== '' || textAt(node, 'catalog_name') !== '';
      if (qualified || !known.has(table.toLowerCase()))
        add(
          diagnostic('query-unknown-table', {
            table: qualified ? `${textAt(node, 'schema_name')}.${table}` : table,
            tables: [...inputs],
            near: nearest(table, inputs) ?? null,
          }),
        );
    }
    if (type === 'TABLE_FUNCTION') {
      const name = isNode(node.function) ? textAt(node.function, 'function_name').toLowerCase() : '';
      if (!tableFunctions.has(name))
        add(
          diagnostic('query-refused', {
            found: `the table function “${name}”`,
            hint: 'Read files and tables with source nodes.',
          }),
        );
    }
  });
  return [...found.values()];

  function checkSource(source: TreeNode): void {
    const type = textAt(source, 'type');
    if (!sources.has(type))
      add(
        diagnostic('query-refused', {
          found: `“${type}” in its from part`,
          hint: 'Read the inputs of the node by name.',
        }),
      );
  }
};
