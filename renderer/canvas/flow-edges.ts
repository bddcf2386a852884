/** The wires of a pipeline as edges, and the ports that drawn handles stand for. */
import type { PipelineDocument, PipelineEdge } from '../../engine/graph/document.ts';
import { endpointText } from '../../engine/graph/endpoint.ts';
import { kindsById, type PortRef } from '../../engine/graph/ports.ts';
import { kindOf } from '../store/kinds.ts';
import type { Structure } from './flow-structure.ts';
import { edgeId, type FlowEdge } from './flow-types.ts';

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
