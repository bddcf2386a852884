/** What a model makes of its columns, and of more rows: beside scikit-learn with the same lots (fixtures/ml/expected.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataSet, expectClose, expected } from '../engine/ml/test-data.ts';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

type Row = Record<string, string | number | null>;

/** The data sets of `choosing` in expected.py, gaps and all, and a text beside them. */
const csvOf = (name: string, width: number): string => {
  const { rows, target } = dataSet(name);
  const lines = rows.map((row, i) =>
    [
      ...row
        .slice(0, width)
        .map((v, j) => ((j === 0 && i % 13 === 0) || (j === 3 && i >= 5 && (i - 5) % 17 === 0) ? '' : v)),
      target[i],
      i % 3 === 0 ? 'often' : 'seldom',
    ].join(','),
  );
  const head = [...Array.from({ length: width }, (_, j) => `x${j}`), 'y', 'kind'];
  return `${[head.join(','), ...lines].join('\n')}\n`;
};
const features = (width: number) => Array.from({ length: width }, (_, j) => `x${j}`);

const run = async (
  csv: string,
  width: number,
  method: Node,
  asked: Node,
  train: object = {},
  threads?: number,
) => {
  const nodes: readonly Node[] = [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'fill', kind: 'impute', params: { columns: ['x0', 'x3'] } },
    { id: 'even', kind: 'scale', params: { columns: features(width) } },
    method,
    { id: 'learn', kind: 'train', params: { label: 'y', features: features(width), ...train } },
    asked,
    { id: 'out', kind: 'write-ndjson', params: { path: 'out.ndjson' } },
  ];
  const curve = asked.kind === 'learning-curve';
  const edges = [
    { from: 'rows', to: 'fill' },
    { from: 'fill', to: 'even' },
    { from: 'even', to: 'learn.in' },
    { from: method.id, to: 'learn.estimator' },
    { from: curve ? 'even' : 'rows', to: `${asked.id}.in` },
    curve
      ? { from: method.id, to: `${asked.id}.estimator` }
      : { from: 'learn.model', to: `${asked.id}.model` },
    { from: asked.id, to: 'out' },
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), {
    ...(threads && { threads }),
  });
  if (finished === undefined) return { diagnostics, rows: [] };
  expect(finished.error).toBeUndefined();
  const text = readFileSync(join(folder, 'out.ndjson'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Row);
  return { diagnostics, rows };
};

const logistic: Node = {
  id: 'logistic',
  kind: 'logistic-regression',
  params: { strength: 0.05, standardise: false },
};
const linear: Node = { id: 'linear', kind: 'linear-regression' };
const { learning, importance, dependence } = expected.choosing;

test('a learning curve is that of scikit-learn, with the steps fitted on each share', async () => {
  const params = {
    label: 'y',
    features: features(8),
    folds: 4,
    seed: 7,
    metric: 'log_loss',
    shares: learning.shares,
  };
  const { rows } = await run(csvOf('breast_cancer', 8), 8, logistic, {
    id: 'curve',
    kind: 'learning-curve',
    params,
  });
  expect(rows.map(r => r.rows)).toEqual(learning.rows);
  for (const column of ['train', 'train_deviation', 'validation', 'validation_deviation'])
    expectClose(
      rows.map(r => r[column]),
      learning[column],
      1e-6,
      column,
    );
});

test('a share of the rows with one class says nothing, and the others stand', async () => {
  const csv = `x0,x3,y\n${Array.from({ length: 12 }, (_, i) => `${i},${i},${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;
  const params = { label: 'y', features: ['x0'], folds: 2, shares: [1, 0.1] };
  const bayes: Node = { id: 'bayes', kind: 'naive-bayes' };
  const even: Node = { id: 'curve', kind: 'learning-curve', params };
  const { rows } = await run(csv, 1, bayes, even, { features: ['x0'] });
  expect(rows.map(r => [r.share, r.rows, r.validation === null])).toEqual([
    [0.1, 1, true],
    [1, 6, false],
  ]);
});

describe('on any number of threads', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => {
    const [a, b, c] = [(i * 7919) % 1009, (i * 31) % 97, (i * 13) % 89];
    return `${a},${b},${c},${i % 17 === 3 ? '' : a + b},${a > 500 + c ? 'a' : 'b'}`;
  });
  const csv = `x0,x1,x2,x3,y\n${many.join('\n')}\n`;
  const shares = { folds: 3, seed: 7, metric: 'log_loss', shares: [0.1, 1] };
  test.each<Node>([
    { id: 'curve', kind: 'learning-curve', params: { label: 'y', features: features(4), ...shares } },
    { id: 'shape', kind: 'partial-dependence', params: { features: ['x0', 'x3'], points: 7 } },
  ])('$kind gives the same digits', async asked => {
    const one = await run(csv, 4, logistic, asked, {}, 1);
    const four = await run(csv, 4, logistic, asked, {}, 4);
    expect(one.rows.length).toBeGreaterThan(1);
    expect(four.rows).toEqual(one.rows);
  });
});

