import { describe, expect, test } from 'vitest';
import { withLayers } from '../score/layers.ts';
import {
  answer,
  codeOf,
  dataSet,
  expectClose,
  expected,
  expectedEncoding,
  loaded,
  type TestTable,
  tableOf,
} from '../test-data.ts';
import { fitIndex, fitOneHot, oneHotNames } from './encode.ts';
import { fitImpute } from './impute.ts';
import { fitQuantileBins, type PolynomialStep, polynomialNames } from './make.ts';
import { fitPower } from './power.ts';
import { fitScale, type ScaleParams } from './scale.ts';
import {
  anovaScores,
  bestOf,
  byVariance,
  chiSquareScores,
  mutualScores,
  regressionScores,
  uncorrelated,
} from './select.ts';
import { type FeatureStep, fittedLayers, forNewRows, stepLayers } from './steps.ts';
import { fitTarget } from './target.ts';

const wanted = expected.features;
const four = ['x0', 'x1', 'x2', 'x3'];

const made = async (data: TestTable, step: FeatureStep, columns: readonly string[], read = columns) => {
  const rel = withLayers(
    data.rel,
    read.map(name => ({ name })),
    stepLayers(step),
  );
  return answer(data, rel, columns);
};

describe('scaling is that of scikit-learn', () => {
  const cases: Record<string, ScaleParams> = {
    standard: { method: 'standard', columns: four },
    minMax: { method: 'min-max', columns: four },
    maxAbs: { method: 'max-abs', columns: four },
    robust: { method: 'robust', columns: four },
  };
  for (const [name, params] of Object.entries(cases))
    test(name, async () => {
      const data = await loaded('wine');
      const rows = await made(data, await fitScale(data, params), four);
      expectClose(rows.slice(0, 5), wanted[name], 1e-9);
    });

  test('normalising', async () => {
    const data = await loaded('wine');
    for (const norm of ['l1', 'l2', 'max'] as const) {
      const rows = await made(data, { step: 'normalise', norm, columns: four }, four);
      expectClose(rows.slice(0, 5), wanted.normalised[norm], 1e-9);
    }
  });

  test('gaps and infinities are looked over, a constant column keeps its scale, an empty one is refused', async () => {
    const data = await tableOf(
      ['a DOUBLE', 'b DOUBLE', 'c DOUBLE'],
      [
        [1, 5, null],
        [3, 5, null],
        [null, 5, Number.NaN],
        [Number.POSITIVE_INFINITY, 5, null],
      ],
    );
    const step = await fitScale(data, { method: 'standard', columns: ['a', 'b'] });
    expect((await made(data, step, ['a', 'b'])).slice(0, 3)).toEqual([
      [-1, 0],
      [1, 0],
      [null, 0],
    ]);
    const sample = await fitScale(data, { method: 'standard', columns: ['a'], deviation: 'sample' });
    expectClose(sample.columns[0]?.factor, 1 / Math.SQRT2, 1e-12);
    expect(await codeOf(fitScale(data, { method: 'standard', columns: ['c'] }))).toBe('ml-all-null');
  });
});

test('powers are those of scikit-learn', async () => {
  const wine = await loaded('wine');
  const diabetes = await loaded('diabetes', row => row.map(v => v * 50));
  for (const [method, data, key] of [
    ['box-cox', wine, 'boxCox'],
    ['yeo-johnson', diabetes, 'yeoJohnson'],
  ] as const) {
    const step = await fitPower(data, { method, columns: four });
    expectClose(
      step.columns.map(c => c.lambda),
      wanted[key].lambdas,
      1e-5,
      'lambda',
    );
    expectClose((await made(data, step, four)).slice(0, 5), wanted[key].values, 1e-5);
  }
  expect(await codeOf(fitPower(diabetes, { method: 'box-cox', columns: four }))).toBe('ml-negative');
});

describe('gaps', () => {
  const gaps = () =>
    tableOf(
      ['n DOUBLE', 's VARCHAR'],
      [
        [1, 'b'],
        [2, 'a'],
        [2, null],
        [9, 'b'],
        [null, 'a'],
        [Number.NaN, null],
      ],
    );
  const fill = async (
    strategy: 'mean' | 'median' | 'mode' | 'constant',
    column: 'n' | 's',
    value?: string,
  ) => {
    const data = await gaps();
    const type = column === 'n' ? 'DOUBLE' : 'VARCHAR';
    const step = await fitImpute(data, { strategy, columns: [{ column, type }], ...(value && { value }) });
    return (await made(data, step, [column], ['n', 's'])).flat();
  };
  test('mean, median, mode, constant', async () => {
    expect(await fill('mean', 'n')).toEqual([1, 2, 2, 9, 3.5, 3.5]);
    expect(await fill('median', 'n')).toEqual([1, 2, 2, 9, 2, 2]);
    expect(await fill('mode', 'n')).toEqual([1, 2, 2, 9, 2, 2]);
    // Of equally frequent ones the smallest.
    expect(await fill('mode', 's')).toEqual(['b', 'a', 'a', 'b', 'a', 'a']);
    expect(await fill('constant', 's', '?')).toEqual(['b', 'a', '?', 'b', 'a', '?']);
  });
  test('a column without any value', async () => {
    const data = await tableOf(['n DOUBLE'], [[null], [Number.NaN]]);
    for (const strategy of ['mean', 'median', 'mode'] as const)
      expect(await codeOf(fitImpute(data, { strategy, columns: [{ column: 'n', type: 'DOUBLE' }] }))).toBe(
        'ml-all-null',
      );
  });
});

