/** Two versions of a pipeline on one drawing: what is gone stands where it stood. */
import type { PipelineDiff } from '../../engine/graph/diff.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';

export const bothDocuments = (
  before: PipelineDocument,
  after: PipelineDocument,
  diff: PipelineDiff,
): PipelineDocument => ({
  ...after,
  nodes: [...after.nodes, ...diff.nodes.flatMap(d => (d.how === 'removed' ? [d.node] : []))],
  edges: [...after.edges, ...diff.edges.flatMap(d => (d.how === 'removed' ? [d.edge] : []))],
  comments: [],
  layout: { ...before.layout, ...after.layout },
});

/** What happened to the wire between two nodes. */
export const wireMarks = (diff: PipelineDiff): ReadonlyMap<string, 'added' | 'removed'> =>
  new Map(
    diff.edges.map(({ how, edge }) => [
      `${parseEndpoint(edge.from).node} ${parseEndpoint(edge.to).node}`,
      how,
    ]),
  );
