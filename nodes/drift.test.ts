/** How far the predictions of a model have moved, beside its columns. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { psiOf } from '../engine/ml/drift.ts';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

type Row = Record<string, string | number | null>;

/** A hundred rows: a number from `from` on, another that grows with it, on which side of 50 it lies, and a gap there. */
const csv = (from: number): string =>
  `x,y,side,flag,apart\n${Array.from({ length: 100 }, (_, i) => `${from + i},${2 * (from + i)},${from + i < 50 ? 'low' : 'high'},${from + i < 50},${from + i < 50 ? from + i : 1000 + i}\n`).join('')}`;

const out: Node = { id: 'out', kind: 'write-ndjson', params: { path: 'out.ndjson' } };
const told = (folder: string): Row[] =>
  readFileSync(join(folder, 'out.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Row);

/** Learns from rows from 0 on, and looks at rows from `from` on. */
const learnedThenSeen = async (method: Node, train: object, from: number) => {
  const nodes: readonly Node[] = [
    { id: 'then', kind: 'read-csv', params: { path: 'then.csv' } },
    { id: 'now', kind: 'read-csv', params: { path: 'now.csv' } },
    method,
    { id: 'learn', kind: 'train', params: train },
    { id: 'keep', kind: 'write-model', params: { path: 'kept.model.json' } },
    { id: 'moved', kind: 'drift' },
    out,
  ];
  const edges = [
    { from: 'then', to: 'learn.in' },
    { from: method.id, to: 'learn.estimator' },
    { from: 'learn.model', to: 'keep.model' },
    { from: 'learn.model', to: 'moved.model' },
    { from: 'now', to: 'moved.in' },
    { from: 'moved', to: 'out' },
  ];
  const folder = folderWith({
    'then.csv': csv(0),
    'now.csv': csv(from),
    'p.millrace': pipeline(nodes, { edges }),
  });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  expect(finished?.error).toBeUndefined();
  return { folder, rows: told(folder), row: told(folder).find(r => r.what === 'prediction') };
};

const linear: Node = { id: 'method', kind: 'linear-regression' };

test('numbers: the index over tenths of what was predicted then, and the distance of the cumulative shares', async () => {
  const same = await learnedThenSeen(linear, { label: 'y', features: ['x'] }, 0);
  expect(same.row).toMatchObject({ column: 'prediction', rows: 100, psi: 0, ks: 0, moved: 'little' });
  const other = await learnedThenSeen(linear, { label: 'y', features: ['x'] }, 50);
  expect(other.row?.ks).toBeCloseTo(0.5, 9);
  expect(other.row).toMatchObject({ moved: 'much', unseen: null });
  // Tenths of then, of which the first five are empty now and the last holds what is above them all.
  const [then, now] = [Array(10).fill(10), [0, 0, 0, 0, 0, 10, 10, 10, 10, 60]];
  expect(other.row?.psi).toBeCloseTo(psiOf(then, now), 9);
});

test.each([
  ['texts', 'side'],
  ['booleans', 'flag'],
])('classes that are %s: the index over the classes', async (_, label) => {
  const method: Node = { id: 'method', kind: 'decision-tree' };
  const { row } = await learnedThenSeen(method, { label, features: ['x'] }, 25);
  expect(row).toMatchObject({ column: 'prediction', ks: null, unseen: 0 });
  expect(row?.psi).toBeCloseTo(psiOf([50, 50], [25, 75]), 9);
});

test('clusters: the index over their numbers', async () => {
  const { row } = await learnedThenSeen(
    { id: 'method', kind: 'k-means', params: { k: 2 } },
    { features: ['apart'] },
    100,
  );
  expect(row).toMatchObject({ column: 'prediction', ks: null, moved: 'much' });
  expect(row?.psi).toBeCloseTo(psiOf([50, 50], [0, 100]), 9);
});

describe('what cannot be told', () => {
  const look = async (folder: string, now: string) => {
    const nodes: readonly Node[] = [
      { id: 'kept', kind: 'read-model', params: { path: 'kept.model.json' } },
      { id: 'now', kind: 'read-csv', params: { path: 'now.csv' } },
      { id: 'moved', kind: 'drift' },
      out,
    ];
    const edges = [
      { from: 'kept.model', to: 'moved.model' },
      { from: 'now', to: 'moved.in' },
      { from: 'moved', to: 'out' },
    ];
    writeFileSync(join(folder, 'now.csv'), now);
    writeFileSync(join(folder, 'look.millrace'), pipeline(nodes, { edges }));
    return runFile(catalogue, join(folder, 'look.millrace'));
  };

  test('a model file of before has no predictions: its columns are compared, and a warning says so', async () => {
    const { folder } = await learnedThenSeen(linear, { label: 'y', features: ['x'] }, 0);
    const file = join(folder, 'kept.model.json');
    const { predictions, ...before } = JSON.parse(readFileSync(file, 'utf8'));
    expect(predictions).toMatchObject({ kind: 'number', column: 'prediction', rows: 100, missing: 0 });
    writeFileSync(file, JSON.stringify(before));
    const { finished } = await look(folder, csv(50));
    expect(finished?.status).toBe('succeeded');
    expect(finished?.warnings).toEqual([
      { node: 'moved', message: expect.stringMatching(/keeps no predictions.*Train it again/) },
    ]);
    expect(told(folder).map(r => r.column)).toEqual(['x']);
  });

  test('rows without a column of the model: the others are compared, and a warning names it', async () => {
    const { folder } = await learnedThenSeen(linear, { label: 'y', features: ['x', 'side'] }, 0);
    const { finished, diagnostics } = await look(folder, 'x,other\n1,2\n3,4\n');
    expect(diagnostics).toMatchObject([{ severity: 'warning', node: 'moved', param: 'model' }]);
    expect(diagnostics[0]?.message).toMatch(/side VARCHAR.*predictions/);
    expect(finished?.status).toBe('succeeded');
    expect(told(folder).map(r => r.column)).toEqual(['x']);
  });

  test('a column of another type is refused before anything runs', async () => {
    const { folder } = await learnedThenSeen(linear, { label: 'y', features: ['x'] }, 0);
    const { diagnostics } = await look(folder, 'x\nmuch\nlittle\n');
    expect(diagnostics).toMatchObject([{ severity: 'error', node: 'moved', param: 'model' }]);
    expect(diagnostics[0]?.message).toMatch(/“x” is VARCHAR here and was .* Cast it before this step/);
  });
});
