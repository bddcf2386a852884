/** Every estimator of the catalogue over rows that are no good: it works, or says which node and column, and what to do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Task } from '../engine/plan/learning.ts';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

/** The first task of an estimator with its own settings. */
const tasksOf = (kind: string): readonly Task[] => {
  const found = catalogue.get(kind);
  const lowered = found?.lower({ params: found.params.parse({}), id: 'method' } as never);
  return lowered?.estimators?.estimator?.tasks ?? [];
};

const estimators = [...catalogue.values()]
  .filter(k => Object.values(k.outputs).some(port => port.type === 'estimator'))
  .map(k => k.kind);

/** Settings by which the method fits into few rows. */
const settings: Readonly<Record<string, object>> = {
  'k-means': { k: 2 },
  'bisecting-k-means': { k: 2 },
  'gaussian-mixture': { k: 2 },
  'k-nearest-neighbours': { k: 1 },
};

const outputs = ['kept.model.json', 'out.csv'];

/** Learns from the rows of `then`, keeps the model and says it of the rows of `now`. */
const learned = async (kind: string, then: string, now = then, features = ['x']) => {
  const task = tasksOf(kind)[0];
  const labelled = task === 'number' || task === 'class';
  const nodes: readonly Node[] = [
    { id: 'then', kind: 'read-csv', params: { path: 'then.csv' } },
    { id: 'now', kind: 'read-csv', params: { path: 'now.csv' } },
    { id: 'method', kind, params: settings[kind] ?? {} },
    {
      id: 'learn',
      kind: 'train',
      params: { features, ...(labelled && { label: task === 'class' ? 'kind' : 'y' }) },
    },
    { id: 'use', kind: 'apply-model' },
    { id: 'keep', kind: 'write-model', params: { path: 'kept.model.json' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const edges = [
    { from: 'then', to: 'learn.in' },
    { from: 'method', to: 'learn.estimator' },
    { from: 'learn.model', to: 'use.model' },
    { from: 'learn.model', to: 'keep.model' },
    { from: 'now', to: 'use.in' },
    { from: 'use', to: 'out' },
  ];
  const folder = folderWith({ 'then.csv': then, 'now.csv': now, 'p.millrace': pipeline(nodes, { edges }) });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  const problem = diagnostics.find(d => d.severity === 'error') ?? finished?.error;
  const written = readdirSync(folder).filter(f => !['then.csv', 'now.csv', 'p.millrace'].includes(f));
  // All of it or nothing.
  expect(written.sort()).toEqual(problem === undefined ? outputs : []);
  const said = problem === undefined ? readFileSync(join(folder, 'out.csv'), 'utf8') : '';
  return { problem, said };
};

const csvOf = (rows: readonly (readonly [x: unknown, kind: string, y: number | string])[]): string =>
  `x,kind,y\n${rows.map(row => `${row.join(',')}\n`).join('')}`;
const usual = Array.from(
  { length: 24 },
  (_, i) => [1 + ((i * 7) % 12), i % 2 === 0 ? 'a' : 'b', 3 + ((i * 5) % 11)] as const,
);
const withX = (x: (i: number) => unknown): string => csvOf(usual.map(([, k, y], i) => [x(i), k, y]));

/** Node, what is there, and what to do, in sentences; nothing of the engine's own. */
const expectClear = (
  problem: { message: string; node?: string } | undefined,
  node: string,
  words: RegExp,
) => {
  expect(problem?.node).toBe(node);
  expect(problem?.message).toMatch(words);
  expect(problem?.message).toMatch(/\. [A-Z].*\.$/s);
  expect(problem?.message).not.toMatch(/Error:|undefined|NaN is|\bat \w+ \(/);
};

describe.each(estimators)('%s', kind => {
  const [task] = tasksOf(kind);

  test('learns from rows that are good', async () => {
    expect((await learned(kind, csvOf(usual))).problem).toBeUndefined();
  });

  test.each([
    ['a value that is missing', (i: number) => (i === 3 ? '' : i + 1)],
    ['NaN', (i: number) => (i === 3 ? 'NaN' : i + 0.5)],
    ['infinity', (i: number) => (i === 3 ? 'Infinity' : i + 0.5)],
  ])('%s', async (_, x) => {
    // Whoever predicts without the columns learns all the same.
    const { problem } = await learned(kind, withX(x));
    if (problem === undefined) expect(kind).toBe('baseline');
    else expectClear(problem, 'learn', /“x” has 1 without an ordinary number.*Put an impute/);
  });

  test('a column of one value', async () => {
    const { problem } = await learned(
      kind,
      withX(() => 5),
    );
    if (problem !== undefined) expectClear(problem, 'learn', /different row|“x”/);
  });

  test('more columns than rows', async () => {
    const names = Array.from({ length: 9 }, (_, j) => `x${j}`);
    const rows = usual.slice(0, 6).map(([, k, y], i) => [k, y, ...names.map((_, j) => (i * 5 + j * j) % 7)]);
    const csv = `${[['kind', 'y', ...names], ...rows].map(row => row.join(',')).join('\n')}\n`;
    const { problem, said } = await learned(kind, csv, csv, names);
    if (problem !== undefined) expectClear(problem, 'learn', /9 columns.*one column for a curve/);
    else expect(said).not.toMatch(/\b(nan|inf)/i);
  });

  test('no rows', async () => {
    const { problem } = await learned(kind, 'x,kind,y\n');
    expectClear(problem, 'learn', /\brows?\b|“(x|y|kind)”/);
  });

  if (task === 'class')
    test('a label of one class', async () => {
      const { problem } = await learned(kind, csvOf(usual.map(([x, , y]) => [x, 'a', y])));
      expectClear(problem, 'learn', /“kind”.*nothing to tell apart/);
    });

  test.each([
    ['a column that is missing when it is applied', 'kind,y\na,1\n', /x (BIGINT|DOUBLE).*Rename or compute/],
    ['a column of another type when it is applied', 'x,kind,y\nmuch,a,1\n', /“x” is VARCHAR.*Cast it/],
  ])('%s', async (_, now, words) => {
    const { problem } = await learned(kind, csvOf(usual), now);
    expectClear(problem, 'use', words);
  });

  test('categories, and one that it never met', async () => {
    const then = withX(i => ['red', 'green'][i % 2]);
    const { problem, said } = await learned(kind, then, 'x,kind,y\nblue,a,1\n');
    // A curve has no place for categories.
    if (problem !== undefined) expectClear(problem, 'learn', /./);
    else expect(said.split('\n')).toHaveLength(3);
  });
});
