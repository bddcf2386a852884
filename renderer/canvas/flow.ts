/** The document as React Flow draws it. Unchanged parts keep their identity, so that only what changed is drawn again. */
import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react';
import { type Box, boundsOf } from '../../engine/graph/arrange.ts';
import type {
  PipelineComment,
  PipelineDocument,
  PipelineEdge,
  PipelineGroup,
  PipelineNode,
  Point,
} from '../../engine/graph/document.ts';
import { endpointText } from '../../engine/graph/endpoint.ts';
import { homes } from '../../engine/graph/groups.ts';
import { kindsById, type PortRef, type Wire, wiresOf } from '../../engine/graph/ports.ts';
import { allKinds, kindOf } from '../store/kinds.ts';
import { commentSize, frame, handleSize, heightFor, heightOf, nodeWidth, portY } from './sizes.ts';
import { flowOrder } from './walk.ts';

export type KindNode = Node<
  { readonly node: PipelineNode; readonly inputs: Ends; readonly outputs: Ends },
  'kind'
>;
export type GroupNode = Node<
  {
    readonly group: PipelineGroup;
    readonly inputs: readonly PortRef[];
    readonly outputs: readonly PortRef[];
  },
  'group'
>;
export type FrameNode = Node<{ readonly group: PipelineGroup }, 'frame'>;
export type CommentNode = Node<{ readonly comment: PipelineComment; readonly index: number }, 'comment'>;
export type FlowNode = KindNode | GroupNode | FrameNode | CommentNode;
export type FlowEdge = Edge<
  { readonly edge: PipelineEdge; readonly from: PortRef; readonly type: string; readonly main: boolean },
  'wire'
>;

/** Ports of a node: those its kind declares, and those that only an edge speaks of. */
export type Ends = readonly string[];

const noNames: Ends = [];
const origin: Point = [0, 0];
export const commentId = (index: number): string => `comment:${index}`;
export const commentIndex = (id: string): number | undefined =>
  id.startsWith('comment:') ? Number(id.slice(8)) : undefined;
export const edgeId = ({ from, to }: PipelineEdge): string => `${from} → ${to}`;

const kindNames = new Map(
  allKinds.map(kind => [kind.kind, { inputs: Object.keys(kind.inputs), outputs: Object.keys(kind.outputs) }]),
);

const handle = (
  id: string,
  type: 'source' | 'target',
  index: number,
  count: number,
  height: number,
): NodeHandle => ({
  id,
  type,
  position: type === 'source' ? Position.Right : Position.Left,
  x: (type === 'source' ? nodeWidth : 0) - handleSize / 2,
  y: portY(index, count, height) - handleSize / 2,
  width: handleSize,
  height: handleSize,
});

const handlesOf = (inputs: Ends, outputs: Ends, height: number): NodeHandle[] => [
  ...inputs.map((id, i) => handle(id, 'target', i, inputs.length, height)),
  ...outputs.map((id, i) => handle(id, 'source', i, outputs.length, height)),
];

const sized = (width: number, height: number) => ({ width, height, measured: { width, height } });

const keptNodes = new WeakMap<object, FlowNode>();

/** The node made before for the same part of the document, if it looks the same. */
const kept = <N extends FlowNode>(part: object, made: N, same: (old: N) => boolean): N => {
  const old = keptNodes.get(part);
  if (
    old !== undefined &&
    old.type === made.type &&
    old.position.x === made.position.x &&
    old.position.y === made.position.y &&
    old.selected === made.selected &&
    old.width === made.width &&
    old.height === made.height &&
    same(old as N)
  )
    return old as N;
  keptNodes.set(part, made);
  return made;
};

const sameNames = (a: Ends, b: Ends): boolean =>
  a === b || (a.length === b.length && a.every((n, i) => n === b[i]));
const sameRefs = (a: readonly PortRef[], b: readonly PortRef[]): boolean =>
  a.length === b.length && a.every((ref, i) => ref.node === b[i]?.node && ref.port === b[i]?.port);

