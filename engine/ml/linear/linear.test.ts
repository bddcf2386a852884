import { describe, expect, test } from 'vitest';
import { column } from '../../plan/build.ts';
import { categorical, numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, dataSet, expectClose, expected, loaded, tableOf } from '../test-data.ts';
import { fitLinear, type LinearParams } from './linear.ts';
import { elasticNetPenalty, penalty, ridgePenalty, sparkPenalty } from './penalty.ts';

const wanted = expected.linear;

describe('coefficients are those of scikit-learn', () => {
  const cases: Record<string, Partial<LinearParams>> = {
    ols: {},
    weighted: { weight: 'w' },
    noIntercept: { intercept: false },
    ridge: { penalty: ({ weight }) => ridgePenalty(0.5, weight) },
    weightedRidge: { weight: 'w', penalty: ({ weight }) => ridgePenalty(0.5, weight) },
    lasso: { penalty: () => elasticNetPenalty(0.1, 1) },
    elasticNet: { penalty: () => elasticNetPenalty(0.1, 0.4) },
  };
  for (const [name, params] of Object.entries(cases))
    test(name, async () => {
      const data = await loaded('diabetes');
      const model = await fitLinear(data, { features: data.features, label: 'y', ...params });
      expectClose(model.coefficients, wanted[name].coefficients);
      expectClose(model.intercept, wanted[name].intercept);
      expect(model.converged).toBe(true);
    });

  test('thirty columns that nearly repeat each other', async () => {
    const data = await loaded('breast_cancer');
    const model = await fitLinear(data, { features: data.features, label: 'y' });
    expectClose(model.coefficients, wanted.breastCancer.coefficients);
  });
});

test('columns that repeat others, and constant ones, leave the predictions what they are', async () => {
  const data = await loaded('digits');
  const model = await fitLinear(data, { features: data.features, label: 'y' });
  const scored = withLayers(data.rel, names('digits'), scoreLayers(model));
  expectClose((await answer(data, scored, ['prediction'])).slice(0, 50).flat(), wanted.digitsPredictions);
});

test('more columns than rows: the shortest coefficients, as the library that everybody compares with', async () => {
  const all = await loaded('digits');
  const data = await loaded('digits', (row, i) => (i < 30 ? row : undefined));
  const model = await fitLinear(data, { features: data.features, label: 'y' });
  expect(model.rank).toBe(29);
  const scored = withLayers(all.rel, names('digits'), scoreLayers(model));
  expectClose((await answer(all, scored, ['prediction'])).slice(0, 60).flat(), wanted.moreColumnsThanRows);
});

test('the same model, whatever the threads and however often the rows are read again', async () => {
  const fits = await Promise.all(
    [1, 2].flatMap(threads =>
      [0, 1 << 30].map(async keep => {
        const data = await loaded('diabetes', row => row, threads);
        return fitLinear(data, { features: data.features, label: 'y', keep });
      }),
    ),
  );
  for (const fit of fits) expect(fit).toEqual(fits[0]);
});

test('a category is a column for each of its values', async () => {
  const data = await tableOf(
    ['c VARCHAR', 'y DOUBLE'],
    [
      ['a', 1],
      ['a', 3],
      ['b', 10],
      ['c', 5],
    ],
  );
  const feature = await categorical(data, 'c', 'VARCHAR', { dropFirst: true });
  const model = await fitLinear(data, { features: [feature], label: 'y' });
  expectClose(model.intercept, 2, 1e-12);
  expectClose(model.coefficients, [8, 3], 1e-12);
});

test('a row with a null has no prediction, a category never met counts as none of those known', async () => {
  const data = await tableOf(
    ['c VARCHAR', 'x DOUBLE', 'y DOUBLE'],
    [
      ['a', 1, 1],
      ['b', 2, 4],
      ['a', 2, 2],
    ],
  );
  const features = [await categorical(data, 'c', 'VARCHAR', { dropFirst: true }), numeric('x')];
  const model = await fitLinear(data, { features, label: 'y' });
  await data.connection.run(
    "CREATE TABLE n AS SELECT * FROM (VALUES (NULL, 1.0), ('a', NULL), ('z', 3.0)) v(c, x)",
  );
  const scored = withLayers({ op: 'ref', name: 'n' }, [{ name: 'c' }, { name: 'x' }], scoreLayers(model));
  const [noCategory, noNumber, unseen] = await answer(data, scored, ['prediction']);
  expect([noCategory, noNumber]).toEqual([[null], [null]]);
  expectClose(unseen, [3], 1e-9);
});

test("Spark's penalty is that of glmnet: the square part is divided by the label's deviation", async () => {
  const data = await tableOf(
    ['x DOUBLE', 'y DOUBLE'],
    [
      [1, 2],
      [2, 3],
      [3, 7],
      [4, 8],
    ],
  );
  const fit = await fitLinear(data, {
    features: [numeric('x')],
    label: 'y',
    penalty: ({ labelDeviation }) => sparkPenalty(0.5, 0, labelDeviation),
  });
  // By hand: covariance 2.75 over variance 1.25 times (1 + 0.5 / deviation of y).
  expectClose(fit.coefficients, [2.75 / (1.25 * (1 + 0.5 / Math.sqrt(6.5)))], 1e-12);
});

describe('rows that cannot be learned from', () => {
  const fitted = async (columns: string[], rows: (number | null)[][], weight?: string) =>
    fitLinear(await tableOf(columns, rows), {
      features: [numeric('x')],
      label: 'y',
      ...(weight && { weight }),
    });
  const xy = ['x DOUBLE', 'y DOUBLE'];

  test('no rows', async () => expect(await codeOf(fitted(xy, []))).toBe('ml-no-rows'));
  test('a null, a NaN, an infinity', async () => {
    for (const bad of [null, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(
        fitted(xy, [
          [1, 2],
          [bad, 3],
        ]),
      ).rejects.toThrow('“x” has 1 without an ordinary number');
  });
  test('weights below zero, or all zero', async () => {
    expect(
      await codeOf(
        fitted(
          [...xy, 'w DOUBLE'],
          [
            [1, 2, 1],
            [2, 3, -1],
          ],
          'w',
        ),
      ),
    ).toBe('ml-bad-weight');
    expect(
      await codeOf(
        fitted(
          [...xy, 'w DOUBLE'],
          [
            [1, 2, 0],
            [2, 3, 0],
          ],
          'w',
        ),
      ),
    ).toBe('ml-bad-weight');
  });
  test('a constant column gets 0', async () => {
    const model = await fitted(xy, [
      [5, 2],
      [5, 4],
    ]);
    expect([model.coefficients, model.intercept]).toEqual([[0], 3]);
  });
  test('a penalty below zero', () => expect(() => penalty(-1, 0)).toThrow('“l1” is -1'));
});

const names = (name: string) => [...dataSet(name).columns, 'y', 'w'].map(n => ({ name: column(n).name }));
