/** Fits whose blocks are shared out among threads: the same models, to the last bit. */
import { beforeAll, describe, expect, test } from 'vitest';
import { randomOf } from '../../plan/random.ts';
import { fitHelper } from '../../run/fit-worker-file.ts';
import { askAll } from '../by-block/ask.ts';
import { fitKMeans } from '../cluster/k-means.ts';
import type { Block, Engine, Helpers } from '../engine.ts';
import { numeric } from '../feature.ts';
import { fitLogistic } from '../linear/logistic.ts';
import { inversePenalty } from '../linear/penalty.ts';
import type { Passes } from '../passes.ts';
import { codeOf, type TestTable, tableOf } from '../test-data.ts';
import { place, sharedDoubles } from './board.ts';
import { openTeam } from './team.ts';
import { scriptOf } from './test-script.ts';
import { threadsOf, watchedHelpers } from './test-threads.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const features = names.map(numeric);
/** Rows in five clumps, with two and three classes that lean on the columns, and weights of which some are 0. */
const many = async (table: TestTable, name: string, rows: number): Promise<TestTable> => {
  const columns = names.map(
    (name, j) => `(i % 5) * ${j - 2} + ((i * ${7919 + 2 * j} + ${j}) % 10007) / 5000.0 AS ${name}`,
  );
  await table.connection.run(
    `CREATE TABLE ${name} AS SELECT *, (a + b > c + (i % 7))::INT::DOUBLE AS two, least(2, greatest(0, floor(a + d / 2 + (i % 3))))::DOUBLE AS three, (i % 4) / 2.0 AS w FROM (SELECT i, ${columns.join(', ')} FROM range(${rows}) r(i))`,
  );
  return { ...table, rel: { op: 'ref', name } };
};

describe('models of many rows', () => {
  let data: TestTable;
  // One look at a row of logistic regression is less than a row's search among many centres.
  let more: TestTable;
  beforeAll(async () => {
    data = await many(await tableOf(['x DOUBLE'], []), 'many', 100_000);
    more = await many(data, 'more', 550_000);
  });
  const on = (table: TestTable, engine: Partial<Engine>) => ({
    ...table,
    engine: { ...table.engine, ...engine },
  });
  const clusters = (engine: Partial<Engine>, weight?: string) =>
    fitKMeans(on(data, engine), {
      features,
      k: 50,
      seed: 3,
      passes: 6,
      starts: 1,
      ...(weight && { weight }),
    });
  const classes = (engine: Partial<Engine>, column: 'two' | 'three', weight?: string) =>
    fitLogistic(on(more, engine), {
      features,
      label: { column, type: 'DOUBLE' },
      penalty: w => inversePenalty(1, w),
      ...(weight && { weight }),
    });
  const fits: [string, (engine: Partial<Engine>) => Promise<unknown>][] = [
    ['k-means', engine => clusters(engine)],
    ['k-means with weights', engine => clusters(engine, 'w')],
    ['logistic regression of two classes with weights', engine => classes(engine, 'two', 'w')],
    ['logistic regression of three classes', engine => classes(engine, 'three')],
  ];

  test.each(fits)('%s: the same whatever the number of threads', async (_, fitted) => {
    const alone = await fitted({});
    for (const threads of [2, 3]) {
      const { helpers, asked, told } = watchedHelpers(threads);
      expect(await fitted({ helpers })).toEqual(alone);
      expect([asked(), told]).toEqual([1, []]);
    }
  });

  test.each(fits)('%s: the same where rows are read again and only a sample stays', async (_, fitted) => {
    const { helpers, asked } = watchedHelpers(2);
    expect(await fitted({ helpers, room: 1_000_000 })).toEqual(await fitted({}));
    expect(asked()).toBe(1);
  });

  test('no thread is started for few rows, or where there is one', async () => {
    await data.connection.run('CREATE TABLE few AS SELECT * FROM many LIMIT 10000');
    const few = watchedHelpers(4);
    await fitKMeans(
      { engine: { ...data.engine, helpers: few.helpers }, rel: { op: 'ref', name: 'few' } },
      { features, k: 8, seed: 1 },
    );
    const one = watchedHelpers(1);
    await clusters({ helpers: one.helpers });
    expect([few.asked(), one.asked()]).toEqual([0, 0]);
  });

  test('where none can be started it is told why, and one thread does all', async () => {
    const alone = await clusters({});
    const broken = scriptOf("throw new Error('not a program');");
    for (const script of [async () => broken, () => Promise.reject(new Error('it is missing'))]) {
      const told: string[] = [];
      const helpers: Helpers = { script, threads: 2, alone: reason => void told.push(reason) };
      expect(await clusters({ helpers })).toEqual(alone);
      expect(told).toEqual([expect.stringMatching(/not a program|is missing/)]);
    }
  });

  test('a thread that ends before it took anything is not missed', async () => {
    const script = async (): Promise<string> => scriptOf("owner.postMessage('ready');");
    expect(await clusters({ helpers: { script, threads: 2 } })).toEqual(await clusters({}));
  });

  test('threads end with the fit, also where the work is not wanted any more or the rows are unfit', async () => {
    const helpers: Helpers = { script: fitHelper, threads: 2 };
    let pauses = 0;
    const pause = async (): Promise<void> => {
      if (pauses++ === 4) throw new Error('enough');
    };
    await data.connection.run(
      'CREATE TABLE holes AS SELECT * REPLACE (CASE WHEN i = 70000 THEN NULL ELSE a END AS a) FROM many',
    );
    const unfit = { engine: { ...data.engine, helpers }, rel: { op: 'ref' as const, name: 'holes' } };
    const all = await threadsOf(async () => {
      await clusters({ helpers });
      await expect(clusters({ helpers, pause })).rejects.toThrow('enough');
      expect(await codeOf(fitKMeans(unfit, { features, k: 50, seed: 1 }))).toBe('ml-missing-values');
    });
    expect(all.map(thread => thread.threadId)).toEqual([-1, -1, -1]);
  });
});

