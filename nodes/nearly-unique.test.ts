/** A text with a value a row, taken for categories: the person is told before the run. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const people = (rows: number, nameOf: (i: number) => string): string =>
  [
    'name,town,age,kind',
    ...Array.from({ length: rows }, (_, i) => `${nameOf(i)},t${i % 4},${20 + i},k${i % 2}`),
  ].join('\n');

const warnings = async (csv: string, params: object, last = 'train', steps: readonly Node[] = []) => {
  const nodes: Node[] = [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    ...steps,
    { id: 'method', kind: 'decision-tree' },
    { id: 'learn', kind: last, params },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const before = ['read', ...steps.map(s => s.id)];
  const edges = [
    ...before.slice(1).map((id, i) => ({ from: before[i] ?? '', to: id })),
    { from: before.at(-1) ?? '', to: 'learn.in' },
    { from: 'method', to: 'learn.estimator' },
    { from: 'learn.summary', to: 'out' },
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished?.error).toBeUndefined();
  return diagnostics;
};

const own = people(100, i => `person ${i}`);
const said = { severity: 'warning', node: 'learn', message: expect.stringContaining('of its own in “name”') };

test.each(['train', 'cross-validate'])('%s warns of it and runs', async kind => {
  expect(await warnings(own, { label: 'kind' }, kind)).toMatchObject([{ ...said, param: 'features' }]);
});

test('the setting that names the column is told', async () => {
  expect(await warnings(own, { label: 'kind', features: ['age', 'name'] })).toMatchObject([
    { ...said, param: 'features[1]' },
  ]);
});

test('one name in twenty met twice is nearly; one in five is not', async () => {
  expect(
    await warnings(
      people(100, i => `p${i % 95}`),
      { label: 'kind' },
    ),
  ).toMatchObject([said]);
  expect(
    await warnings(
      people(100, i => `p${i % 80}`),
      { label: 'kind' },
    ),
  ).toEqual([]);
});

test('nothing is said where it is no feature, where rows are few, or where a step made numbers of it', async () => {
  expect(await warnings(own, { label: 'kind', features: ['town', 'age'] })).toEqual([]);
  expect(
    await warnings(
      people(12, i => `p${i}`),
      { label: 'kind' },
    ),
  ).toEqual([]);
  const words: readonly Node[] = [
    { id: 'words', kind: 'tokenise', params: { column: 'name' } },
    { id: 'count', kind: 'count-vectors', params: { column: 'name', terms: 5 } },
  ];
  expect(await warnings(own, { label: 'kind' }, 'train', words)).toEqual([]);
});

test('below a fitted step the rows are looked at as they came', async () => {
  const fill: readonly Node[] = [{ id: 'fill', kind: 'impute', params: { strategy: 'mode' } }];
  expect(await warnings(own, { label: 'kind' }, 'train', fill)).toMatchObject([said]);
});
