/** A pipeline drawn small, as a picture: for the overview map, and for pipelines too large to be drawn node by node. */
import type { Box } from '../../engine/graph/arrange.ts';
import { kindOf } from '../store/kinds.ts';
import { categoryColour } from '../ui/kind-icon.tsx';
import type { FlowEdge, FlowNode } from './flow-types.ts';

export type Pictured = {
  readonly nodes: readonly FlowNode[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: readonly FlowEdge[];
};

/** Colours as they are now; pictures cannot refer to variables. */
const colours = (element: Element) => {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (name: string): string => {
    const variable = /^var\((.*)\)$/.exec(name)?.[1] ?? name;
    const value = known.get(variable) ?? style.getPropertyValue(variable).trim();
    known.set(variable, value);
    return value;
  };
};

const fillOf = (node: FlowNode): string => {
  if (node.type === 'comment') return '--warn-soft';
  if (node.type !== 'kind') return '--line';
  const kind = kindOf(node.data.node.kind);
  return kind === undefined ? '--bad' : categoryColour(kind.category);
};

/** Draws all that is in `area`, `scale` pixels for one of the canvas. */
export const paint = (
  canvas: HTMLCanvasElement,
  { nodes, boxes, edges }: Pictured,
  area: Omit<Box, 'id'>,
  scale: number,
): void => {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const colour = colours(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -area.x * scale, -area.y * scale);
  context.strokeStyle = colour('--wire');
  context.lineWidth = Math.min(2, 0.7 / scale);
  context.globalAlpha = edges.length > 5000 ? 0.25 : 0.7;
  context.beginPath();
  for (const edge of edges) {
    const [a, b] = [boxes.get(edge.source), boxes.get(edge.target)];
    if (a === undefined || b === undefined) continue;
    context.moveTo(a.x + a.width, a.y + a.height / 2);
    context.lineTo(b.x, b.y + b.height / 2);
  }
  context.stroke();
  context.globalAlpha = 1;
  for (const node of nodes) {
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    context.fillStyle = colour(fillOf(node));
    context.globalAlpha = node.type === 'frame' ? 0.4 : 1;
    context.fillRect(box.x, box.y, box.width, box.height);
    if (node.selected === true) {
      context.strokeStyle = colour('--accent');
      context.lineWidth = 3 / scale;
      context.strokeRect(box.x, box.y, box.width, box.height);
    }
  }
};
