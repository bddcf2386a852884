/** What is selected, as the edits of the canvas need it. */
import type { Box } from '../../engine/graph/arrange.ts';
import type { PipelineDocument, PipelineGroup, PipelineNode } from '../../engine/graph/document.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { drawingOf } from './flow.ts';
import { structureOf } from './flow-structure.ts';
import { commentIndex } from './flow-types.ts';

export type Chosen = {
  readonly document: PipelineDocument;
  /** The selected nodes, and those of selected groups. */
  readonly nodes: ReadonlySet<string>;
  readonly groups: readonly PipelineGroup[];
  readonly comments: ReadonlySet<number>;
  readonly edges: ReadonlySet<string>;
};

export const chosen = (): Chosen | undefined => {
  const { document } = useDocument.getState();
  if (document === undefined) return undefined;
  const { nodes, parts, edges } = useSelection.getState();
  const groups = (document.groups ?? []).filter(group => parts.has(group.id));
  return {
    document,
    nodes: new Set([...nodes, ...groups.flatMap(group => group.nodes)]),
    groups,
    comments: new Set([...parts].flatMap(id => commentIndex(id) ?? [])),
    edges,
  };
};

export const hasNodes = (): boolean => (chosen()?.nodes.size ?? 0) > 0;
export const hasAny = (): boolean => {
  const now = chosen();
  return now !== undefined && now.nodes.size + now.comments.size + now.edges.size > 0;
};

export const chosenNodes = (): readonly PipelineNode[] => {
  const now = chosen();
  return now === undefined ? [] : now.document.nodes.filter(node => now.nodes.has(node.id));
};

export const theNode = (): PipelineNode | undefined => {
  const nodes = chosenNodes();
  return nodes.length === 1 ? nodes[0] : undefined;
};

const nothing: ReadonlySet<string> = new Set();
const known = new WeakMap<PipelineDocument, ReadonlyMap<string, Box>>();

/** Keeps what was worked out for the screen, so that commands need not do it again. */
export const keepBoxes = (document: PipelineDocument, boxes: ReadonlyMap<string, Box>): void => {
  known.set(document, boxes);
};

/** Everything with a place, by id, as it is drawn. */
export const boxesOf = (document: PipelineDocument): ReadonlyMap<string, Box> => {
  const found =
    known.get(document) ?? drawingOf(document, structureOf(document), nothing, nothing, new Map()).boxes;
  known.set(document, found);
  return found;
};

/** The boxes that a person would say are selected: nodes, notes, collapsed groups. */
export const chosenBoxes = (): readonly Box[] => {
  const now = chosen();
  if (now === undefined) return [];
  const boxes = boxesOf(now.document);
  const { nodes, parts } = useSelection.getState();
  return [...nodes, ...parts].flatMap(id => boxes.get(id) ?? []);
};

/** “Filter orders” or “3 nodes”. */
export const nameOf = (nodes: readonly PipelineNode[]): string => {
  const [first] = nodes;
  return nodes.length === 1 && first !== undefined ? (first.title ?? first.id) : `${nodes.length} nodes`;
};
