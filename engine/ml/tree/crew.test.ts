/** Trees grown by several threads, or by one that keeps no sums: the same trees. */
import { beforeAll, describe, expect, test } from 'vitest';
import { randomOf } from '../../plan/random.ts';
import { fitHelper } from '../../run/fit-worker-file.ts';
import type { Helpers } from '../engine.ts';
import { numeric } from '../feature.ts';
import { codeOf, type TestTable } from '../test-data.ts';
import { place, sharedBytes, sharedDoubles, sharedInts } from '../workers/board.ts';
import { openTeam } from '../workers/team.ts';
import { scriptOf } from '../workers/test-script.ts';
import { names, threadsOf, threeLabels, watchedHelpers, width } from '../workers/test-threads.ts';
import type { Binned } from './bins.ts';
import { crewOf } from './crew.ts';
import { fitTrees, type TreesParams } from './fit.ts';
import { grow, type Tree } from './grow.ts';
import { part } from './sums.ts';
import { gini, newton } from './target.ts';

describe('boosted trees by several threads', () => {
  let data: TestTable;
  const params = (label: 'y' | 'c' | 'two'): TreesParams => ({
    features: names.map(numeric),
    label: { column: label, type: 'DOUBLE' },
    target: label === 'y' ? 'number' : 'class',
    method: 'boost',
    depth: 5,
    rounds: 60,
    leastRows: 5,
    seed: 1,
  });
  const fitted = (label: 'y' | 'c' | 'two', helpers?: Helpers) =>
    fitTrees({ ...data, engine: { ...data.engine, ...(helpers && { helpers }) } }, params(label));

  beforeAll(async () => {
    data = await threeLabels();
  });

  test.each(['y', 'two', 'c'] as const)('are the same for %s, whatever the number', async label => {
    const alone = await fitted(label);
    for (const threads of [2, 3]) {
      const { helpers, asked, told } = watchedHelpers(threads);
      expect(await fitted(label, helpers)).toEqual(alone);
      expect([asked(), told]).toEqual([1, []]);
    }
  });

  test('are grown alone, and it is told why, where no thread can be started', async () => {
    const alone = await fitted('two');
    const broken = scriptOf("throw new Error('not a program');");
    for (const script of [async () => broken, () => Promise.reject(new Error('it is missing'))]) {
      const told: string[] = [];
      const tell = (reason: string): void => void told.push(reason);
      expect(await fitted('two', { script, threads: 2, alone: tell })).toEqual(alone);
      expect(told).toEqual([expect.stringMatching(/not a program|is missing/)]);
    }
  });

  test('do not miss a thread that ends before it took anything', async () => {
    const script = async (): Promise<string> => scriptOf("owner.postMessage('ready');");
    expect(await fitted('two', { script, threads: 2 })).toEqual(await fitted('two'));
  });

  test('start no threads for little work, or where there is one', async () => {
    const one = watchedHelpers(1);
    await fitted('two', one.helpers);
    const { engine } = data;
    const little = { ...params('two'), method: 'boost', rounds: 3 } as const;
    const two = watchedHelpers(2);
    await fitTrees({ ...data, engine: { ...engine, helpers: two.helpers } }, little);
    expect([one.asked(), two.asked()]).toEqual([0, 0]);
  });

  test('end their threads when the work is not wanted any more', async () => {
    let pauses = 0;
    const pause = async (): Promise<void> => {
      if (pauses++ === 5) throw new Error('enough');
    };
    const helpers = { script: fitHelper, threads: 2 };
    const stopped = () => fitTrees({ ...data, engine: { ...data.engine, pause, helpers } }, params('y'));
    const threads = await threadsOf(() => expect(stopped()).rejects.toThrow('enough'));
    expect(threads.map(thread => thread.threadId)).toEqual([-1]);
  });
});

