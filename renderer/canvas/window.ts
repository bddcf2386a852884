/**
 * What of a very large pipeline is handed on to be drawn: what is near the view. The drawing library walks all nodes and
 * wires at every step of a pan, which 50,000 wires would make slow.
 */
import { useStore } from '@xyflow/react';
import { useMemo } from 'react';
import type { Drawing, FlowEdge, FlowNode } from './flow-types.ts';

/** Up to this many everything is handed on. */
const large = 300;
/** From this many on, a pipeline is drawn as one picture where it is too small to be read anyway. */
const many = 250;
const thinZoom = 0.3;

export const isThin = (nodes: number, zoom: number): boolean => nodes > many && zoom < thinZoom;

type Shown = { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] };

/** The part of the plane that is handed on, as text, so that it changes only when the view leaves the middle of it. */
const tileOf = (width: number, height: number, [x, y, zoom]: readonly [number, number, number]): string => {
  const [w, h] = [width / zoom, height / zoom];
  // Zoom in steps, so that zooming a little does not move the tiles.
  const step = 2 ** Math.round(Math.log2(Math.max(w, 1)));
  return [
    Math.floor(-x / zoom / step) * step,
    Math.floor(-y / zoom / step) * step,
    step,
    Math.ceil(h / step) * step,
  ].join(' ');
};

/** `placed` once the view is where it belongs: of a large pipeline nothing is drawn for a place that is left at once. */
export const useWindow = (
  drawing: Omit<Drawing, 'edges'> | undefined,
  edges: readonly FlowEdge[],
  placed: boolean,
): Shown => {
  const count = drawing?.nodes.length ?? 0;
  const tile = useStore(state =>
    isThin(count, state.transform[2]) || (!placed && count > large)
      ? 'none'
      : count <= large
        ? 'all'
        : tileOf(state.width, state.height, state.transform),
  );
  return useMemo(() => {
    if (drawing === undefined || tile === 'none') return { nodes: [], edges: [] };
    if (tile === 'all') return { nodes: drawing.nodes, edges };
    const [x = 0, y = 0, w = 0, h = 0] = tile.split(' ').map(Number);
    const near = new Set<string>();
    for (const b of drawing.boxes.values())
      if (b.x < x + 2.5 * w && b.x + b.width > x && b.y < y + h + w && b.y + b.height > y) near.add(b.id);
    const wires = edges.filter(edge => near.has(edge.source) || near.has(edge.target));
    // A wire is drawn only where both its ends are known.
    for (const edge of wires) near.add(edge.source).add(edge.target);
    return { nodes: drawing.nodes.filter(node => near.has(node.id)), edges: wires };
  }, [drawing, edges, tile]);
};
