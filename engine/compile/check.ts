/** Checks on the whole graph that no single node can see. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { BoundGraph } from './bind.ts';

/** Warns about rows that nobody uses. Nodes of `acting` run for what they check or write. Silent while there are errors, which explain more. */
export const checkOutputs = (
  graph: BoundGraph,
  acting: ReadonlySet<string>,
  hasErrors: boolean,
): readonly Diagnostic[] => {
  if (hasErrors) return [];
  const read = new Set(graph.nodes.flatMap(node => [...node.inputs.values()].flat().map(wire => wire.node)));
  const writes = graph.nodes.some(node => Object.keys(node.kind.outputs).length === 0 && !node.disabled);
  if (graph.nodes.length > 0 && !writes && acting.size === 0)
    return [diagnostic('no-outputs', {}, {}, 'warning')];
  return graph.nodes
    .filter(
      node =>
        !node.disabled &&
        Object.keys(node.kind.outputs).length > 0 &&
        !read.has(node.id) &&
        !acting.has(node.id) &&
        // A chart is there to be looked at.
        !Object.values(node.kind.outputs).every(port => port.type === 'chart'),
    )
    .map(node => diagnostic('unused-output', { node: node.id }, { node: node.id }, 'warning'));
};
