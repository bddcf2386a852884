/** The document as React Flow draws it. Unchanged parts keep their identity, so that only what changed is drawn again. */

import { type NodeHandle, Position } from '@xyflow/react';
import { type Box, boundsOf } from '../../engine/graph/arrange.ts';
import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import { endpointText } from '../../engine/graph/endpoint.ts';
import type { PortRef } from '../../engine/graph/ports.ts';
import { kindOf } from '../store/kinds.ts';
import { groupPorts, kindNames, type Structure } from './flow-structure.ts';
import {
  type CommentNode,
  commentId,
  type Drawing,
  type Ends,
  type FlowNode,
  type FrameNode,
  type GroupNode,
  type KindNode,
} from './flow-types.ts';
import { commentSize, frame, handleSize, heightFor, heightOf, nodeWidth, portY } from './sizes.ts';

const noNames: Ends = [];
const origin: Point = [0, 0];

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