describe('categories', () => {
  const colours = () =>
    tableOf(
      ['c VARCHAR', 'y DOUBLE'],
      [
        ['red', 1],
        ['blue', 0],
        ['red', 0],
        ['green', 1],
        [null, 1],
        ['green', null],
      ],
    );

  test('an index by frequency, ties by value; what was never met is kept, null, or an error', async () => {
    const data = await colours();
    const params = { column: 'c', type: 'VARCHAR', output: 'i', order: 'frequency' } as const;
    const step = await fitIndex(data, { ...params, unseen: 'keep' });
    expect(step.levels).toEqual(['green', 'red', 'blue']);
    const rows = await made(data, step, ['i'], ['c', 'y']);
    expect(rows.flat()).toEqual([1, 2, 1, 0, 3, 0]);
    const nulls = await made(data, await fitIndex(data, { ...params, unseen: 'null' }), ['i'], ['c', 'y']);
    expect(nulls.flat()[4]).toBeNull();
    const strict = await fitIndex(data, { ...params, unseen: 'error' });
    await expect(made(data, strict, ['i'], ['c', 'y'])).rejects.toThrow('never met while it learned');
    expect((await fitIndex(data, { ...params, order: 'value', unseen: 'keep' })).levels).toEqual([
      'blue',
      'green',
      'red',
    ]);
  });

  test('one column each, the last left out as Spark does', async () => {
    const data = await colours();
    const step = await fitOneHot(data, { column: 'c', type: 'VARCHAR', drop: 'last', unseen: 'keep' });
    expect(oneHotNames(step)).toEqual(['c_blue', 'c_green']);
    expect(await made(data, step, oneHotNames(step), ['c', 'y'])).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 0],
      [0, 1],
    ]);
    const strict = await fitOneHot(data, { column: 'c', type: 'VARCHAR', drop: 'none', unseen: 'error' });
    await expect(made(data, strict, oneHotNames(strict), ['c', 'y'])).rejects.toThrow('never met');
  });

  test('the mean of the label, drawn to the mean of all; rows without a label teach nothing', async () => {
    const data = await colours();
    const params = { column: 'c', type: 'VARCHAR', output: 't', label: 'y' };
    expect((await made(data, await fitTarget(data, params), ['t'], ['c', 'y'])).flat()).toEqual([
      0.5, 0, 0.5, 1, 0.6, 1,
    ]);
    const smooth = await fitTarget(data, { ...params, smoothing: 1 });
    expectClose(smooth.means.find(m => m.level === 'green')?.mean, (1 + 0.6) / 2, 1e-12);
  });

  test('target means are those of the groups', async () => {
    const data = await loaded('diabetes', row => [Math.floor((row[2] ?? 0) * 20)]);
    const step = await fitTarget(data, { column: 'x0', type: 'DOUBLE', output: 't', label: 'y' });
    for (const { level, mean } of step.means)
      expectClose(mean, wanted.targetMeans[String(Number(level))], 1e-9);
  });
});

describe('target encoding is that of scikit-learn', () => {
  const category = (row: readonly number[]) => [Math.floor((row[2] ?? 0) * 20)];
  const params = { column: 'x0', type: 'DOUBLE', output: 't', label: 'y', folds: 5, seed: 7 } as const;
  for (const [name, smoothing] of [
    ['smoothed', 10],
    ['auto', null],
  ] as const)
    test(`${name}: new rows by the mean of all, rows that were learned from by that of the other folds`, async () => {
      const data = await loaded('diabetes', category);
      const step = await fitTarget(data, { ...params, smoothing });
      const whole = (await made(data, step, ['t'], ['x0', 'y'])).flat();
      expectClose(whole.slice(0, 60), expectedEncoding.target[name].whole, 1e-9);
      const rel = withLayers(data.rel, [{ name: 'x0' }, { name: 'y' }], fittedLayers(step));
      const crossed = (await answer(data, rel, ['t'])).flat();
      expectClose(crossed.slice(0, 60), expectedEncoding.target[name].crossed, 1e-9);
      expect(crossed).not.toEqual(whole);
      expect(forNewRows(step)).not.toHaveProperty('folds');
    });

  test('a class is the share of its rows', async () => {
    const data = await loaded('wine', row => [Math.floor(row[0] ?? 0)]);
    for (const k of [0, 1, 2]) {
      const of = { value: `${k}.0`, type: 'DOUBLE' };
      const step = await fitTarget(data, { ...params, folds: 0, smoothing: null, of });
      const shares = (await made(data, step, ['t'], ['x0', 'y'])).flat();
      expectClose(
        shares.filter((_, i) => i % 10 === 0),
        expectedEncoding.target.classes.map((row: number[]) => row[k]),
        1e-9,
      );
    }
  });

  test('a row does not see its own label: with a category a row, folds say the mean of all', async () => {
    const data = await tableOf(
      ['c VARCHAR', 'y DOUBLE'],
      Array.from({ length: 40 }, (_, i) => [`c${i}`, i % 2]),
    );
    const fit = { column: 'c', type: 'VARCHAR', output: 't', label: 'y', smoothing: 0 };
    const naive = await fitTarget(data, fit);
    expect((await made(data, naive, ['t'], ['c', 'y'])).flat()).toEqual(
      Array.from({ length: 40 }, (_, i) => i % 2),
    );
    const step = await fitTarget(data, { ...fit, folds: 5 });
    const rel = withLayers(data.rel, [{ name: 'c' }, { name: 'y' }], fittedLayers(step));
    const said = (await answer(data, rel, ['t'])).flat();
    expect(new Set(said).size).toBeLessThanOrEqual(5);
    for (const mean of said) expect(Math.abs(Number(mean) - 0.5)).toBeLessThan(0.1);
  });
});