const common = (n: number, features: number, threads: number) => ({
  codes: Array.from({ length: features }, () => sharedBytes(n)),
  rows: sharedInts(n),
  spare: sharedInts(n),
  moved: sharedInts(threads),
  standing: {
    y: sharedDoubles(n),
    weights: undefined,
    scores: [sharedDoubles(n)],
    chances: [],
    label: 'number' as const,
    pairs: sharedDoubles(2 * n),
  },
  levels: [sharedDoubles(features * 6)],
  leaves: { ends: sharedInts(8), steps: sharedDoubles(4) },
});

const membersOf = (codes: readonly Uint8Array[]) =>
  codes.map((_, feature) => ({ feature, bins: 2, start: feature * 6 }));

test('a thread that took a part and is gone is an error, not a wait without end', async () => {
  const n = 100_000;
  const all = common(n, 40, 2);
  // While its owner sums the first part, it takes the second and ends.
  const lost = scriptOf(`
    const { board } = workerData;
    owner.postMessage('ready');
    while (Atomics.compareExchange(board, ${place.left}, 4, 3) !== 4);`);
  const team = await openTeam(lost, 2, 100);
  const crew = crewOf(team, membersOf(all.codes), all);
  const fills = async (): Promise<void> => {
    // On a busy machine it may miss its moment for a while.
    for (let i = 0; i < 500; i++) crew.fill(0, 0, n);
  };
  expect(await codeOf(fills())).toBe('ml-fit-stopped');
  await team.end();
});

test.each([2, 3, 7])('rows that %i threads move keep the order that one gives them', async threads => {
  const n = 10_007;
  const random = randomOf(threads);
  const all = common(n, 1, threads);
  const [codes = sharedBytes(0)] = all.codes;
  for (let r = 0; r < n; r++) codes[r] = Math.floor(random() * 5);
  const team = await openTeam(await fitHelper(), threads);
  const crew = crewOf(team, membersOf(all.codes), all);
  for (const [from, to, bin] of [
    [0, n, 1],
    [17, 9000, 3],
    [5, 9, 0],
    [40, 40, 0],
    [0, n, 4],
  ] as const) {
    for (let r = 0; r < n; r++) all.rows[r] = n - 1 - r;
    const alone = all.rows.slice();
    const left = part(codes, bin, alone.subarray(from, to), new Int32Array(n));
    expect(crew.move(0, bin, from, to)).toBe(left);
    expect(all.rows).toEqual(Int32Array.from(alone));
  }
  await team.end();
});

describe('one tree', () => {
  const random = randomOf(11);
  const n = 2000;
  const codes = names.map((_, j) =>
    Uint8Array.from({ length: n }, () => Math.floor(random() * (3 + 20 * j))),
  );
  const edges = names.map((_, j) => Float64Array.from({ length: 2 + 20 * j }, (_, i) => i + 0.5));
  const table: Binned = { rows: n, codes, edges, rest: [] };
  const told = Float64Array.from({ length: n }, (_, r) =>
    (codes[3]?.[r] ?? 0) > 30 ? ((codes[5]?.[r] ?? 0) % 3) % 2 : (codes[7]?.[r] ?? 0) > 70 ? 2 : 1,
  );
  const grown = (target: Parameters<typeof grow>[2], room?: number): Tree =>
    grow(
      table,
      Int32Array.from({ length: n }, (_, r) => r),
      target,
      {
        depth: 6,
        leastGain: 1e-9,
        features: width,
        random: randomOf(1),
        ...(room !== undefined && { room }),
      },
    );

  test('is the same where sums are kept for all features as where each node makes its own', () => {
    const times = Float64Array.from({ length: n }, (_, r) => 1 + (r % 3));
    const classes = gini(told, times, 3, { least: 1, weighted: false });
    expect(grown(classes)).toEqual(grown(classes, 0));
    // Sums of halves and quarters have no rounding that depends on their order.
    const pairs = Float64Array.from({ length: 2 * n }, (_, i) =>
      i % 2 === 0 ? (told[i / 2] ?? 0) - 1.25 : 0.5,
    );
    const steps = newton(pairs, 0.1, 5);
    expect(grown(steps)).toEqual(grown(steps, 0));
  });
});
