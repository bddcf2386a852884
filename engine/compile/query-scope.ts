/** Which table names each part of a query sees. */
import { isNode, nodesAt, type TreeNode, textAt } from './tree.ts';

/** Lower-case names of the tables in sight. */
export type TableScope = ReadonlySet<string>;

/**
 * Visits every part of a query with the names in sight there: the inputs, and those that a `with` around it gave. Such a
 * name ends with its query. That matters: outside of it the engine would take the same name for a file of that name.
 */
export const eachInScope = (
  root: unknown,
  inputs: readonly string[],
  visit: (node: TreeNode, scope: TableScope) => void,
): void => {
  const waiting: { part: unknown; scope: TableScope }[] = [
    { part: root, scope: new Set(inputs.map(name => name.toLowerCase())) },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part, scope } = next;
    if (Array.isArray(part)) for (const item of part) waiting.push({ part: item, scope });
    else if (isNode(part)) {
      visit(part, scope);
      let inner = scope;
      for (const entry of isNode(part.cte_map) ? nodesAt(part.cte_map, 'map') : []) {
        waiting.push({ part: entry.value, scope: inner });
        inner = new Set([...inner, textAt(entry, 'key').toLowerCase()]);
      }
      const own = ownName(part);
      if (own !== undefined) inner = new Set([...inner, own]);
      for (const [key, child] of Object.entries(part))
        if (key !== 'cte_map' && typeof child === 'object' && child !== null)
          waiting.push({ part: child, scope: inner });
    }
  }
};

/** A recursive query sees itself by its name. */
const ownName = (part: TreeNode): string | undefined =>
  textAt(part, 'type') === 'RECURSIVE_CTE_NODE' ? textAt(part, 'cte_name').toLowerCase() : undefined;