test('powers and products come in the order of scikit-learn', async () => {
  const data = await loaded('wine');
  const step: PolynomialStep = { step: 'polynomial', columns: four, degree: 2, interactions: false };
  const rows = await made(data, step, [...four, ...polynomialNames(step)], four);
  expectClose(rows.slice(0, 3), wanted.polynomial, 1e-12);
  expect(polynomialNames({ ...step, columns: ['a', 'b'], interactions: true })).toEqual(['a*b']);
  const only: PolynomialStep = { ...step, degree: 3, interactions: true };
  const products = await made(data, only, [...four, ...polynomialNames(only)], four);
  expectClose(products.slice(0, 3), expectedEncoding.interactions, 1e-12);
});

test('bins of equally many rows; edges that fall together are one', async () => {
  const data = await loaded('wine');
  const step = await fitQuantileBins(data, { column: 'x0', output: 'bin', bins: 4 });
  expectClose(step.edges, wanted.quantileEdges[0], 1e-12);
  const rows = (await made(data, step, ['bin'], four)).flat();
  for (const bin of [0, 1, 2, 3])
    expect(Math.abs(rows.filter(b => b === bin).length - 178 / 4)).toBeLessThan(3);
  const same = await tableOf(['x DOUBLE'], [[1], [1], [1], [2]]);
  expect((await fitQuantileBins(same, { column: 'x', output: 'b', bins: 4 })).edges).toEqual([1, 1.25]);
});

describe('choosing columns', () => {
  const label = { column: 'y', type: 'DOUBLE' };
  const columns = (name: string) => dataSet(name).columns;

  test('ANOVA, straight line, chi-square and mutual information, as scikit-learn', async () => {
    const wine = await loaded('wine');
    const anova = await anovaScores(wine, columns('wine'), label);
    expectClose(
      anova.map(s => s.score),
      wanted.anova.scores,
      1e-8,
    );
    expectClose(
      anova.map(s => Math.log(s.p ?? 0)),
      wanted.anova.p.map(Math.log),
      1e-8,
    );
    const diabetes = await loaded('diabetes');
    const line = await regressionScores(diabetes, columns('diabetes'), 'y');
    expectClose(
      line.map(s => s.score),
      wanted.regression.scores,
      1e-8,
    );
    expectClose(
      line.map(s => Math.log(s.p ?? 0)),
      wanted.regression.p.map(Math.log),
      1e-8,
    );
    const digits = await loaded('digits');
    const chi = await chiSquareScores(digits, columns('digits').slice(1, 8), label);
    expectClose(
      chi.map(s => s.score),
      wanted.chi2.scores,
      1e-8,
    );
    expectClose(
      chi.map(s => Math.max(s.p ?? 0, 1e-300)),
      wanted.chi2.p.map((p: number) => Math.max(p, 1e-300)),
      1e-8,
    );
    const binned = await loaded('wine', row => row.slice(0, 3).map(Math.floor));
    expectClose(
      (await mutualScores(binned, ['x0', 'x1', 'x2'], 'y')).map(s => s.score),
      wanted.mutual,
      1e-9,
    );
    expect(bestOf('anova', anova, 2).kept).toEqual(['x6', 'x12']);
    expect(await codeOf(chiSquareScores(diabetes, ['x0'], label))).toBe('ml-negative');
  });

  test('columns that never vary, and columns that repeat others', async () => {
    const data = await tableOf(
      ['a DOUBLE', 'b DOUBLE', 'c DOUBLE', 'd DOUBLE'],
      [
        [1, 2, 5, 4],
        [2, 4, 5, 1],
        [3, 6.1, 5, 3],
      ],
    );
    expect((await byVariance(data, ['a', 'c'])).dropped).toEqual(['c']);
    expect((await uncorrelated(data, ['a', 'b', 'c', 'd'], 0.95)).dropped).toEqual(['b']);
  });
});