describe('a team', () => {
  const random = randomOf(1);
  const blocks = Array.from({ length: 20 }, (): Block => {
    const values = sharedDoubles(3 * 64);
    for (let i = 0; i < values.length; i++) values[i] = random();
    return { rows: 64, stride: 64, values, stays: true };
  });
  const passes: Passes = {
    names: ['x', 'y', 'z'],
    blocks: () => blocks,
    pause: async () => {},
    each: async visit => blocks.forEach(visit),
  };
  const plan = { kind: 'members', width: 3, k: 2, weight: undefined } as const;
  const input = Float64Array.of(1, 1, 0.2, 0.2, 0.2, 0.7, 0.7, 0.7, 0, 0);

  test('answers for blocks in their order, also where few answers may wait', async () => {
    const answers = async (ask: ReturnType<typeof askAll>): Promise<number[][]> => {
      const all: number[][] = [];
      await ask(input, output => void all.push(Array.from(output)));
      return all;
    };
    const team = await openTeam(await fitHelper(), 2);
    const alone = await answers(askAll(passes, plan));
    expect(alone).toHaveLength(20);
    expect(await answers(askAll(passes, plan, team))).toEqual(alone);
    expect(await answers(askAll(passes, plan, team, 1))).toEqual(alone);
    await team.end();
  });

  test('a thread that took a block and is gone is an error, not a wait without end', async () => {
    // While its owner answers for the first block, it takes the second and ends.
    const lost = scriptOf(`
      const { board } = workerData;
      owner.postMessage('ready');
      while (Atomics.compareExchange(board, ${place.left}, 19, 18) !== 19);`);
    const team = await openTeam(lost, 2, 100);
    const ask = askAll(passes, plan, team);
    const asked = async (): Promise<void> => {
      // On a busy machine it may miss its moment for a while.
      for (let i = 0; i < 5000; i++) await ask(input, () => {});
    };
    expect(await codeOf(asked())).toBe('ml-fit-stopped');
    await team.end();
  });
});
