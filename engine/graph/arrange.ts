/** Places for boxes: in a line, evenly spaced, on the grid, beside each other. */
import type { Point } from './document.ts';

export type Box = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

type Places = ReadonlyMap<string, Point>;

/** Puts boxes on one line: their edges, or their centres. */
export const align = (boxes: readonly Box[], how: Alignment): Places => {
  const left = Math.min(...boxes.map(b => b.x));
  const top = Math.min(...boxes.map(b => b.y));
  const right = Math.max(...boxes.map(b => b.x + b.width));
  const bottom = Math.max(...boxes.map(b => b.y + b.height));
  const place = (b: Box): Point => {
    switch (how) {
      case 'left':
        return [left, b.y];
      case 'centre':
        return [(left + right - b.width) / 2, b.y];
      case 'right':
        return [right - b.width, b.y];
      case 'top':
        return [b.x, top];
      case 'middle':
        return [b.x, (top + bottom - b.height) / 2];
      case 'bottom':
        return [b.x, bottom - b.height];
    }
  };
  return new Map(boxes.map(b => [b.id, place(b)]));
};

/** Makes the gaps between boxes equal; the outermost two stay. */
export const distribute = (boxes: readonly Box[], way: 'across' | 'down'): Places => {
  const [at, size] = way === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const sorted = [...boxes].sort((a, b) => a[at] - b[at] || (a.id < b.id ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || sorted.length < 3) return new Map();
  const filled = sorted.reduce((sum, b) => sum + b[size], 0);
  const gap = (last[at] + last[size] - first[at] - filled) / (sorted.length - 1);
  const places = new Map<string, Point>();
  let next = first[at];
  for (const b of sorted) {
    places.set(b.id, way === 'across' ? [next, b.y] : [b.x, next]);
    next += b[size] + gap;
  }
  return places;
};

/** The box around boxes; undefined around none. */
export const boundsOf = (boxes: Iterable<Box>): Omit<Box, 'id'> | undefined => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const b of boxes) {
    left = Math.min(left, b.x);
    top = Math.min(top, b.y);
    right = Math.max(right, b.x + b.width);
    bottom = Math.max(bottom, b.y + b.height);
  }
  return left === Infinity ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
};

const overlaps = (a: Omit<Box, 'id'>, b: Box, gap: number): boolean =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap;

/** The wanted place, or the nearest one below it where nothing stands. */
export const freePlace = (
  boxes: readonly Box[],
  wanted: Point,
  size: { readonly width: number; readonly height: number },
  gap = 20,
): Point => {
  let [x, y] = wanted;
  // Each round passes at least one box, so there are at most as many rounds as boxes.
  for (let round = 0; round <= boxes.length; round++) {
    const hit = boxes.find(b => overlaps({ x, y, ...size }, b, gap));
    if (hit === undefined) break;
    y = hit.y + hit.height + gap;
  }
  return [x, y];
};
