/** Ways through a pipeline for people who use the keyboard: in the order of the rows, or along wires. */
import type { PipelineDocument, PipelineNode } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';

type Links = ReadonlyMap<string, readonly string[]>;

const linksOf = (document: PipelineDocument, way: 'next' | 'previous'): Links => {
  const links = new Map<string, string[]>();
  for (const { from, to } of document.edges) {
    const [a, b] = [parseEndpoint(from).node, parseEndpoint(to).node];
    const [key, other] = way === 'next' ? [a, b] : [b, a];
    const known = links.get(key);
    if (known === undefined) links.set(key, [other]);
    else if (!known.includes(other)) known.push(other);
  }
  return links;
};

/**
 * Nodes from the sources down: each after everything it reads, neighbours in the order of the file. What stands in a
 * circle comes last.
 */
export const flowOrder = (document: PipelineDocument): readonly PipelineNode[] => {
  const next = linksOf(document, 'next');
  const waits = new Map<string, number>(document.nodes.map(node => [node.id, 0]));
  for (const followers of next.values()) for (const id of followers) waits.set(id, (waits.get(id) ?? 0) + 1);
  const byId = new Map(document.nodes.map(node => [node.id, node]));
  const done = new Set<string>();
  const order: PipelineNode[] = [];
  const open = document.nodes.filter(node => waits.get(node.id) === 0).reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (done.has(node.id)) continue;
    done.add(node.id);
    order.push(node);
    for (const id of [...(next.get(node.id) ?? [])].reverse()) {
      const left = (waits.get(id) ?? 0) - 1;
      waits.set(id, left);
      const follower = byId.get(id);
      if (left === 0 && follower !== undefined) open.push(follower);
    }
  }
  return [...order, ...document.nodes.filter(node => !done.has(node.id))];
};

export type Way = 'next' | 'previous' | 'up' | 'down';

/** The node one step along a wire, or the nearest one beside it; undefined where there is none. */
export const neighbour = (document: PipelineDocument, id: string, way: Way): string | undefined => {
  const placeOf = (node: string) => document.layout[node] ?? ([0, 0] as const);
  const [x, y] = placeOf(id);
  if (way === 'next' || way === 'previous') {
    const others = linksOf(document, way).get(id) ?? [];
    // The one straight ahead: a wire that goes on level is the main way.
    return [...others].sort((a, b) => Math.abs(placeOf(a)[1] - y) - Math.abs(placeOf(b)[1] - y))[0];
  }
  const sign = way === 'down' ? 1 : -1;
  const distance = (node: string): number => {
    const [ox, oy] = placeOf(node);
    return Math.abs(ox - x) * 2 + Math.abs(oy - y);
  };
  return document.nodes
    .map(node => node.id)
    .filter(node => node !== id && (placeOf(node)[1] - y) * sign > 0)
    .sort((a, b) => distance(a) - distance(b))[0];
};

/** The node after (or before) one in the order of the rows. */
export const inOrder = (document: PipelineDocument, id: string, by: 1 | -1): string | undefined => {
  const order = flowOrder(document);
  const at = order.findIndex(node => node.id === id);
  return at < 0 ? undefined : order[at + by]?.id;
};
