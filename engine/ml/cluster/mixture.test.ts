import { expect, test } from 'vitest';
import { numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, expectClose, expected, loaded, tableOf } from '../test-data.ts';
import { fitBisecting } from './bisecting.ts';
import { fitMixture } from './mixture.ts';

test.each(['iris', 'wine'])(
  '%s: from the same start a mixture comes to the same end as scikit-learn',
  async name => {
    const wanted = expected.mixtures[name];
    const data = await loaded(name);
    const features = data.features.slice(0, 4);
    const start = { weights: wanted.weights, means: wanted.means, covariances: wanted.covariances };
    const params = { features, k: wanted.k, seed: 1, tolerance: 1e-6, passes: 1000 };
    const model = await fitMixture(data, { ...params, start });
    expect(model.passes).toBe(wanted.passes);
    expectClose(model.weights, wanted.fittedWeights, 1e-5);
    expectClose(model.means, wanted.fittedMeans, 1e-5);
    const names = Array.from({ length: wanted.k }, (_, c) => `probability_${c}`);
    const columns = features.map(f => ({ name: f.column }));
    const rows = await answer(data, withLayers(data.rel, columns, scoreLayers(model)), [
      ...names,
      'prediction',
    ]);
    expectClose(
      rows.filter((_, i) => i % 10 === 0).map(r => r.slice(0, -1)),
      wanted.probabilities,
      1e-5,
    );
    for (const row of rows) {
      const chances = row.slice(0, -1).map(Number);
      expect(chances.indexOf(Math.max(...chances))).toBe(row.at(-1));
    }
    const own = await fitMixture(data, params);
    expect(own.likelihood).toBeGreaterThan(wanted.likelihood - 0.05);
    expect(await fitMixture(data, { ...params, keep: 0 })).toEqual(own);
  },
);

test('one point for a component is kept from shrinking; a row with a null has no answer', async () => {
  const data = await tableOf(['x DOUBLE'], [[0], [0], [0], [5], [6], [7]]);
  const model = await fitMixture(data, { features: [numeric('x')], k: 2, seed: 1 });
  expectClose(
    [...model.means].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)),
    [[0], [6]],
    1e-6,
  );
  const asked = await tableOf(['x DOUBLE'], [[0], [null]]);
  const rows = await answer(asked, withLayers(asked.rel, [{ name: 'x' }], scoreLayers(model)), [
    'prediction',
  ]);
  expect(rows.flat()[1]).toBe(null);
});

test('bisecting k-means: no worse than scikit-learn, and the same every time', async () => {
  const data = await loaded('digits');
  const params = { features: data.features, k: 10, seed: 1 };
  const model = await fitBisecting(data, params);
  expect(model.inertia).toBeLessThanOrEqual(expected.mixtures.bisecting * 1.02);
  expect(model.sizes.reduce((a, b) => a + b)).toBe(1797);
  expect(await fitBisecting(data, params)).toEqual(model);
  const few = await tableOf(['x DOUBLE'], [[1], [1], [2]]);
  expect(await codeOf(fitBisecting(few, { features: [numeric('x')], k: 3, seed: 1 }))).toBe('ml-few-rows');
});
