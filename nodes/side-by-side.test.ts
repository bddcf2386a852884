/** Fits in workers: as one after another to the last byte, told in the same order, and ended with the run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finished, RunEvent } from '../engine/run/events.ts';
import { openPipeline } from '../engine/run/pipeline.ts';
import { folderWith, type Node, pipeline } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

/** Rows of two kinds that a tree can learn; every thirteenth lacks a number. */
const rows = (count: number): string =>
  [
    'x0,x1,x2,x3,y',
    ...Array.from({ length: count }, (_, i) => {
      const x = [7919, 104_729, 1_299_709, 15_485_863].map(prime => ((i * prime) % 1009) / 1009);
      const [a = 0, b = 0, c = 0] = x;
      const kind = a + b * c + ((i * 31) % 17) / 40 > 0.9 ? 'oak' : 'elm';
      return [...(i % 13 === 0 ? ['', ...x.slice(1)] : x), kind].join(',');
    }),
  ].join('\n');

const features = ['x0', 'x1', 'x2', 'x3'];
const shared = { label: 'y', features, seed: 1 };
/** Trees that may be deep and are not: more work to look at than to do, so that workers are started for little. */
const forest: Node = {
  id: 'forest',
  kind: 'random-forest',
  params: { trees: 80, depth: 30, leastRows: 900, seed: 2 },
};
const boosted: Node = { id: 'boosted', kind: 'boosted-trees', params: { rounds: 5, depth: 3 } };
const bayes: Node = { id: 'bayes', kind: 'naive-bayes' };

type Case = {
  readonly chosen: Node;
  readonly estimators: readonly Node[];
  readonly port: string;
  readonly count?: number;
  /** How often something is fitted. */
  readonly fits?: number;
};

type Ran = {
  readonly finished: Finished;
  readonly events: readonly RunEvent[];
  readonly text: string;
  readonly ms: number;
};

const run = async (
  { chosen, estimators, port, count = 3000 }: Case,
  threads: number,
  stopAt: (event: RunEvent) => boolean = () => false,
): Promise<Ran> => {
  const fill: Node = { id: 'fill', kind: 'impute', params: { columns: ['x0'] } };
  const nodes = [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    fill,
    chosen,
    ...estimators,
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const edges = [
    { from: 'rows', to: 'fill' },
    { from: 'fill', to: `${chosen.id}.in` },
    ...estimators.map(e => ({ from: e.id, to: `${chosen.id}.estimator` })),
    { from: `${chosen.id}.${port}`, to: 'out' },
  ];
  const folder = folderWith({ 'in.csv': rows(count), 'p.millrace': pipeline(nodes, { edges }) });
  const opened = await openPipeline({ path: join(folder, 'p.millrace'), catalogue, threads });
  if (!('compile' in opened)) throw new Error('it opens');
  const events: RunEvent[] = [];
  const stop = new AbortController();
  let stopped = 0;
  try {
    const finished = await opened.run({
      signal: stop.signal,
      emit: event => {
        events.push(event);
        if (!stopAt(event) || stop.signal.aborted) return;
        stopped = performance.now();
        stop.abort();
      },
    });
    const ms = performance.now() - stopped;
    const out = join(folder, 'out.csv');
    return { finished, events, text: existsSync(out) ? readFileSync(out, 'utf8') : '', ms };
  } finally {
    await opened.close();
  }
};

const candidates = (events: readonly RunEvent[]) => events.filter(e => e.event === 'candidate');

const tuned = (params: object, estimator = forest): Case => ({
  chosen: { id: 'chosen', kind: 'tune', params: { ...shared, folds: 4, ...params } },
  estimators: [estimator],
  port: 'leaderboard',
  // Six candidates and the baseline, each in every fold.
  fits: 28,
});
const sizes = { setting: 'leastRows', values: [700, 900, 1100] };

const cases: Readonly<Record<string, Case>> = {
  'cross-validation': {
    chosen: { id: 'chosen', kind: 'cross-validate', params: { ...shared, folds: 5 } },
    estimators: [forest, bayes, boosted],
    port: 'scores',
    // The baseline as well.
    fits: 20,
  },
  'a grid': tuned({ settings: [sizes, { setting: 'trees', values: [30, 60] }] }),
  'a random search': tuned({
    search: 'random',
    count: 6,
    settings: [
      { setting: 'leastRows', from: 700, to: 1200 },
      { setting: 'trees', from: 30, to: 60 },
    ],
  }),
  'a learning curve': {
    chosen: { id: 'chosen', kind: 'learning-curve', params: { ...shared, folds: 3, shares: [0.3, 0.6, 1] } },
    estimators: [forest],
    port: 'out',
    fits: 9,
  },
};

for (const [name, of] of Object.entries(cases))
  test(`${name} gives the same bytes and the same live board on any number of threads`, async () => {
    const [one, four] = [await run(of, 1), await run(of, 4)];
    for (const { finished } of [one, four]) expect(finished.error).toBeUndefined();
    expect(one.text.split('\n').length).toBeGreaterThan(3);
    // One thread fits in place, several in workers.
    expect(one.finished.nodes.chosen?.fitsBeside).toBeUndefined();
    expect(four.finished.nodes.chosen?.fitsBeside).toBe(of.fits);
    expect(four.text).toBe(one.text);
    expect(candidates(four.events)).toEqual(candidates(one.events));
  }, 120_000);

test('a little to do is done in place', async () => {
  const { finished } = await run({ ...(cases['cross-validation'] as Case), count: 60 }, 4);
  expect(finished.status).toBe('succeeded');
  expect(finished.nodes.chosen?.fitsBeside).toBeUndefined();
});

describe('what goes wrong in a worker', () => {
  const failing: Node = { id: 'failing', kind: 'naive-bayes', params: { model: 'bernoulli' } };
  test('is said as it is in place', async () => {
    const of = { ...(cases['cross-validation'] as Case), estimators: [forest, failing, boosted] };
    const [one, four] = [await run(of, 1), await run(of, 4)];
    expect(one.finished.error).toMatchObject({ code: 'ml-not-counts', node: 'chosen' });
    expect(four.finished.error).toEqual(one.finished.error);
    expect(four.text).toBe('');
  });
});

describe('a search that is ended', { timeout: 120_000 }, () => {
  const long = tuned({ settings: [{ setting: 'rounds', values: [20, 400, 401, 402, 403, 404] }] }, boosted);
  test('by cancelling it stops its workers at once and leaves nothing', async () => {
    const { finished, text, ms, events } = await run(
      { ...long, count: 6000 },
      3,
      event => event.event === 'candidate',
    );
    expect(finished.status).toBe('cancelled');
    expect(text).toBe('');
    expect(candidates(events).length).toBeLessThan(6);
    expect(ms).toBeLessThan(2000);
  });

  test('after its minutes keeps the best of those that were begun', async () => {
    const { finished, text, events } = await run(
      tuned({
        stopAfter: 0,
        settings: [{ setting: 'trees', values: [60, 61, 62, 63, 64, 65, 66] }],
      }),
      2,
    );
    expect(finished.status).toBe('succeeded');
    expect(candidates(events)).toMatchObject([{ candidate: 1, of: 7, best: true }]);
    // A head, the candidate and the baseline.
    expect(text.trim().split('\n')).toHaveLength(3);
    expect(finished.warnings?.[0]?.message).toContain('1 of 7');
    expect(finished.nodes.chosen?.fitsBeside).toBe(8);
  });
});
