/** Snapping while nodes are dragged: to edges and centres of what stands near, else to the grid. */
import type { Box } from '../../engine/graph/arrange.ts';
import type { Guide } from './canvas-store.ts';
import { grid } from './sizes.ts';

const reach = 6;

export type Snap = { readonly dx: number; readonly dy: number; readonly guides: readonly Guide[] };

const edges = (start: number, size: number): readonly number[] => [start, start + size / 2, start + size];

type Best = { readonly by: number; readonly at: number; readonly other: Box };

const nearestLine = (own: readonly number[], others: readonly Box[], axis: 'x' | 'y'): Best | undefined => {
  const size = axis === 'x' ? 'width' : 'height';
  let best: Best | undefined;
  for (const other of others) {
    const lines = edges(other[axis], other[size]);
    // Left meets left, centre meets centre, right meets right: other pairings look like mistakes.
    for (const [i, line] of lines.entries()) {
      const by = line - (own[i] ?? 0);
      if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best.by)))
        best = { by, at: line, other };
    }
  }
  return best;
};

/** How far a box has to go to stand in line with others, and the lines that show it. */
export const snap = (box: Box, others: readonly Box[]): Snap => {
  const across = nearestLine(edges(box.x, box.width), others, 'x');
  const down = nearestLine(edges(box.y, box.height), others, 'y');
  const dx = across?.by ?? Math.round(box.x / grid) * grid - box.x;
  const dy = down?.by ?? Math.round(box.y / grid) * grid - box.y;
  const guides: Guide[] = [];
  if (across !== undefined)
    guides.push({
      way: 'down',
      at: across.at,
      from: Math.min(box.y + dy, across.other.y),
      to: Math.max(box.y + dy + box.height, across.other.y + across.other.height),
    });
  if (down !== undefined)
    guides.push({
      way: 'across',
      at: down.at,
      from: Math.min(box.x + dx, down.other.x),
      to: Math.max(box.x + dx + box.width, down.other.x + down.other.width),
    });
  return { dx, dy, guides };
};
