import { MultinomialNB } from 'ml-naivebayes';
import { describe, expect, test } from 'vitest';
import { numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, dataSet, expectClose, expected, loaded, tableOf } from '../test-data.ts';
import { fitBayes } from './naive-bayes.ts';

const label = { column: 'y', type: 'DOUBLE' };

const probabilities = async (
  data: Awaited<ReturnType<typeof loaded>>,
  model: Awaited<ReturnType<typeof fitBayes>>,
) => {
  const columns = [...data.features, numeric('y'), numeric('w')].map(f => ({ name: f.column }));
  const scored = withLayers(data.rel, columns, scoreLayers(model));
  return answer(
    data,
    scored,
    model.label.classes.map(k => `probability_${k}`),
  );
};

describe('Gaussian, as scikit-learn', () => {
  for (const name of ['iris', 'wine', 'breast_cancer', 'digits'])
    test(name, async () => {
      const data = await loaded(name);
      const wanted = expected.bayes[name];
      const model = await fitBayes(data, { model: 'gaussian', features: data.features, label });
      if (model.kind !== 'gaussian-bayes') throw new Error(model.kind);
      expectClose(model.means, wanted.means);
      expectClose(model.variances, wanted.variances);
      const rows = await probabilities(data, model);
      expectClose(
        rows.filter((_, i) => i % 10 === 0),
        wanted.probabilities,
      );
      const weighted = await fitBayes(data, {
        model: 'gaussian',
        features: data.features,
        label,
        weight: 'w',
      });
      if (weighted.kind !== 'gaussian-bayes') throw new Error(weighted.kind);
      expectClose(weighted.means, wanted.weightedMeans);
      expectClose(weighted.variances, wanted.weightedVariances);
    });
});

test('multinomial, as ml-naivebayes', async () => {
  const { rows, target } = dataSet('digits');
  const other = new MultinomialNB();
  other.train(rows, target);
  const logs = other.toJSON().conditionalProbability.to2DArray();
  const data = await loaded('digits');
  const model = await fitBayes(data, { model: 'multinomial', features: data.features, label, smoothing: 1 });
  if (model.kind !== 'multinomial-bayes') throw new Error(model.kind);
  expectClose(model.logs, logs, 1e-12);
});

test('multinomial and Bernoulli, as scikit-learn', async () => {
  const counts = await loaded('digits');
  const bits = await loaded('digits', row => row.map(v => (v > 8 ? 1 : 0)));
  for (const [kind, data] of [
    ['multinomial', counts],
    ['bernoulli', bits],
  ] as const) {
    const model = await fitBayes(data, { model: kind, features: data.features, label });
    if (model.kind === 'gaussian-bayes') throw new Error(model.kind);
    expectClose(model.logs, expected.bayes[kind].logs);
    const rows = await probabilities(data, model);
    expectClose(
      rows.filter((_, i) => i % 40 === 0),
      expected.bayes[kind].probabilities,
    );
  }
});

test('a constant column tells nothing; what is not a count is refused', async () => {
  const fitted = async (model: 'gaussian' | 'multinomial' | 'bernoulli', rows: number[][]) =>
    fitBayes(await tableOf(['x DOUBLE', 'y DOUBLE'], rows), { model, features: [numeric('x')], label });
  const constant = await fitted('gaussian', [
    [3, 0],
    [3, 1],
    [3, 1],
  ]);
  expect(constant.kind === 'gaussian-bayes' && constant.variances.flat().every(v => v > 0)).toBe(true);
  expect(
    await codeOf(
      fitted('multinomial', [
        [-1, 0],
        [3, 1],
      ]),
    ),
  ).toBe('ml-negative');
  expect(
    await codeOf(
      fitted('bernoulli', [
        [1, 0],
        [3, 1],
      ]),
    ),
  ).toBe('ml-not-counts');
});