test('importances are those of shuffled columns, the largest first, on any number of threads', async () => {
  const asked: Node = {
    id: 'matter',
    kind: 'permutation-importance',
    params: { label: 'y', metric: 'rmse', repeats: 3, seed: 11 },
  };
  const one = await run(csvOf('diabetes', 10), 10, linear, asked, {}, 1);
  const four = await run(csvOf('diabetes', 10), 10, linear, asked, {}, 4);
  expect(four.rows).toEqual(one.rows);
  expect(one.rows.map(r => r.feature)).toEqual(importance.features);
  expectClose(
    one.rows.map(r => r.importance),
    importance.importances,
  );
  expectClose(
    one.rows.map(r => r.deviation),
    importance.deviations,
  );
  expect(one.rows[0]?.score).toBeCloseTo(importance.score, 6);
});

test('a partial dependence is the mean over all rows with a column set', async () => {
  const params = { features: ['x2', 'x3'], points: 5 };
  const { rows } = await run(csvOf('breast_cancer', 8), 8, logistic, {
    id: 'depend',
    kind: 'partial-dependence',
    params,
  });
  expect(rows.length).toBe(20);
  for (const feature of ['x2', 'x3']) {
    const own = rows.filter(r => r.feature === feature && r.class === '1');
    expectClose(
      own.map(r => r.value),
      dependence[feature].values,
    );
    expectClose(
      own.map(r => r.mean),
      dependence[feature].means,
    );
  }
});

test('a margin without probabilities shows the share of rows taken for a class', async () => {
  const svm: Node = { id: 'svm', kind: 'linear-svm' };
  const params = { features: ['x2'], points: 3 };
  const { rows } = await run(csvOf('breast_cancer', 8), 8, svm, {
    id: 'depend',
    kind: 'partial-dependence',
    params,
  });
  expect(rows.map(r => r.class)).toEqual(['0', '1', '0', '1', '0', '1']);
  for (let i = 0; i < 3; i++)
    expect(Number(rows[2 * i]?.mean) + Number(rows[2 * i + 1]?.mean)).toBeCloseTo(1, 12);
});

describe('what cannot be asked is said', () => {
  test.each([
    [
      'a column that the model does not read',
      'partial-dependence',
      { features: ['kind'] },
      'features[0]',
      /does not read “kind”/,
    ],
    [
      'a metric of numbers for a class',
      'permutation-importance',
      { label: 'kind', metric: 'rmse' },
      'metric',
      /Choose one of accuracy/,
    ],
  ])('%s', async (_, kind, params, param, message) => {
    const bayes: Node = { id: 'bayes', kind: 'naive-bayes' };
    const asked: Node = { id: 'ask', kind, params };
    const { diagnostics } = await run(csvOf('breast_cancer', 8), 8, bayes, asked, { label: 'kind' });
    expect(diagnostics).toMatchObject([
      { severity: 'error', node: 'ask', param, message: expect.stringMatching(message) },
    ]);
  });
  test('a cluster', async () => {
    const k: Node = { id: 'k', kind: 'k-means', params: { k: 2 } };
    const asked: Node = { id: 'ask', kind: 'permutation-importance', params: { label: 'kind' } };
    const { diagnostics } = await run(csvOf('breast_cancer', 8), 8, k, asked, { label: undefined });
    expect(diagnostics).toMatchObject([
      { node: 'ask', param: 'model', message: expect.stringContaining('clusters') },
    ]);
  });
});
