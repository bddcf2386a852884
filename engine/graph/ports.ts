/** Ports of nodes as edits need them. Kinds stand above this folder, so whoever edits brings what they declare. */
import type { PipelineDocument, PipelineEdge, PipelineNode } from './document.ts';
import { type Endpoint, endpointText, parseEndpoint } from './endpoint.ts';

export type PortShape = { readonly type: string; readonly optional?: boolean; readonly many?: boolean };

export type NodePorts = {
  readonly inputs: { readonly [port: string]: PortShape };
  readonly outputs: { readonly [port: string]: PortShape };
};

/** The ports of a kind; undefined for one that is not known. */
export type PortsOf = (kind: string) => NodePorts | undefined;

export type PortRef = { readonly node: string; readonly port: string };

/** An edge with the ports it means, as far as they can be told. */
export type Wire = { readonly edge: PipelineEdge; readonly from: Endpoint; readonly to: Endpoint };

/** The port that an end without one means: the first output, the only input, or the only one that is required. */
export const impliedPort = (ports: NodePorts, side: 'inputs' | 'outputs'): string | undefined => {
  const names = Object.keys(ports[side]);
  if (side === 'outputs' || names.length < 2) return names[0];
  const required = names.filter(name => ports.inputs[name]?.optional !== true);
  return required.length === 1 ? required[0] : undefined;
};

export const kindsById = (document: PipelineDocument): ReadonlyMap<string, PipelineNode> =>
  new Map(document.nodes.map(node => [node.id, node]));

/** All edges with their ports, in the order of the file. */
export const wiresOf = (document: PipelineDocument, portsOf: PortsOf): readonly Wire[] => {
  const nodes = kindsById(document);
  const end = (text: string, side: 'inputs' | 'outputs'): Endpoint => {
    const written = parseEndpoint(text);
    const ports = portsOf(nodes.get(written.node)?.kind ?? '');
    const port = written.port ?? (ports === undefined ? undefined : impliedPort(ports, side));
    return port === undefined ? written : { node: written.node, port };
  };
  return document.edges.map(edge => ({ edge, from: end(edge.from, 'outputs'), to: end(edge.to, 'inputs') }));
};

export const edgeOf = (from: Endpoint, to: Endpoint): PipelineEdge => ({
  from: endpointText(from),
  to: endpointText(to),
});
