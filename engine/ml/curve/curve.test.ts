import { describe, expect, test } from 'vitest';
import { numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { scoreLayers } from '../score/score.ts';
import { answer, codeOf, expectClose, expected, loaded, tableOf } from '../test-data.ts';
import { fitCurve } from './curve.ts';
import { fitIsotonic } from './isotonic.ts';

const wanted = expected.curves;
const named = (names: readonly string[]) => names.map(name => ({ name }));
const bmi = numeric('x2');

/** The diabetes set with the body-mass index raised above zero. */
const raised = async () => {
  const { rows } = await import('../test-data.ts').then(m => m.dataSet('diabetes'));
  const least = Math.min(...rows.map(r => r[2] as number));
  return loaded('diabetes', row => row.map((v, j) => (j === 2 ? v - least + 1 : v)));
};

describe('curves through one column', () => {
  test('exponential: least squares of the logarithm', async () => {
    const data = await loaded('diabetes');
    const model = await fitCurve(data, { feature: bmi, label: 'y', method: 'exponential' });
    expectClose([model.a, model.b], wanted.exponential);
    const scored = withLayers(data.rel, named(['x2']), scoreLayers(model));
    const rows = await answer(data, scored, ['x2', 'prediction']);
    expectClose(
      rows.map(r => r[1]),
      rows.map(r => model.a * Math.exp(model.b * Number(r[0]))),
    );
  });

  test.each(['exponential', 'power'] as const)(
    '%s: a row of weight 2 is two rows, of weight 0 none',
    async method => {
      const rows = [
        [1, 2, 1],
        [2, 5, 2],
        [3, 7, 3],
        [5, 30, 1],
        [9, 1, 0],
      ] as const;
      const columns = ['x DOUBLE', 'y DOUBLE', 'w DOUBLE'];
      const feature = numeric('x');
      const weighted = await fitCurve(await tableOf(columns, rows), {
        feature,
        label: 'y',
        method,
        weight: 'w',
      });
      const repeated = rows.flatMap(row => Array.from({ length: row[2] }, () => row));
      const plain = await fitCurve(await tableOf(columns, repeated), { feature, label: 'y', method });
      expectClose([weighted.a, weighted.b], [plain.a, plain.b], 1e-12);
      expect(plain.a).not.toBe(
        (await fitCurve(await tableOf(columns, rows), { feature, label: 'y', method })).a,
      );
    },
  );

  test('a weight below 0 is refused', async () => {
    const data = await tableOf(
      ['x DOUBLE', 'y DOUBLE', 'w DOUBLE'],
      [
        [1, 2, 1],
        [2, 3, -1],
        [3, 4, 1],
      ],
    );
    const fit = fitCurve(data, { feature: numeric('x'), label: 'y', method: 'power', weight: 'w' });
    expect(await codeOf(fit)).toBe('ml-bad-weight');
  });

  test('power: least squares of both logarithms', async () => {
    const data = await raised();
    const model = await fitCurve(data, { feature: bmi, label: 'y', method: 'power' });
    expectClose([model.a, model.b], wanted.power);
    const scored = withLayers(data.rel, named(['x2']), scoreLayers(model));
    const [row] = await answer(data, scored, ['x2', 'prediction']);
    expectClose(row?.[1], model.a * Number(row?.[0]) ** model.b);
  });

  test('Theil-Sen: as SciPy, and outliers do not move it', async () => {
    const data = await loaded('diabetes');
    const model = await fitCurve(data, { feature: bmi, label: 'y', method: 'theil-sen' });
    expectClose([model.a, model.b], wanted.theilSen);
    const line = Array.from({ length: 21 }, (_, i) => [i, i === 20 ? 1e6 : 2 * i + 1]);
    const wild = await tableOf(['x DOUBLE', 'y DOUBLE'], line);
    expect(await fitCurve(wild, { feature: numeric('x'), label: 'y', method: 'theil-sen' })).toMatchObject({
      a: 1,
      b: 2,
    });
  });

  test('what has no logarithm, and what is one point, is refused', async () => {
    const table = (rows: number[][]) => tableOf(['x DOUBLE', 'y DOUBLE'], rows);
    const fitted = async (rows: number[][], method: 'exponential' | 'power') =>
      fitCurve(await table(rows), { feature: numeric('x'), label: 'y', method });
    expect(
      await codeOf(
        fitted(
          [
            [1, 0],
            [2, 1],
          ],
          'exponential',
        ),
      ),
    ).toBe('ml-negative');
    expect(
      await codeOf(
        fitted(
          [
            [0, 1],
            [2, 1],
          ],
          'power',
        ),
      ),
    ).toBe('ml-negative');
    expect(
      await codeOf(
        fitted(
          [
            [1, 2],
            [1, 3],
          ],
          'exponential',
        ),
      ),
    ).toBe('ml-few-rows');
    expect(await codeOf(fitted([], 'exponential'))).toBe('ml-no-rows');
  });
});

describe('isotonic regression, as scikit-learn', () => {
  test.each([
    ['rising', true, 'w'],
    ['falling', false, undefined],
  ] as const)('%s', async (name, increasing, weight) => {
    const data = await loaded('diabetes');
    const model = await fitIsotonic(data, {
      feature: bmi,
      label: 'y',
      increasing,
      ...(weight && { weight }),
    });
    const scored = withLayers(data.rel, named(['x2']), scoreLayers(model));
    expectClose((await answer(data, scored, ['prediction'])).flat(), wanted[name]);
    if (name === 'rising') expectClose([model.values[0], model.values.at(-1)], wanted.outside);
  });

  test('outside of the training rows it stays level, and null stays null', async () => {
    const data = await tableOf(
      ['x DOUBLE', 'y DOUBLE'],
      [
        [1, 1],
        [2, 3],
        [3, 2],
        [4, 5],
      ],
    );
    const model = await fitIsotonic(data, { feature: numeric('x'), label: 'y' });
    expect(model).toMatchObject({ at: [1, 2, 3, 4], values: [1, 2.5, 2.5, 5] });
    const asked = await tableOf(['x DOUBLE'], [[0], [1.5], [2.2], [9], [null]]);
    const scored = withLayers(asked.rel, named(['x']), scoreLayers(model));
    expect((await answer(asked, scored, ['prediction'])).flat()).toEqual([1, 1.75, 2.5, 5, null]);
  });
});
