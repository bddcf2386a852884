import { expect, test } from 'vitest';
import {
  gridColumns,
  placedAt,
  plainArrangement,
  resized,
  seenColumns,
  toggleHidden,
  togglePinned,
} from './columns.ts';

const schema = ['a', 'b', 'c', 'd'].map(name => ({ name, type: 'BIGINT' }));
const names = (arrangement: typeof plainArrangement) => gridColumns(schema, arrangement).map(c => c.name);

test('columns are hidden, pinned to the front and moved', () => {
  expect(names(toggleHidden(plainArrangement, 'b'))).toEqual(['a', 'c', 'd']);
  expect(names(toggleHidden(toggleHidden(plainArrangement, 'b'), 'b'))).toEqual(['a', 'b', 'c', 'd']);
  expect(names(togglePinned(plainArrangement, 'c'))).toEqual(['c', 'a', 'b', 'd']);
  expect(names(placedAt(plainArrangement, schema, 'd', 'b'))).toEqual(['a', 'd', 'b', 'c']);
  expect(names(placedAt(plainArrangement, schema, 'a', 'c'))).toEqual(['b', 'c', 'a', 'd']);
});

test('only what is seen is drawn', () => {
  const wide = gridColumns(
    Array.from({ length: 1000 }, (_, i) => ({ name: `c${i}`, type: 'BIGINT' })),
    resized(plainArrangement, 'c0', 5000),
  );
  expect(wide[0]?.width).toBe(900);
  const seen = seenColumns(wide, 900, 1300).map(c => c.index);
  expect(seen[0]).toBe(0);
  expect(seen.length).toBeLessThan(8);
});
