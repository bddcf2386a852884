/** Weights of classes, beside scikit-learn (fixtures/ml/expected.py) and beside rows that stand there several times. */
import { describe, expect, test } from 'vitest';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, expectClose, expected, loaded, standardised } from '../test-data.ts';
import { type EstimatorChoice, fitEstimator } from './estimators.ts';

type Table = Awaited<ReturnType<typeof loaded>>;

const fitted = (data: Table, choice: EstimatorChoice, weight?: string) =>
  fitEstimator(choice, {
    data,
    task: 'class',
    features: data.features.map(f => ({ name: f.column, type: 'DOUBLE' })),
    label: { column: 'y', type: 'DOUBLE' },
    weight,
  });

const wanted = expected.classWeights;

test('balanced logistic regression', async () => {
  const data = await loaded('breast_cancer', standardised('breast_cancer'));
  const model = await fitted(data, {
    method: 'logistic-regression',
    params: {
      strength: 1 / (0.3 * 569),
      mix: 0,
      standardise: false,
      intercept: true,
      steps: 100,
      tolerance: 1e-10,
      classWeights: 'balanced',
    },
  });
  if (model.kind !== 'logistic') throw new Error('it is logistic');
  expectClose(model.coefficients, wanted.logistic.coefficients, 1e-6);
  expectClose(model.intercepts, wanted.logistic.intercepts, 1e-6);
});

test('balanced naive Bayes', async () => {
  const params = { model: 'gaussian' as const, smoothing: 1, classWeights: 'balanced' as const };
  const model = await fitted(await loaded('breast_cancer'), { method: 'naive-bayes', params });
  if (model.kind !== 'gaussian-bayes') throw new Error('it is Gaussian');
  expectClose(
    model.priors.map(p => Math.exp(p)),
    wanted.bayes.priors,
  );
  expectClose(model.means, wanted.bayes.means);
  expectClose(model.variances, wanted.bayes.variances);
});

test('balanced support vectors', async () => {
  const data = await loaded('breast_cancer', standardised('breast_cancer'));
  const model = await fitted(data, {
    method: 'linear-svm',
    params: { strength: 0.01, classWeights: 'balanced' },
  });
  if (model.kind !== 'svm') throw new Error('it is a margin');
  expectClose([...(model.coefficients[0] ?? []), model.intercepts[0]], wanted.svm, 1e-4);
});

const iris = (change: (row: readonly number[], i: number) => readonly number[] | undefined = row => row) =>
  loaded('iris', change);
const own = [
  { class: '1.0', weight: 3 },
  { class: '2.0', weight: 0.5 },
];

test('a tree with a weight for some classes and for rows', async () => {
  const data = await iris((row, i) => (i >= 100 && i % 3 === 0 ? undefined : row));
  const params = { depth: 2, leastRows: 1, seed: 1, classWeights: own };
  const model = await fitted(data, { method: 'decision-tree', params }, 'w');
  const columns = [...data.features.map(f => ({ name: f.column })), { name: 'y' }];
  const names = ['0.0', '1.0', '2.0'].map(c => `probability_${c}`);
  const rows = await answer(data, withLayers(data.rel, columns, scoreLayers(model)), names);
  expectClose(rows, wanted.tree, 1e-9);
});

describe('a class of weight 3 is as if its rows stood there three times', () => {
  const twoClasses = (row: readonly number[], i: number) => (i >= 50 && i % 5 < 2 ? row : undefined);
  const thrice = async (): Promise<Table> => {
    const data = await iris(twoClasses);
    const copies = `SELECT t.* FROM t, range(CASE WHEN y = 1 THEN 3 ELSE 1 END)`;
    await data.connection.run(`CREATE TABLE more AS ${copies}`);
    return { ...data, rel: { op: 'ref', name: 'more' } };
  };
  const weights = [{ class: '1.0', weight: 3 }];
  test.each([
    ['decision-tree', { depth: 3, leastRows: 1, seed: 1 }],
    ['boosted-trees', { depth: 2, leastRows: 1, seed: 1, rounds: 5, rate: 0.1 }],
  ] as const)('%s', async (method, params) => {
    const choice = (more: object) => ({ method, params: { ...params, ...more } }) as EstimatorChoice;
    const weighed = await fitted(await iris(twoClasses), choice({ classWeights: weights }));
    const repeated = await fitted(await thrice(), choice({}));
    const plain = await fitted(await iris(twoClasses), choice({}));
    const numbers = (model: typeof plain) => {
      if (model.kind !== 'trees') throw new Error('these are trees');
      return JSON.stringify([model.base, model.groups], (_, v) =>
        typeof v === 'number' ? Number(v.toPrecision(9)) : v,
      );
    };
    expect(numbers(weighed)).toBe(numbers(repeated));
    expect(numbers(weighed)).not.toBe(numbers(plain));
  });
  test('random-forest', async () => {
    const params = { depth: 1, leastRows: 1, seed: 1, trees: 20 };
    const share = async (more: object): Promise<number> => {
      const data = await iris(twoClasses);
      const model = await fitted(data, { method: 'random-forest', params: { ...params, ...more } });
      const columns = [...data.features.map(f => ({ name: f.column })), { name: 'y' }];
      const rows = await answer(data, withLayers(data.rel, columns, scoreLayers(model)), ['probability_1.0']);
      return rows.reduce((sum, [p]) => sum + Number(p), 0) / rows.length;
    };
    expect(await share({ classWeights: weights })).toBeGreaterThan((await share({})) + 0.02);
  });
});

test('a class that is none, and weights of classes for a number, are refused', async () => {
  const params = { depth: 2, leastRows: 1, seed: 1, classWeights: [{ class: 'oak', weight: 2 }] };
  expect(await codeOf(fitted(await iris(), { method: 'decision-tree', params }))).toBe('ml-bad-param');
  const data = await loaded('diabetes');
  const number = fitEstimator(
    { method: 'decision-tree', params: { ...params, classWeights: 'balanced' } },
    {
      data,
      task: 'number',
      features: [{ name: 'x0', type: 'DOUBLE' }],
      label: { column: 'y', type: 'DOUBLE' },
    },
  );
  expect(await codeOf(number)).toBe('ml-bad-param');
});
