/** A forest grown by several threads is the one that one grows. */
import { beforeAll, expect, test } from 'vitest';
import { fitHelper } from '../../run/fit-worker-file.ts';
import type { Engine, Helpers } from '../engine.ts';
import { numeric } from '../feature.ts';
import { codeOf, type TestTable } from '../test-data.ts';
import { scriptOf } from '../workers/test-script.ts';
import { names, threadsOf, threeLabels, watchedHelpers } from '../workers/test-threads.ts';
import { fitTrees } from './fit.ts';
import { forestPlace } from './forest.ts';

let data: TestTable;
beforeAll(async () => {
  data = await threeLabels();
});

type Chosen = { readonly label?: 'y' | 'c' | 'two'; readonly trees?: number; readonly weight?: string };

const fitted = (engine: Partial<Engine>, { label = 'two', trees = 200, weight }: Chosen = {}) =>
  fitTrees(
    { ...data, engine: { ...data.engine, ...engine } },
    {
      features: names.map(numeric),
      label: { column: label, type: 'DOUBLE' },
      target: label === 'y' ? 'number' : 'class',
      method: 'forest',
      trees,
      depth: 6,
      seed: 3,
      ...(weight !== undefined && { weight }),
    },
  );

test.each(['y', 'two', 'c'] as const)('for %s, whatever the number', async label => {
  const alone = await fitted({}, { label, weight: 'x1' });
  for (const threads of [2, 3]) {
    const { helpers, asked, told } = watchedHelpers(threads);
    expect(await fitted({ helpers }, { label, weight: 'x1' })).toEqual(alone);
    expect([asked(), told]).toEqual([1, []]);
  }
});

test('no thread is started for little work, or where there is no room for its rows', async () => {
  const script = (): Promise<string> => Promise.reject(new Error('not to be asked'));
  const told: string[] = [];
  const helpers: Helpers = { script, threads: 4, alone: reason => void told.push(reason) };
  await fitted({ helpers }, { trees: 10 });
  await fitted({ helpers, room: 6000 * 64 }, { trees: 200 });
  expect(told).toEqual([]);
});

test('where none can be started it is told, and one thread grows all', async () => {
  const broken = scriptOf("throw new Error('not a program');");
  const told: string[] = [];
  const helpers = {
    script: async () => broken,
    threads: 2,
    alone: (reason: string) => void told.push(reason),
  };
  expect(await fitted({ helpers })).toEqual(await fitted({}));
  expect(told).toEqual(['not a program']);
});

test('a thread that ends with a tree of its own is an error', async () => {
  // It takes a tree before its owner takes the first, and ends: by itself, and by an error.
  for (const line of ['', "throw new Error('broken');"]) {
    const lost = scriptOf(`
      const { board } = workerData;
      Atomics.add(board, ${forestPlace.next}, 1);
      owner.postMessage('ready');
      Atomics.wait(board, ${forestPlace.go}, 0);
      ${line}`);
    expect(await codeOf(fitted({ helpers: { script: async () => lost, threads: 2 } }))).toBe(
      'ml-fit-stopped',
    );
  }
});

test('threads end where the work is not wanted any more', async () => {
  let pauses = 0;
  const pause = async (): Promise<void> => {
    if (pauses++ === 3) throw new Error('enough');
  };
  const helpers = { script: fitHelper, threads: 2 };
  const threads = await threadsOf(() => expect(fitted({ pause, helpers })).rejects.toThrow('enough'));
  expect(threads.map(thread => thread.threadId)).toEqual([-1]);
});
