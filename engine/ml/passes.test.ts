import { expect, test } from 'vitest';
import type { Data } from './engine.ts';
import { fitPower } from './features/power.ts';
import { tableOf } from './test-data.ts';

/** How often all rows are asked of an engine with room for so many bytes while a step is fitted that needs many passes. */
const readsWith = async (room: number): Promise<{ reads: number; step: unknown }> => {
  const { engine, rel } = await tableOf(
    ['x DOUBLE'],
    Array.from({ length: 3000 }, (_, i) => [((i * 7919) % 1000) ** 2]),
  );
  let reads = 0;
  const data: Data = {
    rel,
    engine: {
      ...engine,
      room,
      blocks: of => {
        reads++;
        return engine.blocks(of);
      },
    },
  };
  const step = await fitPower(data, { method: 'yeo-johnson', columns: ['x'] });
  return { reads, step };
};

test('rows beyond the room of an engine are read again in each pass, with the same result', async () => {
  const fits = await readsWith(3000 * 8);
  const tight = await readsWith(3000 * 8 - 1);
  expect(fits.reads).toBe(2);
  expect(tight.reads).toBeGreaterThan(5);
  expect(tight.step).toEqual(fits.step);
});
