import { describe, expect, test } from 'vitest';
import { column } from '../../plan/build.ts';
import { numeric, termsOf } from '../feature.ts';
import { codeOf, expectClose, expected, loaded, rowWeight, tableOf } from '../test-data.ts';
import { classificationScores, logLoss } from './classification.ts';
import { silhouetteOf, squaredSilhouette } from './clustering.ts';
import { calibrationOf, curvesOf, liftOf } from './curves.ts';
import { regressionScores } from './regression.ts';

const wanted = expected.scores;

test('a regression, with weights and without', async () => {
  const { label, prediction } = wanted.regression;
  const data = await tableOf(
    ['y DOUBLE', 'p DOUBLE', 'w DOUBLE'],
    label.map((y: number, i: number) => [y, prediction[i], rowWeight(i)]),
  );
  const of = { label: 'y', prediction: 'p' };
  const plain = await regressionScores(data, of);
  for (const key of ['rmse', 'mae', 'r2', 'mape'] as const)
    expectClose(plain[key], wanted.regression[key], 1e-9, key);
  const weighted = await regressionScores(data, { ...of, weight: 'w' });
  for (const key of ['rmse', 'mae', 'r2'] as const)
    expectClose(weighted[key], wanted.regression.weighted[key], 1e-9, key);
});

test('a label that never varies has no R², one of 0 no MAPE', async () => {
  const data = await tableOf(
    ['y DOUBLE', 'p DOUBLE'],
    [
      [0, 1],
      [0, -1],
    ],
  );
  const scores = await regressionScores(data, { label: 'y', prediction: 'p' });
  expect([scores.r2, scores.mape, scores.rmse, scores.bias]).toEqual([null, null, 1, 0]);
});

describe('classes', () => {
  const { multi } = wanted;
  const table = () =>
    tableOf(
      ['y INTEGER', 'p INTEGER', 'q0 DOUBLE', 'q1 DOUBLE', 'q2 DOUBLE'],
      multi.label.map((y: number, i: number) => [y, multi.prediction[i], ...multi.probabilities[i]]),
    );

  test('confusion, scores of each class and their means', async () => {
    const scores = await classificationScores(await table(), {
      label: 'y',
      prediction: 'p',
      type: 'INTEGER',
    });
    expect(scores.confusion).toEqual(multi.confusion);
    expectClose(scores.accuracy, multi.accuracy, 1e-12);
    const keys = ['precision', 'recall', 'f1', 'support'] as const;
    expectClose(
      keys.map(k => scores.classes.map(c => c[k])),
      multi.each,
      1e-12,
    );
    for (const average of ['macro', 'weighted'] as const)
      expectClose(
        keys.slice(0, 3).map(k => scores[average][k as 'f1']),
        multi[average],
        1e-12,
      );
  });

  test('log loss', async () => {
    const label = { column: 'y', type: 'INTEGER', classes: ['0', '1', '2'] };
    expectClose(
      await logLoss(await table(), { label, probabilities: ['q0', 'q1', 'q2'] }),
      multi.logLoss,
      1e-9,
    );
  });

  test('a class that is only predicted, and a row without a prediction', async () => {
    const data = await tableOf(
      ['y VARCHAR', 'p VARCHAR'],
      [
        ['a', 'a'],
        ['b', 'c'],
        ['b', 'b'],
        ['a', null],
      ],
    );
    const scores = await classificationScores(data, { label: 'y', prediction: 'p', type: 'VARCHAR' });
    expect(scores.classes.map(c => [c.class, c.support, c.recall])).toEqual([
      ['a', 2, 0.5],
      ['b', 2, 0.5],
      ['c', 0, 0],
    ]);
    expect([scores.accuracy, scores.unpredicted]).toEqual([0.5, 1]);
  });
});

describe('curves of a score with many ties', () => {
  const { binary } = wanted;
  const of = { label: 'y', type: 'INTEGER', positive: '1', score: 's' };
  const table = () =>
    tableOf(
      ['y INTEGER', 's DOUBLE'],
      binary.label.map((y: number, i: number) => [y, binary.score[i]]),
    );

  test('areas and points are those of scikit-learn', async () => {
    const curves = await curvesOf(await table(), of);
    expectClose(curves.rocArea, binary.auc, 1e-12);
    expectClose(curves.averagePrecision, binary.averagePrecision, 1e-12);
    // scikit-learn begins at no row at all.
    expectClose([0, ...curves.points.map(p => p.falsePositives / curves.negatives)], binary.fpr, 1e-12);
    expectClose([0, ...curves.points.map(p => p.truePositives / curves.positives)], binary.tpr, 1e-12);
    const precision = curves.points.map(p => p.truePositives / (p.truePositives + p.falsePositives));
    expectClose([...precision].reverse(), binary.precision.slice(0, -1), 1e-12);
  });

  test('fewer points leave the areas what they are', async () => {
    const data = await table();
    const [all, few] = [await curvesOf(data, of), await curvesOf(data, of, 5)];
    expect(few.points.length).toBeLessThanOrEqual(5);
    expect({ ...few, points: [] }).toEqual({ ...all, points: [] });
    expect(liftOf(few).at(-1)).toEqual({ share: 1, gain: 1, lift: 1 });
  });

  test('calibration', async () => {
    const bins = await calibrationOf(await table(), of);
    expectClose(
      bins.map(b => b.chance),
      binary.calibration.chance,
      1e-9,
    );
    expectClose(
      bins.map(b => b.mean),
      binary.calibration.mean,
      1e-9,
    );
  });

  test('one class only', async () => {
    const data = await tableOf(
      ['y INTEGER', 's DOUBLE'],
      [
        [1, 0.5],
        [1, 0.4],
      ],
    );
    expect(await codeOf(curvesOf(data, of))).toBe('ml-one-class');
  });
});

test('silhouettes, by distances and by their squares', async () => {
  for (const name of ['iris', 'wine']) {
    const want = expected.clusters[name];
    const { columns } = await import('../test-data.ts').then(m => m.dataSet(name));
    const data = await loaded(name, (row, i) => [...row, want.labels[i]]);
    const cluster = { name: `x${columns.length}`, expr: column(`x${columns.length}`) };
    const of = { features: termsOf(columns.map(numeric)), cluster, k: want.k };
    expectClose((await silhouetteOf(data, of)).silhouette, want.silhouette, 1e-9);
    expectClose(await squaredSilhouette(data, of), want.squaredSilhouette, 1e-9);
    expect(
      await codeOf(
        silhouetteOf(
          {
            ...data,
            rel: {
              op: 'filter',
              input: data.rel,
              condition: {
                op: 'call',
                fn: 'eq',
                args: [cluster.expr, { op: 'literal', value: 0 }],
              },
            },
          },
          of,
        ),
      ),
    ).toBe('ml-few-clusters');
  }
});