export type Drawing = {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Everything that has a place, by id. */
  readonly boxes: ReadonlyMap<string, Box>;
};

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
const groupPorts = (group: PipelineGroup, document: PipelineDocument, wires: readonly Wire[]) => {
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

const fixed = { connectable: true, deletable: false } as const;

/** All parts as nodes, frames and notes behind the rest. `moved` are places while something is dragged. */
export const drawingOf = (
  document: PipelineDocument,
  structure: Structure,
  selected: ReadonlySet<string>,
  parts: ReadonlySet<string>,
  moved: ReadonlyMap<string, Point>,
): Omit<Drawing, 'edges'> => {
  const { collapsed, order, extra, wires } = structure;
  const boxes = new Map<string, Box>();
  const nodes: FlowNode[] = [];
  const placeOf = (id: string): Point => moved.get(id) ?? document.layout[id] ?? origin;
  for (const node of order) {
    if (collapsed.has(node.id)) continue;
    const declared = kindNames.get(node.kind);
    const more = extra.get(node.id);
    const inputs =
      more === undefined ? (declared?.inputs ?? noNames) : [...(declared?.inputs ?? []), ...more.inputs];
    const outputs =
      more === undefined ? (declared?.outputs ?? noNames) : [...(declared?.outputs ?? []), ...more.outputs];
    const height =
      more === undefined ? heightOf(kindOf(node.kind)) : heightFor(inputs.length, outputs.length);
    const [x, y] = placeOf(node.id);
    boxes.set(node.id, { id: node.id, x, y, width: nodeWidth, height });
    const isSelected = selected.has(node.id);
    const old = keptNodes.get(node) as KindNode | undefined;
    if (
      old?.position.x === x &&
      old.position.y === y &&
      old.selected === isSelected &&
      sameNames(old.data.inputs, inputs) &&
      sameNames(old.data.outputs, outputs)
    ) {
      nodes.push(old);
      continue;
    }
    const made: KindNode = {
      id: node.id,
      type: 'kind',
      position: { x, y },
      data: { node, inputs, outputs },
      selected: isSelected,
      handles: handlesOf(inputs, outputs, height),
      ...sized(nodeWidth, height),
      ...fixed,
      domAttributes: { 'aria-labelledby': `name-${node.id}` },
    };
    keptNodes.set(node, made);
    nodes.push(made);
  }
  const behind: FlowNode[] = [];
  for (const [index, comment] of (document.comments ?? []).entries()) {
    const id = commentId(index);
    const [x, y] = moved.get(id) ?? comment.at;
    const [width, height] = comment.size ?? commentSize;
    boxes.set(id, { id, x, y, width, height });
    behind.push(
      kept<CommentNode>(
        comment,
        {
          id,
          type: 'comment',
          position: { x, y },
          data: { comment, index },
          selected: parts.has(id),
          zIndex: -1,
          ...sized(width, height),
          ...fixed,
          connectable: false,
          ariaLabel: `Note: ${comment.text.slice(0, 80)}`,
        },
        old => old.id === id,
      ),
    );
  }
  for (const group of document.groups ?? []) {
    const title = group.title ?? group.id;
    const isSelected = parts.has(group.id);
    if (group.collapsed === true) {
      const { inputs, outputs } = groupPorts(group, document, wires);
      const height = heightFor(inputs.length, outputs.length);
      const [x, y] = placeOf(group.id);
      boxes.set(group.id, { id: group.id, x, y, width: nodeWidth, height });
      nodes.push(
        kept<GroupNode>(
          group,
          {
            id: group.id,
            type: 'group',
            position: { x, y },
            data: { group, inputs, outputs },
            selected: isSelected,
            handles: handlesOf(inputs.map(endpointText), outputs.map(endpointText), height),
            ...sized(nodeWidth, height),
            ...fixed,
            ariaLabel: `Group ${title}, ${group.nodes.length} nodes`,
          },
          old => sameRefs(old.data.inputs, inputs) && sameRefs(old.data.outputs, outputs),
        ),
      );
      continue;
    }
    const inner = boundsOf(group.nodes.flatMap(id => boxes.get(id) ?? []));
    if (inner === undefined) continue;
    const box: Box = {
      id: group.id,
      x: inner.x - frame.side,
      y: inner.y - frame.head,
      width: inner.width + 2 * frame.side,
      height: inner.height + frame.head + frame.side + 10,
    };
    boxes.set(group.id, box);
    behind.push(
      kept<FrameNode>(
        group,
        {
          id: group.id,
          type: 'frame',
          position: { x: box.x, y: box.y },
          data: { group },
          selected: isSelected,
          zIndex: -2,
          ...sized(box.width, box.height),
          ...fixed,
          connectable: false,
          ariaLabel: `Group ${title}, ${group.nodes.length} nodes`,
        },
        () => true,
      ),
    );
  }
  return { nodes: [...behind, ...nodes], boxes };
};

const keptEdges = new WeakMap<PipelineEdge, FlowEdge>();

/** All wires. Those inside a collapsed group are not drawn; those into it end at its ports. */
export const edgesOf = (
  document: PipelineDocument,
  { wires, collapsed }: Structure,
  selected: ReadonlySet<string>,
): readonly FlowEdge[] => {
  const nodes = kindsById(document);
  return wires.flatMap(({ edge, from, to }) => {
    const [a, b] = [collapsed.get(from.node), collapsed.get(to.node)];
    if ((a !== undefined && a === b) || !nodes.has(from.node) || !nodes.has(to.node)) return [];
    const id = edgeId(edge);
    const source = a?.id ?? from.node;
    const target = b?.id ?? to.node;
    const [sourceHandle, targetHandle] = [
      a === undefined ? (from.port ?? '') : endpointText(from),
      b === undefined ? (to.port ?? '') : endpointText(to),
    ];
    const isSelected = selected.has(id);
    const old = keptEdges.get(edge);
    if (
      old?.source === source &&
      old.target === target &&
      old.sourceHandle === sourceHandle &&
      old.targetHandle === targetHandle &&
      old.selected === isSelected
    )
      return [old];
    const outputs = kindOf(nodes.get(from.node)?.kind ?? '')?.outputs ?? {};
    const type = outputs[from.port ?? '']?.type ?? 'table';
    const main = Object.keys(outputs)[0] === from.port;
    const made: FlowEdge = {
      id,
      type: 'wire',
      source,
      target,
      sourceHandle,
      targetHandle,
      selected: isSelected,
      data: { edge, from: { node: from.node, port: from.port ?? '' }, type, main },
      focusable: false,
      deletable: false,
    };
    keptEdges.set(edge, made);
    return [made];
  });
};

/** The port that a handle of a drawn node stands for: a group's handles name the node inside. */
export const portAt = (document: PipelineDocument, node: string, handleId: string): PortRef => {
  const isGroup = document.groups?.some(group => group.id === node && group.collapsed === true) === true;
  if (!isGroup) return { node, port: handleId };
  const dot = handleId.indexOf('.');
  return { node: handleId.slice(0, dot), port: handleId.slice(dot + 1) };
};
