/** Folds and what is reached in them, beside scikit-learn with the same rows in the same folds (fixtures/ml/expected.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataSet, expectClose, expected } from '../engine/ml/test-data.ts';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

type Row = Record<string, string | number | null>;

/** A data set as CSV, with the gaps of `with_gaps`, and a shop and a day beside it. */
const csvOf = (name: string, width: number): string => {
  const { rows, target } = dataSet(name);
  const lines = rows.map((row, i) => {
    const cells = row
      .slice(0, width)
      .map((v, j) =>
        (j === 0 && i % 13 === 0) || (j === 3 && i >= 5 && (i - 5) % 17 === 0) ? '' : String(v),
      );
    return [...cells, target[i], `s${i % 23}`, (i * 7) % 97].join(',');
  });
  const head = [...Array.from({ length: width }, (_, j) => `x${j}`), 'y', 'shop', 'day'];
  return `${[head.join(','), ...lines].join('\n')}\n`;
};

const features = (width: number) => Array.from({ length: width }, (_, j) => `x${j}`);

type Run = {
  readonly csv: string;
  readonly params: object;
  readonly estimators: readonly Node[];
  readonly between?: readonly Node[];
  readonly threads?: number;
};

const run = async ({ csv, params, estimators, between = [], threads }: Run) => {
  const steps: readonly Node[] = [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    ...between,
    { id: 'choose', kind: 'cross-validate', params },
  ];
  const edges = [
    ...steps.slice(1).map((n, i) => ({
      from: steps[i]?.id,
      to: n.id === 'choose' ? 'choose.in' : n.id,
    })),
    ...estimators.map(e => ({ from: e.id, to: 'choose.estimator' })),
    { from: 'choose.scores', to: 'scores' },
    { from: 'choose.summary', to: 'summary' },
  ];
  const nodes = [
    ...steps,
    ...estimators,
    { id: 'scores', kind: 'write-ndjson', params: { path: 'scores.ndjson' } },
    { id: 'summary', kind: 'write-ndjson', params: { path: 'summary.ndjson' } },
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), {
    ...(threads && { threads }),
  });
  const read = (name: string): Row[] =>
    readFileSync(join(folder, `${name}.ndjson`), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Row);
  const ok = finished?.status === 'succeeded';
  return {
    diagnostics,
    finished,
    scores: ok ? read('scores') : [],
    summary: ok ? read('summary') : [],
    text: ok ? readFileSync(join(folder, 'scores.ndjson'), 'utf8') : '',
  };
};

const valuesOf = (rows: readonly Row[], estimator: string, metric: string) =>
  rows.filter(r => r.estimator === estimator && r.metric === metric).map(r => r.value);

const prepared: readonly Node[] = [
  { id: 'fill', kind: 'impute', params: { columns: ['x0', 'x3'] } },
  { id: 'even', kind: 'scale', params: {} },
];

test('stratified folds of classes, with the steps fitted in each, are those of scikit-learn', async () => {
  const even = { columns: features(8) };
  const { scores, summary, finished, diagnostics } = await run({
    csv: csvOf('breast_cancer', 8),
    params: { label: 'y', features: features(8), folds: 4, seed: 7, by: 'stratified', metric: 'log_loss' },
    estimators: [
      { id: 'bayes', kind: 'naive-bayes' },
      { id: 'logistic', kind: 'logistic-regression', params: { strength: 0.05, standardise: false } },
    ],
    between: prepared.map(n => (n.id === 'even' ? { ...n, params: even } : n)),
  });
  expect(diagnostics).toEqual([]);
  expect(finished?.error).toBeUndefined();
  const { cancer, cancerRows } = expected.choosing;
  for (const [estimator, metrics] of Object.entries(cancer))
    for (const [metric, wanted] of Object.entries(metrics as object))
      expectClose(valuesOf(scores, estimator, metric), wanted, 1e-6, `${estimator} ${metric}`);
  expect(scores.filter(r => r.estimator === 'bayes' && r.metric === 'accuracy').map(r => r.rows)).toEqual(
    cancerRows,
  );
  // The one connected first is not the best one; the baseline is last though nobody connected it.
  expect(summary.map(r => [r.rank, r.estimator, r.method])).toEqual([
    [1, 'logistic', 'logistic-regression'],
    [2, 'bayes', 'naive-bayes'],
    [3, 'baseline', 'baseline'],
  ]);
  const losses = cancer.logistic.log_loss as number[];
  const mean = losses.reduce((s, v) => s + v, 0) / 4;
  expect(summary[0]?.mean).toBeCloseTo(mean, 8);
  expect(summary[0]?.deviation).toBeCloseTo(
    Math.sqrt(losses.reduce((s, v) => s + (v - mean) ** 2, 0) / 4),
    8,
  );
});

