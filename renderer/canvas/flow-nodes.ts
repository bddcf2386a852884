/** The document as React Flow draws it. Unchanged nodes keep their identity, so that only what changed is drawn again. */
import type { Edge, Node } from '@xyflow/react';
import type { PipelineDocument, PipelineEdge, PipelineNode, Point } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';
import { kindOf } from '../store/kinds.ts';

export type KindNode = Node<{ readonly node: PipelineNode }, 'kind'>;

const origin: Point = [0, 0];

let kept = new WeakMap<PipelineNode, KindNode>();

export const flowNodes = (document: PipelineDocument, selected: ReadonlySet<string>): KindNode[] =>
  document.nodes.map(node => {
    const [x, y] = document.layout[node.id] ?? origin;
    const isSelected = selected.has(node.id);
    const known = kept.get(node);
    if (
      known !== undefined &&
      known.position.x === x &&
      known.position.y === y &&
      known.selected === isSelected
    )
      return known;
    const made: KindNode = {
      id: node.id,
      type: 'kind',
      position: { x, y },
      data: { node },
      selected: isSelected,
    };
    kept.set(node, made);
    return made;
  });

export const edgeId = ({ from, to }: PipelineEdge): string => `${from} → ${to}`;

/** The port that an end means: the one it names, or the first of its node. */
export const portOf = (document: PipelineDocument, text: string, side: 'inputs' | 'outputs') => {
  const { node, port } = parseEndpoint(text);
  const kind = kindOf(document.nodes.find(n => n.id === node)?.kind ?? '');
  return { node, port: port ?? Object.keys(kind?.[side] ?? {})[0] };
};

export const flowEdges = (document: PipelineDocument, selected: ReadonlySet<string>): Edge[] =>
  document.edges.map(edge => {
    const [from, to] = [portOf(document, edge.from, 'outputs'), portOf(document, edge.to, 'inputs')];
    const id = edgeId(edge);
    return {
      id,
      source: from.node,
      target: to.node,
      sourceHandle: from.port ?? null,
      targetHandle: to.port ?? null,
      selected: selected.has(id),
    };
  });

export const forgetFlow = (): void => {
  kept = new WeakMap();
};
