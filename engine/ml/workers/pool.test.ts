/** Worker threads that fit: what they answer, what they hold, and how they end. */
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineError } from '../../diagnostics/errors.ts';
import type { Rel } from '../../plan/relation.ts';
import { fitWorker } from '../../run/fit-worker-file.ts';
import type { Data, Engine } from '../engine.ts';
import { type EstimatorChoice, fitEstimator, type Lesson } from '../run/estimators.ts';
import { inPlace, type Plan, withFits, workersFor } from '../run/fits.ts';
import { codeOf, loaded, tableOf } from '../test-data.ts';
import { answer } from './answers.ts';
import { farEngine } from './far-engine.ts';
import { openPool, type Pool } from './pool.ts';
import { blocksAhead } from './protocol.ts';
import { scriptOf } from './test-script.ts';
import { oneAtATime } from './turns.ts';

const cancelled = engineError('cancelled', {});

const regularised = { strength: 0.01, mix: 0, standardise: true, intercept: true };
const tree = { depth: 4, leastRows: 2, seed: 3 };
const classifiers: readonly EstimatorChoice[] = [
  {
    method: 'logistic-regression',
    params: { ...regularised, steps: 30, tolerance: 1e-8, classWeights: 'balanced' },
  },
  { method: 'naive-bayes', params: { model: 'gaussian', smoothing: 1e-9 } },
  { method: 'linear-svm', params: { strength: 0.1 } },
  { method: 'k-nearest-neighbours', params: { k: 3, weighting: 'uniform', standardise: true } },
  { method: 'decision-tree', params: tree },
  { method: 'random-forest', params: { ...tree, trees: 5 } },
  { method: 'boosted-trees', params: { ...tree, rounds: 5, rate: 0.1 } },
  { method: 'baseline', params: {} },
];

const lessonOf = (data: Data, width: number, over: Partial<Lesson> = {}): Lesson => ({
  data,
  task: 'class',
  features: Array.from({ length: width }, (_, j) => ({ name: `x${j}`, type: 'DOUBLE' })),
  label: { column: 'y', type: 'DOUBLE' },
  weight: undefined,
  ...over,
});

const ready = `owner.postMessage({ say: 'ready' });\n`;

describe('fits in workers', () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await openPool(await fitWorker(), 2);
  });
  afterAll(() => pool.end(cancelled));

  test('are those of this thread, to the last bit, several at a time over one connection', async () => {
    const wine = await loaded('wine');
    const data = { ...wine, engine: oneAtATime(wine.engine) };
    const lesson = lessonOf(data, wine.features.length);
    const far = await Promise.all(classifiers.map(choice => pool.fit(choice, lesson)));
    for (const [i, choice] of classifiers.entries())
      expect(far[i], choice.method).toEqual(await fitEstimator(choice, lesson));
  });

  test('pass over the rows again where they may not keep them', async () => {
    const wine = await loaded('wine');
    const data = { ...wine, engine: oneAtATime(wine.engine) };
    const lesson = lessonOf(data, wine.features.length);
    const near = await fitEstimator(classifiers[0] as EstimatorChoice, lesson);
    expect(await pool.fit(classifiers[0] as EstimatorChoice, { ...lesson, keep: 0 })).toEqual(near);
  });

  test('end with the same coded error', async () => {
    const data = await tableOf(
      ['x0 DOUBLE', 'y DOUBLE'],
      [
        [1, 0],
        [null, 1],
        [3, 1],
      ],
    );
    const choice: EstimatorChoice = { method: 'linear-svm', params: { strength: 0.1 } };
    const lesson = lessonOf(data, 1);
    const ended = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
    const [far, near] = [await ended(pool.fit(choice, lesson)), await ended(fitEstimator(choice, lesson))];
    expect(far).toMatchObject({ code: 'ml-missing-values', data: { rows: 3 } });
    expect(far).toEqual(near);
    // What the engine itself says comes through as it is, and the worker goes on to the next fit.
    const lost = lessonOf({ ...data, rel: { op: 'ref', name: 'nowhere' } }, 1);
    await expect(pool.fit(choice, lost)).rejects.toThrow(/Catalog Error.*nowhere/);
    expect(await codeOf(pool.fit(choice, lesson))).toBe('ml-missing-values');
  });

  test('are sent a few blocks ahead and no more', async () => {
    let [sent, open] = [0, 0];
    const block = { rows: 1, stride: 1, values: Float64Array.of(1) };
    const engine: Engine = {
      rows: async () => [[2]],
      keep: () => Promise.reject(new Error('none')),
      async *blocks() {
        open++;
        try {
          for (; sent < 1000; sent++) yield block;
        } finally {
          open--;
        }
      },
    };
    // Takes one block and then never another.
    const lazy = scriptOf(`${ready}
      const { MessageChannel } = require('node:worker_threads');
      owner.on('message', () => {
        const { port1, port2 } = new MessageChannel();
        owner.postMessage({ say: 'ask', for: 'blocks', rel: {}, port: port2 }, [port2]);
        port1.once('message', () => port1.postMessage('more'));
        port1.ref();
      });`);
    const slow = await openPool(lazy, 1);
    const fit = slow.fit(
      classifiers[1] as EstimatorChoice,
      lessonOf({ engine, rel: { op: 'ref', name: 't' } }, 1),
    );
    const ended = codeOf(fit);
    await expect.poll(() => sent).toBe(blocksAhead + 1);
    await setTimeout(30);
    expect([sent, open]).toEqual([blocksAhead + 1, 1]);
    await slow.end(cancelled);
    expect(await ended).toBe('cancelled');
    // The open answer is closed with the worker, so the next statement can come.
    await expect.poll(() => open).toBe(0);
  });
});

