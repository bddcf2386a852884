/** Where everything stands while something is dragged: on the lines of its neighbours, frames with what is in them. */
import type { NodePositionChange } from '@xyflow/react';
import { type Box, boundsOf } from '../../engine/graph/arrange.ts';
import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import type { Guide } from './canvas-store.ts';
import type { Drawing } from './flow-types.ts';
import { snap } from './guides.ts';

/** How far around what moves its neighbours are looked for: lines to things far off say nothing. */
const around = 900;

type Moved = { readonly places: ReadonlyMap<string, Point>; readonly guides: readonly Guide[] };

export const movedPlaces = (
  document: PipelineDocument,
  drawing: Omit<Drawing, 'edges'>,
  moves: readonly NodePositionChange[],
): Moved => {
  const places = new Map<string, Point>();
  const frames = new Map(
    (document.groups ?? []).flatMap(g => (g.collapsed === true ? [] : [[g.id, g] as const])),
  );
  const boxes: Box[] = [];
  for (const { id, position } of moves) {
    const box = drawing.boxes.get(id);
    if (box === undefined || position === undefined) continue;
    const group = frames.get(id);
    boxes.push({ ...box, x: position.x, y: position.y });
    if (group === undefined) places.set(id, [position.x, position.y]);
    else
      for (const member of group.nodes) {
        // Frames follow their nodes, so a frame that is dragged moves its nodes by as much as it was moved itself.
        const own = drawing.boxes.get(member);
        if (own !== undefined && !moves.some(move => move.id === member))
          places.set(member, [own.x + position.x - box.x, own.y + position.y - box.y]);
      }
  }
  const bounds = boundsOf(boxes);
  if (bounds === undefined) return { places, guides: [] };
  const moving = new Set([...places.keys(), ...moves.map(move => move.id)]);
  const near = [...drawing.boxes.values()].filter(
    box =>
      !moving.has(box.id) &&
      !frames.has(box.id) &&
      Math.abs(box.x - bounds.x) < around &&
      Math.abs(box.y - bounds.y) < around,
  );
  const { dx, dy, guides } = snap({ id: '', ...bounds }, near);
  return { places: new Map([...places].map(([id, [x, y]]) => [id, [x + dx, y + dy]])), guides };
};
