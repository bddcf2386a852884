/** Tables of how good predicted classes are, where there are more than two. */
import { describe, expect, test } from 'vitest';
import { expectClose, expected, tableOf } from '../test-data.ts';
import { classMeasures } from './measures.ts';

const { multi } = expected.scores as {
  multi: {
    label: number[];
    prediction: number[];
    probabilities: number[][];
    auc: number;
    aucEach: number[];
    averagePrecision: number;
  };
};

describe('three classes', () => {
  const columns = ['y', 'p', 'q_0', 'q_1', 'q_2'];
  const of = { label: 'y', type: 'INTEGER', prediction: 'p', probability: 'q', columns };
  const table = (keep: (label: number) => boolean = () => true) =>
    tableOf(
      ['y INTEGER', 'p INTEGER', 'q_0 DOUBLE', 'q_1 DOUBLE', 'q_2 DOUBLE'],
      multi.label.flatMap((y, i) =>
        keep(y) ? [[y, multi.prediction[i] ?? null, ...(multi.probabilities[i] ?? [])]] : [],
      ),
    );
  const figures = async (...args: Parameters<typeof table>) =>
    new Map(
      (await classMeasures(await table(...args), { ...of, part: 'metrics' })).map(([name, value]) => [
        name,
        value,
      ]),
    );

  test('areas are the means over the classes, each against all others, as scikit-learn counts them', async () => {
    const found = await figures();
    expectClose(Number(found.get('roc_auc')), multi.auc, 1e-12);
    expectClose(Number(found.get('average_precision')), multi.averagePrecision, 1e-12);
    const each = await classMeasures(await table(), { ...of, part: 'by-class' });
    expectClose(
      each.map(row => Number(row[5])),
      multi.aucEach,
      1e-12,
    );
  });

  test('a class without rows takes no part in the mean', async () => {
    const found = await figures(y => y !== 2);
    const each = await classMeasures(await table(y => y !== 2), { ...of, part: 'by-class' });
    const areas = each.map(row => row[5]);
    expect(areas[2] ?? null).toBeNull();
    expectClose(Number(found.get('roc_auc')), (Number(areas[0]) + Number(areas[1])) / 2, 1e-12);
  });

  test('every class has its curve and its bins, or the one that is asked for', async () => {
    const data = await table();
    const curve = await classMeasures(data, { ...of, part: 'curve' });
    expect([...new Set(curve.map(row => row[8]))]).toEqual(['0', '1', '2']);
    // Each ends where all rows are called so.
    for (const value of ['0', '1', '2'])
      expect(curve.findLast(row => row[8] === value)?.slice(1, 3)).toEqual([1, 1]);
    const bins = await classMeasures(data, { ...of, part: 'calibration' });
    expect([...new Set(bins.map(row => row[3]))]).toEqual(['0', '1', '2']);
    const one = await classMeasures(data, { ...of, part: 'curve', positive: '1' });
    expect(one).toEqual(curve.filter(row => row[8] === '1'));
  });

  test('for very many classes there are no curves, and the rest is told', async () => {
    const names = Array.from({ length: 30 }, (_, c) => `q_${c}`);
    const data = await tableOf(
      ['y INTEGER', 'p INTEGER', ...names.map(name => `${name} DOUBLE`)],
      Array.from({ length: 60 }, (_, i) => [i % 30, i % 30, ...names.map(() => 1 / 30)]),
    );
    const many = { ...of, columns: ['y', 'p', ...names] };
    expect(await classMeasures(data, { ...many, part: 'curve' })).toEqual([]);
    const found = await classMeasures(data, { ...many, part: 'metrics' });
    expect(Object.fromEntries(found as [string, number][])).toMatchObject({ accuracy: 1, roc_auc: null });
  });
});
