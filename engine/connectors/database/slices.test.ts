import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceBounds, sliceConditions } from './slices.ts';

describe('slices', () => {
  it.each([
    ['1', '9', 4, 'integer', ['3', '5', '7']],
    ['-9223372036854775808', '9223372036854775807', 2, 'integer', ['-1']],
    ['1', '2', 8, 'integer', []],
    ['7', '7', 3, 'integer', []],
    ['0', '1', 4, 'number', ['0.25', '0.5', '0.75']],
    ['-1.5e308', '1.5e308', 2, 'number', ['0']],
    ['2024-01-01', '2024-01-31', 3, 'date', ['2024-01-11', '2024-01-21']],
    ['1969-12-30', '1970-01-03', 2, 'date', ['1970-01-01']],
    ['2024-01-01 00:00:00', '2024-01-02 00:00:00.000001', 2, 'timestamp', ['2024-01-01 12:00:00.000000']],
    ['2024-01-01 00:00:00+00', '2024-01-03 00:00:00+00', 2, 'timestamp', ['2024-01-02 00:00:00.000000']],
    ['0044-03-15 BC', '2024-01-01', 4, 'date', []],
  ] as const)('%s to %s in %i', (low, high, parts, kind, bounds) => {
    expect(sliceBounds(low, high, parts, kind)).toEqual(bounds);
  });

  it('rise, and stay between the ends', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.bigInt(0n, 2n ** 62n),
        fc.integer({ min: 1, max: 64 }),
        (low, width, parts) => {
          const high = low + width > 2n ** 63n - 1n ? 2n ** 63n - 1n : low + width;
          const bounds = sliceBounds(String(low), String(high), parts, 'integer').map(BigInt);
          expect(bounds.every((bound, i) => bound > (bounds[i - 1] ?? low) && bound <= high)).toBe(true);
          expect(bounds.length).toBeLessThan(parts);
        },
      ),
    );
  });

  it('cover every row once; nulls go to the first', () => {
    expect(sliceConditions('"c"', ['3', '5'], bound => `'${bound}'`)).toEqual([
      `("c" < '3' OR "c" IS NULL)`,
      `("c" >= '3' AND "c" < '5')`,
      `("c" >= '5')`,
    ]);
    expect(sliceConditions('"c"', [], bound => bound)).toEqual(['TRUE']);
  });
});
