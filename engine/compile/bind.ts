/** The raw graph with kinds attached, params parsed and ports joined. Reports every structural problem at once. */
import type { Catalogue, NodeKind, Ports } from '../catalogue/node.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { PipelineDocument, PipelineNode } from '../graph/document.ts';
import { type Endpoint, endpointText, parseEndpoint } from '../graph/endpoint.ts';
import type { ParameterValues } from '../graph/parameters.ts';
import { nearest } from '../schema/nearest.ts';
import { nearestKind } from './nearest-kind.ts';
import { parseParams } from './params.ts';

/** Where an input's table comes from. */
type Wire = { readonly node: string; readonly port: string };

export type BoundNode = {
  readonly id: string;
  readonly kind: NodeKind;
  /** Parsed by the kind's schema; formulas and picked columns not yet resolved. Undefined when they are wrong. */
  readonly params: unknown;
  /** Names of the secrets that its settings ask for. */
  readonly secrets: readonly string[];
  readonly inputs: ReadonlyMap<string, readonly Wire[]>;
  readonly disabled: boolean;
  /** False when something is wrong with it, so that what lies below is not judged by it. */
  readonly sound: boolean;
};

/** Nodes in dependency order. */
export type BoundGraph = {
  readonly nodes: readonly BoundNode[];
  readonly diagnostics: readonly Diagnostic[];
};

export const bind = (
  document: PipelineDocument,
  catalogue: Catalogue,
  values: ParameterValues,
): BoundGraph => {
  const diagnostics: Diagnostic[] = [];
  const known = new Map<
    string,
    { node: PipelineNode; kind: NodeKind; params: unknown; secrets: readonly string[]; sound: boolean }
  >();
  for (const node of document.nodes) {
    const kind = catalogue.get(node.kind);
    if (kind === undefined) {
      const near = nearestKind(node.kind, [...catalogue.values()]) ?? null;
      diagnostics.push(diagnostic('unknown-kind', { kind: node.kind, near }, { node: node.id }));
      continue;
    }
    const parsed = parseParams(node, kind, values);
    diagnostics.push(...parsed.diagnostics);
    known.set(node.id, {
      node,
      kind,
      params: parsed.params,
      secrets: parsed.secrets ?? [],
      sound: parsed.params !== undefined,
    });
  }
  const { wires, broken } = joinPorts(document, known, diagnostics);
  const disabled = new Set(document.nodes.filter(n => n.disabled === true).map(n => n.id));
  const nodes: BoundNode[] = [];
  for (const id of inOrder(document, wires)) {
    const entry = known.get(id);
    if (entry === undefined) continue;
    const inputs = wires.get(id) ?? new Map<string, Wire[]>();
    let sound = entry.sound;
    if (!disabled.has(id)) {
      for (const [port, declared] of Object.entries(entry.kind.inputs)) {
        if (!declared.optional && (inputs.get(port)?.length ?? 0) === 0) {
          if (!broken.has(id) && !broken.has(`${id}.${port}`))
            diagnostics.push(
              diagnostic('missing-input', { port, label: declared.label }, { node: id, port }),
            );
          sound = false;
        }
      }
    }
    const { kind, params, secrets } = entry;
    nodes.push({ id, kind, params, secrets, inputs, disabled: disabled.has(id), sound });
  }
  return { nodes, diagnostics };
};

type Known = ReadonlyMap<string, { kind: NodeKind }>;

/** Finds the port an edge end means; a node with one port on that side may be written alone. */
const portOf = (
  ports: Ports,
  written: string | undefined,
  side: 'input' | 'output',
  place: { node: string },
  diagnostics: Diagnostic[],
): string | undefined => {
  const names = Object.keys(ports);
  if (written !== undefined) {
    if (Object.hasOwn(ports, written)) return written;
    const near = nearest(written, names) ?? null;
    diagnostics.push(
      diagnostic('unknown-port', { port: written, side, ports: names, near }, { ...place, port: written }),
    );
    return undefined;
  }
  // The first port is the main one; extra outputs, such as rejected rows, must be named.
  const [first, second] = names;
  if (first !== undefined && (second === undefined || side === 'output')) return first;
  const required = names.filter(name => ports[name]?.optional !== true);
  if (required.length === 1) return required[0];
  diagnostics.push(
    first === undefined
      ? diagnostic('unknown-port', { port: place.node, side, ports: [], near: null }, place)
      : diagnostic('ambiguous-port', { side, ports: names }, place),
  );
  return undefined;
};

/** The input that an edge was meant for, or the whole node where that is not known. */
const meant = (to: Endpoint, kind: NodeKind | undefined): string =>
  to.port !== undefined && Object.hasOwn(kind?.inputs ?? {}, to.port) ? endpointText(to) : to.node;

/** What each input is joined to, and the inputs or nodes that an edge was meant for which joins nothing. */
const joinPorts = (document: PipelineDocument, known: Known, diagnostics: Diagnostic[]) => {
  const wires = new Map<string, Map<string, Wire[]>>();
  // Such an edge is told as what it is; that an input is missing, too, would say it twice.
  const broken = new Set<string>();
  for (const edge of document.edges) {
    const [from, to] = [parseEndpoint(edge.from), parseEndpoint(edge.to)];
    const [source, target] = [known.get(from.node), known.get(to.node)];
    if (source === undefined || target === undefined) {
      broken.add(meant(to, target?.kind));
      continue;
    }
    const output = portOf(source.kind.outputs, from.port, 'output', { node: from.node }, diagnostics);
    const input = portOf(target.kind.inputs, to.port, 'input', { node: to.node }, diagnostics);
    if (output === undefined || input === undefined) {
      broken.add(meant(to, target?.kind));
      continue;
    }
    const [gives, takes] = [source.kind.outputs[output]?.type, target.kind.inputs[input]?.type];
    if (gives !== undefined && takes !== undefined && gives !== takes) {
      const data = { from: `${from.node}.${output}`, gives, takes };
      diagnostics.push(diagnostic('wrong-port-type', data, { node: to.node, port: input }));
      broken.add(meant(to, target?.kind));
      continue;
    }
    const ofNode = wires.get(to.node) ?? new Map<string, Wire[]>();
    ofNode.set(input, [...(ofNode.get(input) ?? []), { node: from.node, port: output }]);
    wires.set(to.node, ofNode);
  }
  for (const [node, ofNode] of wires) {
    for (const [port, froms] of ofNode) {
      if (froms.length > 1 && known.get(node)?.kind.inputs[port]?.many !== true) {
        const from = froms.map(f => `${f.node}.${f.port}`);
        diagnostics.push(diagnostic('input-taken', { port, from }, { node, port }));
      }
    }
  }
  return { wires, broken };
};

/** Node ids so that each comes after what it reads (Kahn). Nodes of a cycle, reported when parsed, are left out. */
const inOrder = (
  document: PipelineDocument,
  wires: ReadonlyMap<string, ReadonlyMap<string, readonly Wire[]>>,
) => {
  const waiting = new Map<string, number>();
  const readers = new Map<string, string[]>();
  for (const { id } of document.nodes) {
    const reads = [...(wires.get(id)?.values() ?? [])].flat();
    waiting.set(id, reads.length);
    for (const { node } of reads) {
      const list = readers.get(node);
      if (list === undefined) readers.set(node, [id]);
      else list.push(id);
    }
  }
  const ready = document.nodes.map(n => n.id).filter(id => waiting.get(id) === 0);
  for (let i = 0; i < ready.length; i++) {
    for (const reader of readers.get(ready[i] ?? '') ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  return ready;
};