test('an engine over a port answers as the engine does, and forgets what is kept when it is told to', async () => {
  const wine = await loaded('wine');
  const { port1, port2 } = new MessageChannel();
  port2.on('message', question => void answer(oneAtATime(wine.engine), question));
  try {
    const far = farEngine(port1);
    const head: Rel = { op: 'limit', count: 3, input: wine.rel };
    const kept = await far.keep(head);
    expect(await far.rows(kept.rel)).toEqual(await wine.engine.rows(head));
    await kept.drop();
    await expect.poll(() => wine.engine.rows(kept.rel).catch(String)).toMatch(/Catalog Error/);
    const nowhere: Rel = { op: 'ref', name: 'nowhere' };
    await expect(far.keep(nowhere)).rejects.toThrow(/Catalog Error/);
    await expect(far.rows(nowhere)).rejects.toThrow(/Catalog Error/);
  } finally {
    port1.close();
  }
});

test('a worker that stops in its work is an error of all that is asked of the pool', async () => {
  const wine = await loaded('wine');
  const lesson = lessonOf(wine, wine.features.length);
  for (const line of [
    "owner.on('message', () => process.exit(3));",
    "owner.on('message', () => { throw new Error('broken'); });",
  ]) {
    const pool = await openPool(scriptOf(ready + line), 2);
    const fits = classifiers.slice(0, 4).map(choice => codeOf(pool.fit(choice, lesson)));
    expect(await Promise.all(fits)).toEqual(fits.map(() => 'ml-fit-stopped'));
    expect(await codeOf(pool.fit(classifiers[0] as EstimatorChoice, lesson))).toBe('ml-fit-stopped');
    await pool.end(cancelled);
  }
});

test('a worker in the middle of a loop is ended at once', async () => {
  const wine = await loaded('wine');
  const pool = await openPool(scriptOf(`${ready}owner.on('message', () => { for (;;); });`), 1);
  const fit = codeOf(pool.fit(classifiers[0] as EstimatorChoice, lessonOf(wine, 2)));
  await setTimeout(20);
  await pool.end(cancelled);
  expect(await fit).toBe('cancelled');
});

describe('fits of a run', () => {
  const forest: EstimatorChoice = { method: 'random-forest', params: { ...tree, trees: 100 } };
  const plan: Plan = { choices: [forest, forest, forest], columns: 10 };

  test('stay in place where there is little to do, one thread, or no memory for two', () => {
    const given = { threads: 4, room: 1 << 30 };
    expect(workersFor(1000, plan, given)).toBe(1);
    expect(workersFor(100_000, plan, given)).toBe(3);
    expect(workersFor(100_000, plan, { ...given, threads: 2 })).toBe(2);
    expect(workersFor(100_000, plan, { ...given, room: 1e7 })).toBe(1);
    const baseline: EstimatorChoice = { method: 'baseline', params: {} };
    expect(workersFor(100_000, { ...plan, choices: [baseline, baseline] }, given)).toBe(1);
  });

  test('stay in place with a warning where no worker can be started', async () => {
    const wine = await loaded('wine');
    const large = { ...plan, columns: 1e6 };
    const broken = scriptOf("throw new Error('not a program');");
    for (const script of [async () => broken, () => Promise.reject(new Error('fit-worker.js is missing'))]) {
      const told: string[] = [];
      const fits = await withFits(
        { script, threads: 2 },
        wine,
        { ...large, warn: message => void told.push(message) },
        async fits => fits,
      );
      expect(fits).toBe(inPlace);
      expect(told).toEqual([expect.stringMatching(/one after another.*(not a program|is missing)/)]);
    }
  });

  test('are in workers where there is enough to do, which end with it', async () => {
    const wine = await loaded('wine');
    let count = 0;
    const hands = { script: fitWorker, threads: 2, fitted: () => void count++ };
    const large = { ...plan, columns: 1e6 };
    const lesson = lessonOf(wine, wine.features.length);
    const late = await withFits(hands, wine, large, async fits => {
      expect(fits.atOnce).toBe(3);
      expect(await fits.fit(forest, lesson)).toEqual(await fitEstimator(forest, lesson));
      return fits;
    });
    expect(count).toBe(1);
    expect(await codeOf(late.fit(forest, lesson))).toBe('cancelled');
  });

  test('end with the signal', async () => {
    const wine = await loaded('wine');
    const stop = new AbortController();
    const hands = {
      script: async () => scriptOf(`${ready}owner.on('message', () => { for (;;); });`),
      threads: 2,
      signal: stop.signal,
    };
    const large = { ...plan, columns: 1e6 };
    const ended = withFits(hands, wine, large, fits => {
      stop.abort();
      return fits.fit(forest, lessonOf(wine, 2));
    });
    expect(await codeOf(ended)).toBe('cancelled');
  });
});
