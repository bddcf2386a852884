import { describe, expect, test } from 'vitest';
import { numeric } from '../feature.ts';
import { pcaLayers } from '../score/clusters.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, expectClose, expected, loaded, tableOf } from '../test-data.ts';
import { fitKMeans } from './k-means.ts';
import { fitPca } from './pca.ts';

const columns = (features: readonly { column: string }[]) =>
  [...features.map(f => f.column), 'y', 'w'].map(name => ({ name }));

describe('k-means', () => {
  for (const name of ['iris', 'wine', 'breast_cancer', 'digits'])
    test(`${name}: from the same centres it comes to the same end as scikit-learn`, async () => {
      const data = await loaded(name);
      const wanted = expected.clusters[name];
      const params = { features: data.features, k: wanted.k, seed: 1 };
      const model = await fitKMeans(data, { ...params, centres: wanted.start, tolerance: 0 });
      expectClose(model.centres, wanted.centres);
      expectClose(model.inertia, wanted.inertia);
      const scored = withLayers(data.rel, columns(data.features), scoreLayers(model));
      expect((await answer(data, scored, ['prediction'])).flat()).toEqual(wanted.labels);
      const own = await fitKMeans(data, { ...params, starts: 10 });
      expect(own.inertia).toBeLessThanOrEqual(wanted.best * 1.001);
      // Kept rows are searched by bounds, rows read again by looking at every centre.
      if (name !== 'digits') expect(await fitKMeans(data, { ...params, starts: 10, keep: 0 })).toEqual(own);
    });

  test('fewer rows, or fewer different rows, than clusters', async () => {
    const fitted = async (rows: number[][], k: number) =>
      fitKMeans(await tableOf(['x DOUBLE'], rows), { features: [numeric('x')], k, seed: 1 });
    expect(await codeOf(fitted([[1], [2]], 3))).toBe('ml-few-rows');
    expect(await codeOf(fitted([[1], [1], [2], [2]], 3))).toBe('ml-few-rows');
    expect(await codeOf(fitted([[1], [2]], 0))).toBe('ml-bad-param');
    expect((await fitted([[1], [1], [2]], 2)).inertia).toBe(0);
  });

  test('a row of weight 2 counts as two rows, of weight 0 as none', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [((i * 7919) % 101) / 10, (i * i) % 17, i % 3]);
    const names = ['x DOUBLE', 'y DOUBLE', 'w DOUBLE'];
    const features = [numeric('x'), numeric('y')];
    const params = { features, k: 4, seed: 1, centres: rows.slice(1, 5).map(row => row.slice(0, 2)) };
    const weighed = await fitKMeans(await tableOf(names, rows), { ...params, weight: 'w' });
    const repeated = rows.flatMap(row => Array.from({ length: row[2] ?? 0 }, () => row));
    const plain = await fitKMeans(await tableOf(names, repeated), params);
    expectClose(weighed.centres, plain.centres, 1e-12);
    expectClose(weighed.inertia, plain.inertia, 1e-12);
    const drawn = await fitKMeans(await tableOf(names, rows), { features, k: 4, seed: 1, weight: 'w' });
    expect(drawn.inertia).toBeLessThanOrEqual(plain.inertia * 1.2);
    expect(await codeOf(fitKMeans(await tableOf(names, [[1, 2, 0]]), { ...params, weight: 'w' }))).toBe(
      'ml-bad-weight',
    );
  });

  test('a cluster that loses its rows takes the farthest one', async () => {
    const data = await tableOf(['x DOUBLE'], [[0], [1], [10]]);
    const model = await fitKMeans(data, { features: [numeric('x')], k: 2, seed: 1, centres: [[4], [1000]] });
    expect(model.centres.flat().sort((a, b) => a - b)).toEqual([0.5, 10]);
  });
});

describe('principal components, as scikit-learn', () => {
  for (const name of ['iris', 'wine', 'digits'])
    test(name, async () => {
      const data = await loaded(name);
      const wanted = expected.clusters[name];
      const model = await fitPca(data, { features: data.features, components: 3 });
      expectClose(model.components, wanted.components);
      expectClose(model.variances, wanted.variances);
      expectClose(model.shares, wanted.shares);
      const scored = withLayers(data.rel, columns(data.features), pcaLayers(model));
      const rows = await answer(data, scored, ['pc1', 'pc2', 'pc3']);
      expectClose(
        rows.filter((_, i) => i % 10 === 0),
        wanted.projected,
      );
    });

  test('more components than columns', async () => {
    const data = await tableOf(['x DOUBLE'], [[1], [2]]);
    expect(await codeOf(fitPca(data, { features: [numeric('x')], components: 2 }))).toBe('ml-bad-param');
  });
});
