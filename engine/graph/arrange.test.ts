import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align, type Box, distribute, freePlace } from './arrange.ts';

const box = (id: string, x: number, y: number, width = 100, height = 50): Box => ({
  id,
  x,
  y,
  width,
  height,
});

test('edges and centres come to stand on one line', () => {
  const boxes = [box('a', 0, 0), box('b', 40, 70, 200)];
  expect(Object.fromEntries(align(boxes, 'left'))).toEqual({ a: [0, 0], b: [0, 70] });
  expect(Object.fromEntries(align(boxes, 'right'))).toEqual({ a: [140, 0], b: [40, 70] });
  expect(Object.fromEntries(align(boxes, 'centre'))).toEqual({ a: [70, 0], b: [20, 70] });
  expect(Object.fromEntries(align(boxes, 'top'))).toEqual({ a: [0, 0], b: [40, 0] });
  expect(Object.fromEntries(align(boxes, 'bottom'))).toEqual({ a: [0, 70], b: [40, 70] });
  expect(Object.fromEntries(align(boxes, 'middle'))).toEqual({ a: [0, 35], b: [40, 35] });
});

test('gaps become equal between the outermost two', () => {
  const boxes = [box('c', 400, 9), box('a', 0, 5), box('b', 110, 7)];
  expect(Object.fromEntries(distribute(boxes, 'across'))).toEqual({ a: [0, 5], b: [200, 7], c: [400, 9] });
  expect(distribute(boxes.slice(0, 2), 'down').size).toBe(0);
});

test('a free place touches nothing', () => {
  const boxes = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(boxes, places => {
      const all = places.map(([x, y], i) => box(`${i}`, x, y));
      const [x, y] = freePlace(all, [200, 200], { width: 100, height: 50 });
      for (const b of all)
        expect(x + 100 <= b.x || b.x + b.width <= x || y + 50 <= b.y || b.y + b.height <= y).toBe(true);
    }),
  );
});
