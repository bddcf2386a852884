/** Edits of edges that know what ports take: one table or many, and of which type. */
import type { PipelineDocument, PipelineEdge, PipelineNode } from './document.ts';
import { connect } from './edits.ts';
import { type Endpoint, parseEndpoint } from './endpoint.ts';
import {
  edgeOf,
  kindsById,
  type NodePorts,
  type PortRef,
  type PortsOf,
  type Wire,
  wiresOf,
} from './ports.ts';
import { removeNodes } from './removal.ts';

/** Every node that can be reached along the edges, the start included. */
export const reachable = (
  document: PipelineDocument,
  start: string,
  way: 'down' | 'up' = 'down',
): ReadonlySet<string> => {
  const next = new Map<string, string[]>();
  for (const { from, to } of document.edges) {
    const [a, b] = [parseEndpoint(from).node, parseEndpoint(to).node];
    const [key, value] = way === 'down' ? [a, b] : [b, a];
    const known = next.get(key);
    if (known === undefined) next.set(key, [value]);
    else known.push(value);
  }
  const seen = new Set([start]);
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const other of next.get(at) ?? [])
      if (!seen.has(other)) {
        seen.add(other);
        open.push(other);
      }
  return seen;
};

const own = <T>(members: { readonly [name: string]: T }, name: string): T | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** The ports that a wire from (or to) this one could end at: same type, another node, and no circle. */
export const fittingPorts = (
  document: PipelineDocument,
  end: PortRef,
  side: 'inputs' | 'outputs',
  portsOf: PortsOf,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const nodes = kindsById(document);
  const mine = own(portsOf(nodes.get(end.node)?.kind ?? '')?.[side] ?? {}, end.port);
  if (mine === undefined) return new Map();
  const other = side === 'outputs' ? 'inputs' : 'outputs';
  const closed = reachable(document, end.node, side === 'outputs' ? 'up' : 'down');
  return new Map(
    document.nodes.flatMap(node => {
      if (closed.has(node.id)) return [];
      const names = fittingNames(portsOf(node.kind), other, mine.type);
      return names.length === 0 ? [] : [[node.id, new Set(names)] as const];
    }),
  );
};

/** Names of the ports of a kind that give or take a type, in its order. */
export const fittingNames = (
  ports: NodePorts | undefined,
  side: 'inputs' | 'outputs',
  type: string,
): readonly string[] => Object.keys(ports?.[side] ?? {}).filter(name => ports?.[side][name]?.type === type);

const isAt = (end: Endpoint, ref: PortRef): boolean => end.node === ref.node && end.port === ref.port;

/** Joins an output to an input. What was at an input for one table makes way; a circle is not made. */
export const connectPorts = (
  document: PipelineDocument,
  from: PortRef,
  to: PortRef,
  portsOf: PortsOf,
): PipelineDocument => {
  if (reachable(document, to.node).has(from.node)) return document;
  const input = own(portsOf(kindsById(document).get(to.node)?.kind ?? '')?.inputs ?? {}, to.port);
  const there = wiresOf(document, portsOf).filter(wire => isAt(wire.to, to));
  if (there.some(wire => isAt(wire.from, from))) return document;
  const gone = new Set<PipelineEdge>(input?.many === true ? [] : there.map(wire => wire.edge));
  const kept = gone.size === 0 ? document.edges : document.edges.filter(edge => !gone.has(edge));
  return connect({ ...document, edges: kept }, edgeOf(from, to));
};

/** The input that a new wire to a node would take: a free one first, then one for many, then the first that fits. */
export const bestInput = (
  document: PipelineDocument,
  node: PipelineNode,
  type: string,
  portsOf: PortsOf,
): string | undefined => {
  const ports = portsOf(node.kind);
  const names = fittingNames(ports, 'inputs', type);
  const taken = new Set(
    wiresOf(document, portsOf).flatMap(wire => (wire.to.node === node.id ? [wire.to.port] : [])),
  );
  return names.find(name => !taken.has(name) || ports?.inputs[name]?.many === true) ?? names[0];
};

/** Puts a node that is already placed between the two ends of an edge, at its first ports that fit. */
export const insertOnEdge = (
  document: PipelineDocument,
  edge: PipelineEdge,
  id: string,
  portsOf: PortsOf,
): PipelineDocument => {
  const wire = wiresOf(document, portsOf).find(w => w.edge.from === edge.from && w.edge.to === edge.to);
  const nodes = kindsById(document);
  const node = nodes.get(id);
  if (wire?.from.port === undefined || wire.to.port === undefined || node === undefined) return document;
  const type = portsOf(nodes.get(wire.from.node)?.kind ?? '')?.outputs[wire.from.port]?.type ?? 'table';
  const [input] = fittingNames(portsOf(node.kind), 'inputs', type);
  const [output] = fittingNames(portsOf(node.kind), 'outputs', type);
  if (input === undefined || output === undefined) return document;
  const [from, to] = [
    { node: wire.from.node, port: wire.from.port },
    { node: wire.to.node, port: wire.to.port },
  ];
  // In the place of the old edge, so that an input for many keeps its order.
  const edges = document.edges.flatMap(old =>
    old === wire.edge
      ? [edgeOf(from, { node: id, port: input }), edgeOf({ node: id, port: output }, to)]
      : [old],
  );
  return { ...document, edges };
};

/** Removes nodes and joins what came in to what went out: a step that is taken out of the middle leaves no gap. */
export const removeAndJoin = (
  document: PipelineDocument,
  ids: ReadonlySet<string>,
  portsOf: PortsOf,
): PipelineDocument => {
  const nodes = kindsById(document);
  const typeOf = (end: Endpoint): string | undefined =>
    portsOf(nodes.get(end.node)?.kind ?? '')?.outputs[end.port ?? '']?.type;
  const wires = wiresOf(document, portsOf);
  const into = new Map<string, Wire>();
  // The first input is the one whose rows go on.
  for (const wire of wires) {
    const first = Object.keys(portsOf(nodes.get(wire.to.node)?.kind ?? '')?.inputs ?? {})[0];
    if (wire.to.port === first && !into.has(wire.to.node)) into.set(wire.to.node, wire);
  }
  const origin = (end: Endpoint): Endpoint | undefined => {
    const seen = new Set<string>();
    let at: Endpoint | undefined = end;
    while (at !== undefined && ids.has(at.node) && !seen.has(at.node)) {
      seen.add(at.node);
      at = into.get(at.node)?.from;
    }
    return at !== undefined && !ids.has(at.node) && typeOf(at) === typeOf(end) ? at : undefined;
  };
  const mainOutput = (end: Endpoint): boolean =>
    Object.keys(portsOf(nodes.get(end.node)?.kind ?? '')?.outputs ?? {})[0] === end.port;
  const edges = wires.flatMap(({ edge, from, to }) => {
    if (!ids.has(from.node) || ids.has(to.node)) return [edge];
    const start = mainOutput(from) ? origin(from) : undefined;
    return start === undefined ? [] : [{ ...edge, ...edgeOf(start, to) }];
  });
  const unique = [...new Map(edges.map(edge => [JSON.stringify([edge.from, edge.to]), edge])).values()];
  return removeNodes({ ...document, edges: unique }, ids);
};