test.each([
  ['k-fold', undefined],
  ['group', 'shop'],
  ['time', 'day'],
])('%s folds of a number are those of scikit-learn', async (by, column) => {
  const { scores, finished } = await run({
    csv: csvOf('diabetes', 10),
    params: { label: 'y', features: features(10), folds: 5, seed: 3, by, ...(column && { column }) },
    estimators: [{ id: 'linear', kind: 'linear-regression' }],
    between: prepared.map(n => (n.id === 'even' ? { ...n, params: { columns: features(10) } } : n)),
  });
  expect(finished?.error).toBeUndefined();
  for (const [estimator, metrics] of Object.entries(expected.choosing.diabetes[by]))
    for (const [metric, wanted] of Object.entries(metrics as object))
      expectClose(valuesOf(scores, estimator, metric), wanted, 1e-6, `${by} ${estimator} ${metric}`);
  expect(scores.filter(r => r.estimator === 'linear' && r.metric === 'rmse').map(r => r.rows)).toEqual(
    expected.choosing.diabetesRows[by],
  );
});

test('the number of threads changes no digit, another seed does', async () => {
  const of = (threads: number, seed: number) =>
    run({
      csv: csvOf('breast_cancer', 8),
      params: { label: 'y', features: features(8), folds: 3, seed },
      estimators: [
        { id: 'forest', kind: 'random-forest', params: { trees: 3, predict: 'class' } },
        { id: 'bayes', kind: 'naive-bayes' },
      ],
      between: prepared.map(n => (n.id === 'even' ? { ...n, params: { columns: features(8) } } : n)),
      threads,
    });
  const [one, four, other] = [await of(1, 1), await of(4, 1), await of(4, 2)];
  expect(one.text.length).toBeGreaterThan(1000);
  expect(four.text).toBe(one.text);
  expect(other.text).not.toBe(one.text);
});

test('a text that says nothing of the label is of no use in any fold, though means of labels encode it', async () => {
  // Eight rows a value: a mean that knew its own row's label would give it away.
  const n = 1600;
  const csv = `name,y\n${Array.from({ length: n }, (_, i) => `n${(i * 7919) % 200},${Math.floor(Math.abs(Math.sin(i * 12.9898) * 43_758)) % 3 === 0 ? 'a' : 'b'}`).join('\n')}\n`;
  const of = (threads: number) =>
    run({
      csv,
      params: { label: 'y', features: ['name'], folds: 4, seed: 1, metric: 'log_loss' },
      estimators: [{ id: 'tree', kind: 'decision-tree', params: { depth: 3 } }],
      between: [{ id: 'encode', kind: 'target-encode', params: { columns: ['name'], label: 'y' } }],
      threads,
    });
  const [one, four] = [await of(1), await of(4)];
  expect(one.finished?.error).toBeUndefined();
  expect(four.text).toBe(one.text);
  const mean = (who: string) => Number(one.summary.find(r => r.estimator === who)?.mean);
  // No better than the baseline: it learned of luck, not of the labels of the test rows.
  expect(mean('tree')).toBeGreaterThan(mean('baseline') - 0.005);
  expect(mean('tree')).toBeLessThan(mean('baseline') + 0.1);
});

describe('nothing of a test row is known to what is learned in its fold', () => {
  // The last fold by time is row 9 to 11; its size is wild, and so is what it would teach a mean.
  const csv = (wild: number) =>
    `day,size,y\n${Array.from({ length: 12 }, (_, i) => `${i},${i % 4 === 1 ? '' : i < 9 ? i : wild},${i * 2 + (i % 3)}`).join('\n')}\n`;
  const scoresOf = async (wild: number) => {
    const { scores, diagnostics } = await run({
      csv: csv(wild),
      params: { label: 'y', features: ['size'], by: 'time', column: 'day', folds: 3 },
      estimators: [{ id: 'linear', kind: 'linear-regression' }],
      between: [
        { id: 'fill', kind: 'impute', params: { columns: ['size'] } },
        { id: 'some', kind: 'filter', params: { condition: 'size >= 0' } },
        { id: 'even', kind: 'scale', params: { columns: ['size'] } },
      ],
    });
    expect(diagnostics).toEqual([]);
    return scores.filter(r => r.estimator === 'linear' && r.metric === 'rmse');
  };
  test('folds before it stay as they are', async () => {
    const [usual, wild] = [await scoresOf(10), await scoresOf(1e6)];
    expect(wild.slice(0, 2)).toEqual(usual.slice(0, 2));
    expect(wild[2]?.value).not.toEqual(usual[2]?.value);
  });
  test('a filter after a step that learns is repeated in each fold', async () => {
    const usual = await scoresOf(10);
    expect(usual.map(r => r.rows)).toEqual([3, 3, 3]);
    // Below 0 nothing comes through: the last fold loses its two rows that have a size of their own.
    const fewer = await scoresOf(-1);
    expect(fewer.map(r => r.rows)).toEqual([3, 3, 1]);
  });
});

