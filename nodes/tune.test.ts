/** A search for the best settings: what it reaches, what it tells while it goes on, and what it refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataSet, expectClose, expected } from '../engine/ml/test-data.ts';
import { candidateText, type RunEvent } from '../engine/run/events.ts';
import { openPipeline } from '../engine/run/pipeline.ts';
import { folderWith, type Node, pipeline } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

type Row = Record<string, string | number | null>;

/** The data set of `choosing` in expected.py, gaps and all. */
const cancer = (() => {
  const { rows, target } = dataSet('breast_cancer');
  const lines = rows.map((row, i) =>
    [
      ...row
        .slice(0, 8)
        .map((v, j) => ((j === 0 && i % 13 === 0) || (j === 3 && i >= 5 && (i - 5) % 17 === 0) ? '' : v)),
      target[i],
    ].join(','),
  );
  return `${['x0,x1,x2,x3,x4,x5,x6,x7,y', ...lines].join('\n')}\n`;
})();
const features = Array.from({ length: 8 }, (_, j) => `x${j}`);

const steps: readonly Node[] = [
  { id: 'fill', kind: 'impute', params: { columns: ['x0', 'x3'] } },
  { id: 'even', kind: 'scale', params: { columns: features } },
];

const run = async (
  estimator: Node,
  params: object,
  more: { readonly cancel?: (e: RunEvent) => boolean; readonly threads?: number } = {},
) => {
  const nodes: readonly Node[] = [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    ...steps,
    { id: 'best', kind: 'tune', params: { label: 'y', features, ...params } },
    estimator,
    { id: 'use', kind: 'apply-model' },
    { id: 'board', kind: 'write-ndjson', params: { path: 'board.ndjson' } },
    { id: 'predicted', kind: 'write-ndjson', params: { path: 'predicted.ndjson' } },
    { id: 'card', kind: 'write-ndjson', params: { path: 'card.ndjson' } },
  ];
  const edges = [
    { from: 'rows', to: 'fill' },
    { from: 'fill', to: 'even' },
    { from: 'even', to: 'best.in' },
    { from: estimator.id, to: 'best.estimator' },
    { from: 'best.leaderboard', to: 'board' },
    { from: 'best.model', to: 'use.model' },
    { from: 'rows', to: 'use.in' },
    { from: 'use', to: 'predicted' },
    { from: 'best.card', to: 'card' },
  ];
  const folder = folderWith({ 'in.csv': cancer, 'p.millrace': pipeline(nodes, { edges }) });
  const opened = await openPipeline({
    path: join(folder, 'p.millrace'),
    catalogue,
    ...(more.threads && { threads: more.threads }),
  });
  if (!('compile' in opened)) throw new Error('it opens');
  const events: RunEvent[] = [];
  const stop = new AbortController();
  try {
    const { diagnostics } = await opened.compile();
    if (diagnostics.some(d => d.severity === 'error'))
      return { diagnostics, events, board: [], predicted: [], card: [] };
    const finished = await opened.run({
      signal: stop.signal,
      emit: event => {
        events.push(event);
        if (more.cancel?.(event)) stop.abort();
      },
    });
    const read = (name: string): Row[] =>
      finished.status === 'succeeded'
        ? readFileSync(join(folder, `${name}.ndjson`), 'utf8')
            .trim()
            .split('\n')
            .map(line => JSON.parse(line) as Row)
        : [];
    return {
      diagnostics,
      finished,
      events,
      board: read('board'),
      predicted: read('predicted'),
      card: read('card'),
    };
  } finally {
    await opened.close();
  }
};

const logistic: Node = { id: 'logistic', kind: 'logistic-regression', params: { standardise: false } };
const grid = { folds: 4, seed: 7, metric: 'log_loss' };
const { strengths, means, probabilities } = expected.choosing.grid as {
  strengths: number[];
  means: number[];
  probabilities: number[];
};

