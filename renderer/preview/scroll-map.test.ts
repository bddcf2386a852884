import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostPixels, moved, scrollMap } from './scroll-map.ts';

test('a table that fits is scrolled as it is', () => {
  const map = scrollMap(26_000, 400);
  expect(map).toMatchObject({ height: 26_000, most: 25_600 });
  expect(map.toTable(1234)).toBe(1234);
});

test('any row of a table of 5 million can be reached, and the bar never outgrows a browser', () => {
  const map = scrollMap(5_000_000 * 26, 400);
  expect(map.height).toBe(mostPixels);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000_000 * 26 - 400 }), place => {
      const bar = map.toBar(place);
      expect(bar).toBeGreaterThanOrEqual(0);
      expect(bar).toBeLessThanOrEqual(mostPixels - 400);
      expect(Math.abs(map.toTable(bar) - place)).toBeLessThan(0.01);
    }),
  );
  expect(map.toTable(mostPixels - 400)).toBe(map.most);
});

test('a wheel moves by pixels anywhere, dragging the bar moves by place', () => {
  const map = scrollMap(5_000_000 * 26, 400);
  const middle = { bar: map.toBar(60_000_000), table: 60_000_000 };
  expect(moved(map, middle, middle.bar + 100, 400)).toBe(60_000_100);
  expect(moved(map, middle, 1_000_000, 400)).toBe(map.toTable(1_000_000));
  expect(moved(map, middle, 0, 400)).toBe(0);
  expect(moved(map, middle, mostPixels - 400, 400)).toBe(map.most);
});
