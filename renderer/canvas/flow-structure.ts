/** What a drawing rests on and places do not change: wires, order, ports that only an edge speaks of, groups' ports. */
import type { PipelineDocument, PipelineGroup, PipelineNode } from '../../engine/graph/document.ts';
import { endpointText } from '../../engine/graph/endpoint.ts';
import { homes } from '../../engine/graph/groups.ts';
import { kindsById, type PortRef, type Wire, wiresOf } from '../../engine/graph/ports.ts';
import { allKinds, kindOf } from '../store/kinds.ts';
import type { Ends } from './flow-types.ts';
import { flowOrder } from './walk.ts';

export const kindNames = new Map(
  allKinds.map(kind => [kind.kind, { inputs: Object.keys(kind.inputs), outputs: Object.keys(kind.outputs) }]),
);

/** What only depends on nodes, edges and groups, not on places or selection: made again for those only. */
export type Structure = {
  readonly wires: readonly Wire[];
  readonly order: readonly PipelineNode[];
  readonly extra: ReadonlyMap<string, { readonly inputs: Ends; readonly outputs: Ends }>;
  readonly collapsed: ReadonlyMap<string, PipelineGroup>;
};

const portsOf = (kind: string) => kindOf(kind);

export const structureOf = (document: PipelineDocument): Structure => {
  const wires = wiresOf(document, portsOf);
  const nodes = kindsById(document);
  const extra = new Map<string, { inputs: string[]; outputs: string[] }>();
  for (const wire of wires)
    for (const [end, side] of [
      [wire.from, 'outputs'],
      [wire.to, 'inputs'],
    ] as const) {
      const node = nodes.get(end.node);
      const port = end.port ?? '';
      if (node === undefined || kindNames.get(node.kind)?.[side].includes(port)) continue;
      const own = extra.get(end.node) ?? { inputs: [], outputs: [] };
      if (!own[side].includes(port)) own[side].push(port);
      extra.set(end.node, own);
    }
  const collapsed = new Map([...homes(document)].filter(([, group]) => group.collapsed === true));
  return { wires, order: flowOrder(document), extra, collapsed };
};

/** A group's ports: those of its nodes that lead out, and required inputs and main outputs that lead nowhere yet. */
export const groupPorts = (group: PipelineGroup, document: PipelineDocument, wires: readonly Wire[]) => {
  const inside = new Set(group.nodes);
  const nodes = kindsById(document);
  const inputs = new Map<string, PortRef>();
  const outputs = new Map<string, PortRef>();
  const used = new Set<string>();
  const put = (into: Map<string, PortRef>, ref: PortRef) => into.set(endpointText(ref), ref);
  for (const { from, to } of wires) {
    const [a, b] = [inside.has(from.node), inside.has(to.node)];
    if (a) used.add(`out ${endpointText(from)}`);
    if (b) used.add(`in ${endpointText(to)}`);
    if (a && !b) put(outputs, { node: from.node, port: from.port ?? '' });
    if (b && !a) put(inputs, { node: to.node, port: to.port ?? '' });
  }
  for (const id of group.nodes) {
    const kind = kindOf(nodes.get(id)?.kind ?? '');
    for (const [port, declared] of Object.entries(kind?.inputs ?? {}))
      if (declared.optional !== true && !used.has(`in ${id}.${port}`)) put(inputs, { node: id, port });
    const [main] = Object.keys(kind?.outputs ?? {});
    if (main !== undefined && !used.has(`out ${id}.${main}`)) put(outputs, { node: id, port: main });
  }
  return { inputs: [...inputs.values()], outputs: [...outputs.values()] };
};
