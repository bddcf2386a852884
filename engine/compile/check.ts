/** Checks on the whole graph that no single node can see. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { BoundGraph } from './bind.ts';

/** Warns about rows that nobody uses. Nodes of `checked` run for their checks. Silent while there are errors, which explain more. */
export const checkOutputs = (
  graph: BoundGraph,
  checked: ReadonlySet<string>,
  hasErrors: boolean,
): readonly Diagnostic[] => {
  if (hasErrors) return [];
  const read = new Set(graph.nodes.flatMap(node => [...node.inputs.values()].flat().map(wire => wire.node)));
  const writes = graph.nodes.some(node => Object.keys(node.kind.outputs).length === 0 && !node.disabled);
  if (graph.nodes.length > 0 && !writes && checked.size === 0)
    return [diagnostic('no-outputs', {}, {}, 'warning')];
  return graph.nodes
    .filter(
      node =>
        !node.disabled &&
        Object.keys(node.kind.outputs).length > 0 &&
        !read.has(node.id) &&
        !checked.has(node.id),
    )
    .map(node => diagnostic('unused-output', { node: node.id }, { node: node.id }, 'warning'));
};
