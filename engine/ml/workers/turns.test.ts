import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Block, Engine } from '../engine.ts';
import { inTurns, oneAtATime } from './turns.ts';

test('work is begun in its order, at most so many at a time, and answered in its order', async () => {
  const begun: number[] = [];
  const asked: number[] = [];
  let [now, most] = [0, 0];
  function* items() {
    for (let i = 0; i < 7; i++) {
      asked.push(i);
      yield i;
    }
  }
  const answers = await inTurns(items(), 3, async i => {
    begun.push(i);
    most = Math.max(most, ++now);
    // What is asked for is worked on: nothing is taken ahead of its time.
    expect(asked).toEqual(begun);
    await setTimeout(i === 0 ? 30 : 2);
    now--;
    return i * 10;
  });
  expect(answers).toEqual([0, 10, 20, 30, 40, 50, 60]);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(most).toBe(3);
});

test('the error is that of the first item that has one, and nothing is left undone behind it', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (i: number): Promise<void> => {
    begun.push(i);
    await setTimeout([30, 2, 20][i] ?? 1);
    ended.push(i);
    if (i !== 2) throw new Error(`item ${i}`);
  };
  await expect(inTurns([0, 1, 2, 3, 4], 3, work)).rejects.toThrow('item 0');
  expect(begun).toEqual([0, 1, 2]);
  expect([...ended].sort()).toEqual(begun);
  await expect(inTurns([0, 1], 1, work)).rejects.toThrow('item 0');
  expect(begun).toEqual([0, 1, 2, 0]);
});

const rel = { op: 'ref', name: 't' } as const;

/** An engine that holds one open answer, as a connection does. */
const oneAnswer = () => {
  let open = 0;
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    expect(++open).toBe(1);
    const answer = await work();
    open--;
    return answer;
  };
  const engine: Engine = {
    rows: () => alone(() => setTimeout(2, [[1]])),
    keep: () => alone(async () => ({ rel, drop: () => alone(async () => void (await setTimeout(1))) })),
    async *blocks() {
      expect(++open).toBe(1);
      try {
        for (let i = 0; i < 5; i++) {
          await setTimeout(1);
          yield { rows: 1, stride: 1, values: Float64Array.of(i) };
        }
      } finally {
        open--;
      }
    },
  };
  return engine;
};

test('statements of several askers never overlap, also where one stops in the middle or fails', async () => {
  const engine = oneAtATime(oneAnswer());
  const read = async (most: number, fails = false): Promise<number> => {
    let seen = 0;
    for await (const { values } of engine.blocks(rel)) {
      if (fails) throw new Error('enough');
      seen += (values[0] ?? 0) + 1;
      if (seen >= most) break;
    }
    return seen;
  };
  const kept = async () => (await engine.keep(rel)).drop();
  const all = await Promise.allSettled([
    read(100),
    engine.rows(rel),
    read(2),
    kept(),
    read(1, true),
    read(100),
  ]);
  expect(all.map(a => (a.status === 'fulfilled' ? a.value : a.reason.message))).toEqual([
    15,
    [[1]],
    3,
    undefined,
    'enough',
    15,
  ]);
});

test('a statement that fails lets the next one on', async () => {
  const failing: Engine = {
    ...oneAnswer(),
    rows: () => Promise.reject(new Error('no such table')),
    blocks: async function* (): AsyncGenerator<Block> {
      yield await Promise.reject(new Error('no such column'));
    },
  };
  const engine = oneAtATime(failing);
  const blocks = async () => {
    for await (const _ of engine.blocks(rel));
  };
  await expect(engine.rows(rel)).rejects.toThrow('no such table');
  await expect(blocks()).rejects.toThrow('no such column');
  await expect(engine.rows(rel)).rejects.toThrow('no such table');
});