test('a grid reaches what scikit-learn reaches, and the model is the best of it on all rows', async () => {
  const { board, predicted, card, events, finished } = await run(logistic, {
    ...grid,
    settings: [{ setting: 'strength', values: strengths }],
  });
  expect(finished?.error).toBeUndefined();
  const order = [...strengths.keys()].sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0));
  expect(board.map(r => [r.rank, r.estimator, r.candidate, r.strength])).toEqual([
    ...order.map((c, i) => [i + 1, 'logistic', c + 1, strengths[c]]),
    [4, 'baseline', null, null],
  ]);
  expectClose(
    board.slice(0, 3).map(r => r.mean),
    order.map(c => means[c]),
    1e-6,
  );
  expectClose(
    predicted.filter((_, i) => i % 10 === 0).map(r => r.probability_1),
    probabilities,
    1e-6,
  );
  // What the search says of it goes with the model.
  const measured = card.filter(r => r.section === 'metric');
  expect(measured.map(r => r.name)).toEqual(['folds_log_loss']);
  expectClose(Number(measured[0]?.value), Number(board[0]?.mean), 1e-4);
  const told = events.flatMap(e => (e.event === 'candidate' ? [e] : []));
  expect(told.map(e => [e.node, e.candidate, e.of, e.settings, e.best])).toEqual([
    ['best', 1, 3, { strength: 0.5 }, true],
    ['best', 2, 3, { strength: 0.005 }, true],
    ['best', 3, 3, { strength: 0.05 }, false],
  ]);
  expect(told[1] && candidateText(told[1])).toMatch(
    /^best: 2 of 3, strength=0\.005, log_loss 0\.\d+, the best so far$/,
  );
});

test('a random search draws the same for the same seed, whole numbers where only those are taken', async () => {
  const forest: Node = { id: 'forest', kind: 'random-forest', params: { predict: 'class', trees: 2 } };
  const of = async (seed: number, threads: number) => {
    const settings = [
      { setting: 'depth', from: 1, to: 6 },
      { setting: 'share', from: 0.1, to: 1 },
      { setting: 'leastRows', values: ['1', '5'] },
    ];
    const params = { folds: 2, search: 'random', count: 4, seed, settings };
    const { board, finished } = await run(forest, params, { threads });
    expect(finished?.error).toBeUndefined();
    return board;
  };
  const [one, again, other] = [await of(1, 1), await of(1, 4), await of(2, 1)];
  expect(one.length).toBe(5);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  const tried = one.filter(r => r.estimator === 'forest');
  expect(tried.every(r => Number.isInteger(r.depth) && Number(r.depth) >= 1 && Number(r.depth) <= 6)).toBe(
    true,
  );
  expect(tried.every(r => r.leastRows === 1 || r.leastRows === 5)).toBe(true);
  expect(new Set(tried.map(r => r.share)).size).toBe(4);
});

test('a limit of time keeps the best so far and says how far it came', async () => {
  const { board, finished } = await run(logistic, {
    ...grid,
    stopAfter: 0,
    settings: [{ setting: 'strength', values: strengths }],
  });
  expect(board.map(r => [r.estimator, r.strength])).toEqual([
    ['logistic', 0.5],
    ['baseline', null],
  ]);
  expect(finished?.warnings).toMatchObject([
    { node: 'best', message: expect.stringContaining('1 of 3 candidates') },
  ]);
});

test('a cancelled search tries nothing more and writes nothing', async () => {
  const { finished, events } = await run(
    logistic,
    { ...grid, settings: [{ setting: 'strength', values: strengths }] },
    { cancel: e => e.event === 'candidate' },
  );
  expect(finished?.status).toBe('cancelled');
  expect(events.filter(e => e.event === 'candidate').length).toBe(1);
  expect(finished?.outputs).toEqual([]);
});

describe('what cannot be tried is said of the setting', () => {
  test.each([
    ['an unknown setting', { setting: 'strenght', values: [1] }, 'settings[0].setting', /“strength”/],
    ['a value beyond its bounds', { setting: 'strength', values: [1, -1] }, 'settings[0].values[1]', /./],
    ['a text for a number', { setting: 'strength', values: ['much'] }, 'settings[0].values[0]', /./],
    ['no values', { setting: 'strength' }, 'settings[0].values', /nothing to try/],
    ['a range in a grid', { setting: 'strength', from: 0, to: 1 }, 'settings[0].values', /random search/],
  ])('%s', async (_, setting, param, message) => {
    const { diagnostics } = await run(logistic, { settings: [setting] });
    expect(diagnostics).toMatchObject([
      { severity: 'error', node: 'best', param, message: expect.stringMatching(message) },
    ]);
  });
  test('too many combinations', async () => {
    const values = Array.from({ length: 40 }, (_, i) => i + 1);
    const settings = [
      { setting: 'strength', values },
      { setting: 'steps', values },
    ];
    const { diagnostics } = await run(logistic, { settings });
    expect(diagnostics).toMatchObject([
      { param: 'settings', message: expect.stringContaining('more than 1000') },
    ]);
  });
});
