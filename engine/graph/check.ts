import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../schema/nearest.ts';
import { findCycles } from './cycles.ts';
import type { PipelineDocument, PipelineEdge, PipelineGroup, PipelineNode } from './document.ts';
import { isEndpoint, isId, parseEndpoint } from './endpoint.ts';
import { limits } from './limits.ts';

/** The parts of a document that ids and edges are checked in. */
export type Graph = {
  readonly nodes: readonly Pick<PipelineNode, 'id'>[];
  readonly edges: readonly PipelineEdge[];
  readonly groups?: readonly Pick<PipelineGroup, 'id' | 'nodes'>[];
  readonly parameters: PipelineDocument['parameters'];
};

type Suggest = (name: string) => { near?: string };

/** Suggestions for the first few names only: each one looks at every id. */
const suggester = (ids: readonly string[]): Suggest => {
  let left: number = limits.suggestions;
  return name => {
    if (left-- <= 0) return {};
    const near = nearest(name, ids);
    return near === undefined ? {} : { near };
  };
};

const counts = (ids: readonly string[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const id of ids) found.set(id, (found.get(id) ?? 0) + 1);
  return found;
};

const idProblems = (graph: Graph): Diagnostic[] => {
  const groups = graph.groups ?? [];
  const found: Diagnostic[] = [];
  for (const { id } of graph.nodes)
    if (!isId(id)) found.push(diagnostic('bad-node-id', { id }, { node: id }));
  for (const { id } of groups) if (!isId(id)) found.push(diagnostic('bad-group-id', { id }, { node: id }));
  const spellings = new Map<string, string>();
  for (const [id, count] of counts([...graph.nodes, ...groups].map(part => part.id))) {
    if (count > 1) found.push(diagnostic('duplicate-node-id', { id, count }, { node: id }));
    const other = spellings.get(id.toLowerCase());
    if (other === undefined) spellings.set(id.toLowerCase(), id);
    else found.push(diagnostic('similar-node-ids', { id, other }, { node: id }, 'warning'));
  }
  return found;
};

const edgeProblems = (edge: PipelineEdge, known: ReadonlySet<string>, suggest: Suggest): Diagnostic[] => {
  const { from, to } = edge;
  const ends = { from: parseEndpoint(from), to: parseEndpoint(to) };
  return (['from', 'to'] as const).flatMap(end => {
    const neighbour = ends[end === 'from' ? 'to' : 'from'].node;
    const place = known.has(neighbour) ? { node: neighbour } : {};
    const { node } = ends[end];
    // A node whose id is no id is told once, not again at each of its edges.
    if (known.has(node) && !isId(node)) return [];
    if (!isEndpoint(ends[end])) return [diagnostic('malformed-edge', { from, to, end }, place)];
    return known.has(node)
      ? []
      : [diagnostic('dangling-edge', { from, to, missing: node, ...suggest(node) }, place)];
  });
};

const repeatedEdges = (edges: readonly PipelineEdge[]): Diagnostic[] => {
  const seen = new Set<string>();
  return edges.flatMap(({ from, to }) => {
    const key = JSON.stringify([from, to]);
    const again = seen.has(key);
    seen.add(key);
    return again ? [diagnostic('duplicate-edge', { from, to }, { node: parseEndpoint(to).node })] : [];
  });
};

const loopProblems = (graph: Graph): Diagnostic[] => {
  const ids = graph.nodes.map(node => node.id);
  const pairs = graph.edges.map(
    ({ from, to }) => [parseEndpoint(from).node, parseEndpoint(to).node] as const,
  );
  const known = new Set(ids);
  const loops = new Set(
    pairs.filter(([start, end]) => start === end && known.has(start)).map(([node]) => node),
  );
  return [
    ...[...loops].map(node => diagnostic('self-loop', { node }, { node })),
    ...findCycles(ids, pairs).map(nodes => diagnostic('cycle', { nodes }, { node: nodes[0] ?? '' })),
  ];
};

const groupProblems = (graph: Graph, known: ReadonlySet<string>, suggest: Suggest): Diagnostic[] => {
  const homes = new Map<string, string[]>();
  const found: Diagnostic[] = [];
  for (const group of graph.groups ?? [])
    for (const member of new Set(group.nodes)) {
      const home = homes.get(member);
      if (home === undefined) homes.set(member, [group.id]);
      else home.push(group.id);
      if (!known.has(member))
        found.push(
          diagnostic(
            'unknown-group-member',
            { group: group.id, member, ...suggest(member) },
            { node: group.id },
          ),
        );
    }
  for (const [member, groups] of homes)
    if (groups.length > 1)
      found.push(diagnostic('shared-group-member', { groups, member }, { node: member }));
  return found;
};

/** Everything about ids, edges, groups and parameter names that is wrong whatever the kinds are. */
export const checkGraph = (graph: Graph): Diagnostic[] => {
  const ids = graph.nodes.map(node => node.id);
  const known = new Set(ids);
  const suggest = suggester(ids);
  return [
    ...Object.keys(graph.parameters).flatMap(name =>
      isId(name) ? [] : [diagnostic('bad-parameter-name', { name })],
    ),
    ...idProblems(graph),
    ...graph.edges.flatMap(edge => edgeProblems(edge, known, suggest)),
    ...repeatedEdges(graph.edges),
    ...loopProblems(graph),
    ...groupProblems(graph, known, suggest),
  ];
};
