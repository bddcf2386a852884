/** Every method that can be trained, from a file to its predictions, as a pipeline runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

/** Two clouds of thirty rows each, with a class, a number that grows with x, and one row that is far from all. */
const cloud = (() => {
  const lines = ['x,y,kind,amount'];
  for (let i = 0; i < 60; i++) {
    const [a, b] = [(i * 37) % 11, (i * 53) % 13];
    const far = i % 2 === 0 ? 1 : 30;
    lines.push(`${far + a / 5},${far + b / 5},${i % 2 === 0 ? 'near' : 'far'},${2 * (far + a / 5) + 1}`);
  }
  return `${[...lines, '200,-150,far,401'].join('\n')}\n`;
})();

const predictions = async (kind: string, params: object, train: object) => {
  const nodes = [
    { id: 'rows', kind: 'read-csv', params: { path: 'cloud.csv' } },
    { id: 'method', kind, params },
    { id: 'learn', kind: 'train', params: train },
    { id: 'say', kind: 'apply-model' },
    { id: 'out', kind: 'write-ndjson', params: { path: 'out.ndjson' } },
  ];
  const edges = [
    { from: 'rows.out', to: 'learn.in' },
    { from: 'method.estimator', to: 'learn.estimator' },
    { from: 'learn.model', to: 'say.model' },
    { from: 'rows.out', to: 'say.in' },
    { from: 'say.out', to: 'out.in' },
  ];
  const folder = folderWith({ 'cloud.csv': cloud, 'p.millrace': pipeline(nodes, { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  if (finished?.status !== 'succeeded') throw new Error(finished?.error?.message ?? 'it did not run');
  return readFileSync(join(folder, 'out.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
};

test.each([
  ['logistic-regression', { strength: 0.01 }],
  ['naive-bayes', {}],
  ['decision-tree', {}],
  ['random-forest', {}],
  ['boosted-trees', { leastRows: 5 }],
  ['linear-svm', {}],
  ['k-nearest-neighbours', { k: 3 }],
])('%s tells the classes apart', async (kind, params) => {
  const rows = await predictions(kind, params, { label: 'kind', features: ['x', 'y'] });
  expect(rows.length).toBe(61);
  expect(rows.filter(row => row.prediction !== row.kind).length).toBeLessThanOrEqual(1);
});

test.each(['logistic-regression', 'naive-bayes', 'decision-tree', 'random-forest', 'boosted-trees'])(
  '%s gives a class of more weight more chance',
  async kind => {
    const mean = async (params: object) => {
      const rows = await predictions(kind, params, { label: 'kind', features: ['amount'] });
      return rows.reduce((sum, row) => sum + Number(row.probability_near), 0);
    };
    // Both clouds are told apart by the amount all but surely, so what is left is what the weight moves.
    const shallow = kind.endsWith('regression')
      ? { strength: 10 }
      : kind === 'naive-bayes'
        ? {}
        : { depth: 1, leastRows: 31 };
    const plain = await mean(shallow);
    const weighed = { classWeights: 'own', weights: [{ class: 'near', weight: 50 }] };
    expect(await mean({ ...shallow, ...weighed })).toBeGreaterThan(plain);
  },
);

test('a weight for a class that is none is refused', async () => {
  const params = { classWeights: 'own', weights: [{ class: 'middle', weight: 2 }] };
  await expect(predictions('decision-tree', params, { label: 'kind' })).rejects.toThrow(
    /“middle”; it must be one of the classes of “kind”: far, near/,
  );
});

test('support vectors say no probabilities, and the others do', async () => {
  const [margins] = await predictions('linear-svm', {}, { label: 'kind', features: ['x', 'y'] });
  expect(Object.keys(margins ?? {})).toEqual(['x', 'y', 'kind', 'amount', 'prediction']);
  const [chances] = await predictions(
    'logistic-regression',
    { strength: 0.01 },
    { label: 'kind', features: ['x', 'y'] },
  );
  expect(Object.keys(chances ?? {})).toContain('probability_near');
});

test('a baseline says the shares of the classes, or the mean, whatever the row', async () => {
  const classes = await predictions('baseline', {}, { label: 'kind' });
  // 30 rows are near, 31 are far.
  expect(new Set(classes.map(row => row.prediction))).toEqual(new Set(['far']));
  expect(Number(classes[0]?.probability_far)).toBeCloseTo(31 / 61, 12);
  expect(Number(classes[0]?.probability_near)).toBeCloseTo(30 / 61, 12);
  const numbers = await predictions('baseline', {}, { label: 'amount' });
  const mean = numbers.reduce((sum, row) => sum + Number(row.amount), 0) / 61;
  for (const row of numbers) expect(Number(row.prediction)).toBeCloseTo(mean, 9);
});

test('a baseline counts rows by their weight', async () => {
  const weighted = await predictions('baseline', {}, { label: 'kind', weight: 'x' });
  const sum = (rows: typeof weighted) => rows.reduce((s, row) => s + Number(row.x), 0);
  const far = sum(weighted.filter(row => row.kind === 'far')) / sum(weighted);
  expect(Number(weighted[0]?.probability_far)).toBeCloseTo(far, 12);
});

test.each([
  ['linear-regression', {}, ['x', 'y'], 1e-6],
  ['curve-fit', { form: 'theil-sen' }, ['x'], 1e-6],
  ['isotonic-regression', {}, ['x'], 1e-6],
  ['decision-tree', { depth: 10 }, ['x'], 1e-6],
  ['k-nearest-neighbours', { k: 3, weighting: 'distance', standardise: false }, ['x', 'y'], 1e-6],
  ['boosted-trees', { predict: 'number', leastRows: 1, rounds: 200 }, ['x'], 1],
])('%s predicts the number', async (kind, params, features, off) => {
  const rows = await predictions(kind, params, { label: 'amount', features });
  for (const row of rows) expect(Math.abs(Number(row.prediction) - Number(row.amount))).toBeLessThan(off);
});

test.each([
  ['k-means', { k: 3 }],
  ['bisecting-k-means', { k: 3 }],
  ['gaussian-mixture', { k: 3 }],
])('%s finds the two clouds', async (kind, params) => {
  const rows = await predictions(kind, params, { features: ['x', 'y'] });
  const of = (name: string) =>
    new Set(
      rows
        .slice(0, 60)
        .filter(r => r.kind === name)
        .map(r => r.prediction),
    );
  expect([of('near').size, of('far').size]).toEqual([1, 1]);
  expect(of('near')).not.toEqual(of('far'));
  for (const row of rows) expect(Number(row.prediction_distance)).toBeGreaterThanOrEqual(0);
});

test('an isolation forest finds the row that is far from all', async () => {
  const rows = await predictions('isolation-forest', { contamination: 0.02 }, { features: ['x', 'y'] });
  const most = Math.max(...rows.map(r => Number(r.prediction_score)));
  expect(rows.at(-1)).toMatchObject({ prediction: true, prediction_score: most });
  expect(rows.filter(r => r.prediction).length).toBeLessThanOrEqual(2);
});

test.each([
  [
    'a curve of two columns',
    'curve-fit',
    {},
    { label: 'amount', features: ['x', 'y'] },
    /“features” is 2 columns; it must be one column for a curve/,
  ],
  ['a curve below zero', 'curve-fit', {}, { label: 'y', features: ['x'] }, /“y” goes down to -150/],
  [
    'no penalty for support vectors',
    'linear-svm',
    { strength: 0 },
    { label: 'kind', features: ['x'] },
    /must be more than 0/,
  ],
  [
    'more neighbours than rows',
    'k-nearest-neighbours',
    { k: 100 },
    { label: 'kind', features: ['x'] },
    /at least 100 are needed for 100 neighbours/,
  ],
  [
    'a weight of rows for neighbours',
    'k-nearest-neighbours',
    {},
    { label: 'kind', features: ['x'], weight: 'amount' },
    /“weight” is amount; it must be empty/,
  ],
  [
    'more clusters than rows',
    'bisecting-k-means',
    { k: 100 },
    { features: ['kind'] },
    /at least 100 are needed for 100 clusters/,
  ],
])('%s is refused with the reason', async (_, kind, params, train, said) => {
  await expect(predictions(kind, params, train)).rejects.toThrow(said);
});