describe('what is in the way is said', () => {
  const linear: Node = { id: 'linear', kind: 'linear-regression' };
  const bayes: Node = { id: 'bayes', kind: 'naive-bayes' };
  const few = 'x,shop,y\n1,a,1\n2,a,2\n3,b,3\n4,b,5\n';

  test.each([
    ['fewer rows than folds', few, { label: 'y', features: ['x'] }, 'ml-few-folds', 'folds'],
    [
      'fewer groups than folds',
      few,
      { label: 'y', features: ['x'], by: 'group', column: 'shop', folds: 3 },
      'ml-few-groups',
      'folds',
    ],
    [
      'fewer times than folds',
      few,
      { label: 'y', features: ['x'], by: 'time', column: 'shop', folds: 3 },
      'ml-few-times',
      'folds',
    ],
  ])('%s', async (_, csv, params, code, param) => {
    const { finished } = await run({ csv, params, estimators: [linear] });
    expect(finished?.error).toMatchObject({ node: 'choose', code, param });
  });
  test('a fold that learns from one class', async () => {
    const csv = 'x,y\n1,a\n2,a\n3,b\n4,b\n';
    const params = { label: 'y', features: ['x'], by: 'time', column: 'x', folds: 2 };
    const { finished } = await run({ csv, params, estimators: [bayes] });
    expect(finished?.error).toMatchObject({ node: 'choose', code: 'ml-fold-one-class', param: 'label' });
  });
  test('classes that are missing from a fold are warned of, and the rest is measured', async () => {
    // The rare class comes last, so that no fold has learned it before it is tested.
    const csv = `x,kind\n${Array.from({ length: 12 }, (_, i) => `${i},${i > 9 ? 'rare' : i % 2 ? 'odd' : 'even'}`).join('\n')}\n`;
    const params = { label: 'kind', features: ['x'], by: 'time', column: 'x', folds: 2 };
    const { finished, scores } = await run({ csv, params, estimators: [bayes] });
    expect(finished?.warnings).toMatchObject([
      {
        node: 'choose',
        message: expect.stringContaining(
          'Class “rare” of “kind” is missing from the rows to learn from in folds 1, 2',
        ),
      },
    ]);
    expect(scores.length).toBeGreaterThan(0);
  });
  test.each([
    ['clusters', { label: 'y' }, { id: 'k', kind: 'k-means' }, 'label', /finds clusters and has no label/],
    [
      'a metric of classes for a number',
      { label: 'y', metric: 'accuracy' },
      linear,
      'metric',
      /Choose one of rmse/,
    ],
    ['stratified folds of a number', { label: 'y', by: 'stratified' }, linear, 'by', /Choose k-fold/],
    ['a group without its column', { label: 'y', by: 'group' }, linear, 'column', /column is missing/],
  ])('%s', async (_, params, estimator, param, message) => {
    const { diagnostics } = await run({ csv: few, params, estimators: [estimator] });
    expect(diagnostics).toMatchObject([
      { severity: 'error', node: 'choose', param, message: expect.stringMatching(message) },
    ]);
  });
  test('estimators that predict different things', async () => {
    const { diagnostics } = await run({ csv: few, params: { label: 'y' }, estimators: [linear, bayes] });
    expect(diagnostics).toMatchObject([
      { param: 'label', message: expect.stringContaining('cannot be compared') },
    ]);
  });
  test('a limit after a step that learns', async () => {
    const { diagnostics } = await run({
      csv: few,
      params: { label: 'y', features: ['x'], folds: 2 },
      estimators: [linear],
      between: [
        { id: 'even', kind: 'scale', params: { columns: ['x'] } },
        { id: 'top', kind: 'limit', params: { count: 3 } },
      ],
    });
    expect(diagnostics).toMatchObject([
      { param: 'features', message: expect.stringContaining('“top” leaves rows out') },
    ]);
  });
});
