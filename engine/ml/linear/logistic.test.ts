import { describe, expect, test } from 'vitest';
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
import { fitLogistic, type LogisticParams } from './logistic.ts';
import { inversePenalty } from './penalty.ts';

type Change = (row: readonly number[], i: number) => readonly number[] | undefined;

const y = { column: 'y', type: 'DOUBLE' };
const c =
  (value: number, l1Ratio = 0) =>
  (weight: number) =>
    inversePenalty(value, weight, l1Ratio);

describe('coefficients and probabilities are those of scikit-learn', () => {
  const target = (name: string) => dataSet(name).target;
  const cases: Record<string, [string, Change | undefined, Partial<LogisticParams>]> = {
    breastCancer: ['breast_cancer', undefined, { penalty: c(1) }],
    breastCancerScaled: ['breast_cancer', standardised('breast_cancer'), { penalty: c(0.3) }],
    weighted: ['breast_cancer', standardised('breast_cancer'), { penalty: c(0.3), weight: 'w' }],
    iris: ['iris', undefined, { penalty: c(1) }],
    irisNoPenalty: ['iris', (row, i) => (i >= 50 ? row : undefined), {}],
    irisTwo: ['iris', (row, i) => ((target('iris')[i] ?? 9) < 2 ? row : undefined), { penalty: c(1) }],
    wine: ['wine', standardised('wine'), { penalty: c(1) }],
    digits: [
      'digits',
      (row, i) => ((target('digits')[i] ?? 9) < 4 ? row.map(v => v / 16) : undefined),
      { penalty: c(0.1) },
    ],
    // Too many coefficients for second derivatives.
    digitsAll: ['digits', row => row.map(v => v / 16), { penalty: c(0.1), tolerance: 1e-9 }],
    elasticNetBinary: ['breast_cancer', standardised('breast_cancer'), { penalty: c(0.1, 0.5) }],
    elasticNetIris: ['iris', standardised('iris'), { penalty: c(0.5, 0.5) }],
  };
  for (const [name, [set, change, params]] of Object.entries(cases))
    test(name, async () => {
      const data = await loaded(set, change);
      const model = await fitLogistic(data, { features: data.features, label: y, ...params });
      expect(model.converged).toBe(true);
      const wanted = expected.logistic[name];
      expectClose(model.coefficients, wanted.coefficients, 1e-6, 'coefficients');
      expectClose(model.intercepts, wanted.intercepts, 1e-6, 'intercepts');
      const columns = [...data.features.map(f => f.column), 'y', 'w'].map(n => ({ name: n }));
      const scored = withLayers(data.rel, columns, scoreLayers(model));
      const rows = await answer(
        data,
        scored,
        model.label.classes.map(k => `probability_${k}`),
      );
      expectClose(
        rows.filter((_, i) => i % 10 === 0),
        wanted.probabilities,
        1e-6,
        'probabilities',
      );
    });
});

test('the class with the largest probability is predicted, as a value of the label', async () => {
  const data = await tableOf(
    ['x DOUBLE', 'y VARCHAR'],
    [
      [1, 'no'],
      [2, 'yes'],
      [3, 'no'],
      [4, 'yes'],
      [5, 'yes'],
    ],
  );
  const model = await fitLogistic(data, {
    features: [numeric('x')],
    label: { column: 'y', type: 'VARCHAR' },
  });
  await data.connection.run('CREATE TABLE n AS SELECT * FROM (VALUES (-1000.0), (9.0), (1e9), (NULL)) v(x)');
  const scored = withLayers({ op: 'ref', name: 'n' }, [{ name: 'x' }], scoreLayers(model));
  expect((await answer(data, scored, ['prediction'])).flat()).toEqual(['no', 'yes', 'yes', null]);
});

test('a sample shows the way on many rows, and the end is that of all rows', async () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => [(i * 7919) % 1000, ((i * 104729) % 1009) / 1009]);
  const connectionRows = rows.map(([x = 0, u = 0]) => [x, u < 1 / (1 + Math.exp(-(x - 400) / 200)) ? 1 : 0]);
  const few = await tableOf(['x DOUBLE', 'y DOUBLE'], connectionRows.slice(0, 1000));
  await few.connection.run(
    'CREATE TABLE many AS SELECT ((i * 7919) % 1000)::DOUBLE AS x, (((i * 104729) % 1009) / 1009 < 1 / (1 + exp(-(((i * 7919) % 1000) - 400) / 200)))::INT::DOUBLE AS y FROM range(300000) r(i)',
  );
  const params = { features: [numeric('x')], label: y };
  const many = { ...few, rel: { op: 'ref' as const, name: 'many' } };
  const whole = await fitLogistic(many, params);
  const again = await fitLogistic(many, { ...params, keep: 0 });
  expect(again).toEqual(whole);
  expect(whole.steps).toBeLessThanOrEqual(4);
  // At the end the gradient is zero: predictions add up to what there is.
  const scored = withLayers(many.rel, [{ name: 'x' }, { name: 'y' }], scoreLayers(whole));
  const [row] = await few.engine.rows({
    op: 'aggregate',
    input: scored,
    groups: [],
    aggregates: ['probability_1.0', 'y'].map(name => ({
      name,
      expr: { op: 'aggregate', fn: 'sum', args: [{ op: 'column', name }] },
    })),
  });
  expectClose(Number(row?.[0]) / Number(row?.[1]), 1, 1e-9);
});

test('classes that can be told apart without error have no finite answer, and the model says so', async () => {
  const data = await tableOf(
    ['x DOUBLE', 'y DOUBLE'],
    [
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
    ],
  );
  const model = await fitLogistic(data, { features: [numeric('x')], label: y });
  expect(model.converged).toBe(false);
  expect(model.coefficients.flat().every(Number.isFinite)).toBe(true);
});

test('one class, no class, far too many classes', async () => {
  const fitted = async (rows: (number | null)[][]) =>
    fitLogistic(await tableOf(['x DOUBLE', 'y DOUBLE'], rows), { features: [numeric('x')], label: y });
  await expect(
    fitted([
      [1, 7],
      [2, 7],
    ]),
  ).rejects.toThrow('Every row has the same label, “7.0” in “y”');
  expect(
    await codeOf(
      fitted([
        [1, null],
        [2, null],
      ]),
    ),
  ).toBe('ml-one-class');
  expect(await codeOf(fitted(Array.from({ length: 1100 }, (_, i) => [i, i])))).toBe('ml-many-classes');
});
