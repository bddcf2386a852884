import { expect, test } from 'vitest';
import { numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import {
  answer,
  codeOf,
  dataSet,
  expectClose,
  expected,
  loaded,
  standardised,
  tableOf,
} from '../test-data.ts';
import { fitSvm } from './svm.ts';

const label = { column: 'y', type: 'DOUBLE' };

test.each(['breast_cancer', 'iris', 'wine'])('%s: the minimum of the primal', async name => {
  const wanted = expected.svm[name];
  const data = await loaded(name, standardised(name));
  const model = await fitSvm(data, { features: data.features, label, weight: 'w', l2: wanted.l2 });
  expect(model.converged).toBe(true);
  expectClose(
    model.coefficients.map((row, k) => [...row, model.intercepts[k]]),
    wanted.coefficients,
    1e-4,
  );
  const columns = [...data.features.map(f => ({ name: f.column })), { name: 'y' }];
  const rows = await answer(data, withLayers(data.rel, columns, scoreLayers(model)), ['prediction']);
  const right = rows.filter(([said], i) => Number(said) === dataSet(name).target[i]).length;
  expect(right / rows.length).toBeGreaterThan(0.95);
});

test('the scale of a column only matters to the penalty', async () => {
  const data = await loaded('iris', row => row.map((v, j) => (j === 0 ? v * 1e6 : v)));
  const model = await fitSvm(data, { features: data.features, label, l2: 1e-9 });
  expect(model.converged).toBe(true);
});

test('bad input', async () => {
  const fitted = async (rows: (number | null)[][], l2 = 1) =>
    fitSvm(await tableOf(['x DOUBLE', 'y DOUBLE'], rows), { features: [numeric('x')], label, l2 });
  expect(
    await codeOf(
      fitted(
        [
          [1, 0],
          [2, 1],
        ],
        0,
      ),
    ),
  ).toBe('ml-bad-param');
  expect(
    await codeOf(
      fitted([
        [1, 1],
        [2, 1],
      ]),
    ),
  ).toBe('ml-one-class');
  expect(
    await codeOf(
      fitted([
        [null, 0],
        [2, 1],
      ]),
    ),
  ).toBe('ml-missing-values');
  // A constant column says nothing.
  expect(
    (
      await fitted([
        [5, 0],
        [5, 1],
        [5, 1],
      ])
    ).coefficients,
  ).toEqual([[0]]);
});
