/** Queries after nodes that they read got other ids. */
import type { PipelineEdge, PipelineNode } from './document.ts';
import { parseEndpoint } from './endpoint.ts';
import { renameTables } from './sql-names.ts';

/**
 * Names of tables that change for a node, as its query reads them: ids, or `id_port` for the outputs beside the main one
 * where several are connected. Mirrors `queryNames` of the catalogue. `edges` are as before the change.
 */
const changedNames = (
  id: string,
  edges: readonly PipelineEdge[],
  ids: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const ports = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (parseEndpoint(to).node !== id) continue;
    const { node, port = 'out' } = parseEndpoint(from);
    if (ids.has(node)) ports.set(node, (ports.get(node) ?? new Set()).add(port));
  }
  return new Map(
    [...ports].flatMap(([node, own]) =>
      [...own].map(port => {
        const suffix = own.size === 1 || port === 'out' ? '' : `_${port}`;
        return [`${node}${suffix}`, `${ids.get(node)}${suffix}`] as const;
      }),
    ),
  );
};

/** The node with its query reading the same tables under their new names. `ids` are the old ones with the new. */
export const withRenamedTables = (
  node: PipelineNode,
  edges: readonly PipelineEdge[],
  ids: ReadonlyMap<string, string>,
): PipelineNode => {
  const { query } = node.params;
  if (node.kind !== 'sql' || typeof query !== 'string') return node;
  const names = changedNames(node.id, edges, ids);
  const renamed = names.size === 0 ? query : renameTables(query, names);
  return renamed === query ? node : { ...node, params: { ...node.params, query: renamed } };
};
