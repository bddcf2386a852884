import { expect, test } from 'vitest';
import { numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, dataSet, expected, loaded, tableOf } from '../test-data.ts';
import { fitIsolation, isolationScore } from './isolation.ts';

/** All benign rows, and the first twenty of the others, as in `expected.py`. */
const odd = async (threads = 2) => {
  const { target } = dataSet('breast_cancer');
  const malign = target.flatMap((y, i) => (y === 0 ? [i] : [])).slice(0, 20);
  return loaded(
    'breast_cancer',
    (row, i) => (target[i] === 1 || malign.includes(i) ? row : undefined),
    threads,
  );
};

/** Share of pairs of an odd and an ordinary row in which the odd one has the higher score. */
const auc = (pairs: readonly (readonly [number, boolean])[]): number => {
  const of = (is: boolean) => pairs.filter(([, truth]) => truth === is).map(([score]) => score);
  const [high, low] = [of(true), of(false)];
  const won = high.flatMap(h => low.map(l => (h > l ? 1 : h === l ? 0.5 : 0)));
  return won.reduce((a: number, b) => a + b, 0) / won.length;
};

test('odd rows stand out as they do for scikit-learn, and the engine scores as the trees say', async () => {
  const data = await odd();
  const model = await fitIsolation(data, { features: data.features, seed: 1 });
  const names = data.features.map(f => f.column);
  const scored = withLayers(
    data.rel,
    [...names, 'y'].map(name => ({ name })),
    scoreLayers(model),
  );
  const rows = await answer(data, scored, ['prediction_score', 'y', ...names]);
  const kept = dataSet('breast_cancer').target;
  expect(rows.length).toBe(kept.filter(y => y === 1).length + 20);
  expect(auc(rows.map(r => [Number(r[0]), r[1] === 0]))).toBeGreaterThan(expected.mixtures.isolation - 0.03);
  for (const row of rows.slice(0, 20))
    expect(isolationScore(model, j => Number(row[j + 2]))).toBeCloseTo(Number(row[0]), 12);
});

test('the same for the same seed, whatever the threads', async () => {
  const [one, two] = [await odd(1), await odd(2)];
  const params = { seed: 7, trees: 10, sample: 64 };
  const model = await fitIsolation(one, { features: one.features, ...params });
  expect(await fitIsolation(two, { features: two.features, ...params })).toEqual(model);
  expect(await fitIsolation(two, { features: two.features, ...params, seed: 8 })).not.toEqual(model);
});

test('a contamination sets the threshold by the training rows', async () => {
  const rows = [...Array.from({ length: 95 }, (_, i) => [i % 10]), [100], [120], [-90], [200], [300]];
  const data = await tableOf(['x DOUBLE'], rows);
  const model = await fitIsolation(data, { features: [numeric('x')], seed: 1, contamination: 0.05 });
  const scored = withLayers(data.rel, [{ name: 'x' }], scoreLayers(model));
  const found = (await answer(data, scored, ['x', 'prediction'])).filter(r => r[1] === true).map(r => r[0]);
  expect(found.length).toBeGreaterThanOrEqual(4);
  expect(found.every(x => Number(x) > 50 || Number(x) < 0)).toBe(true);
});

test('bad input', async () => {
  const fitted = async (rows: number[][], more: object = {}) =>
    fitIsolation(await tableOf(['x DOUBLE'], rows), { features: [numeric('x')], seed: 1, ...more });
  expect(await codeOf(fitted([[1]]))).toBe('ml-few-rows');
  expect(await codeOf(fitted([[1], [2]], { trees: 0 }))).toBe('ml-bad-param');
  expect(await codeOf(fitted([[1], [2]], { contamination: 0.9 }))).toBe('ml-bad-param');
  // Rows that are all alike are all ordinary.
  expect((await fitted([[1], [1], [1]])).trees.length).toBe(100);
});
