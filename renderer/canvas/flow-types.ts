/** What the canvas draws: parts of the document as React Flow's nodes and edges, and how they are named. */
import type { Edge, Node } from '@xyflow/react';
import type { Box } from '../../engine/graph/arrange.ts';
import type {
  PipelineComment,
  PipelineEdge,
  PipelineGroup,
  PipelineNode,
} from '../../engine/graph/document.ts';
import type { PortRef } from '../../engine/graph/ports.ts';

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

export const commentId = (index: number): string => `comment:${index}`;
export const commentIndex = (id: string): number | undefined =>
  id.startsWith('comment:') ? Number(id.slice(8)) : undefined;
export const edgeId = ({ from, to }: PipelineEdge): string => `${from} → ${to}`;

export type Drawing = {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Everything that has a place, by id. */
  readonly boxes: ReadonlyMap<string, Box>;
};
