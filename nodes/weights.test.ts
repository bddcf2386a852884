/** What becomes of a weight that an estimator does not read: said before anything runs, and nothing changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const csv = `x,y,w\n${Array.from({ length: 30 }, (_, i) => `${1 + ((i * 7) % 11)},${2 + ((i * 5) % 13)},${i % 3}`).join('\n')}\n`;

const trained = async (kind: string, params: object, train: object) => {
  const nodes = [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'method', kind, params },
    { id: 'learn', kind: 'train', params: { ...train } },
    { id: 'keep', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const edges = [
    { from: 'rows', to: 'learn.in' },
    { from: 'method', to: 'learn.estimator' },
    { from: 'learn.summary', to: 'keep' },
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished?.error).toBeUndefined();
  return { diagnostics, text: readFileSync(join(folder, 'out.csv'), 'utf8') };
};

test.each([
  ['isolation-forest', {}, { features: ['x', 'y'] }],
  ['gaussian-mixture', { k: 2 }, { features: ['x', 'y'] }],
  ['curve-fit', { form: 'theil-sen' }, { label: 'y', features: ['x'] }],
])('%s counts every row alike, and says so', async (kind, params, train) => {
  const { diagnostics, text } = await trained(kind, params, { ...train, weight: 'w' });
  expect(diagnostics).toMatchObject([{ severity: 'warning', node: 'learn', param: 'weight' }]);
  expect(diagnostics[0]?.message).toMatch(`“${kind}” does not use weights; column “w” is not read there`);
  expect(text).toBe((await trained(kind, params, train)).text);
});

test.each([
  ['k-means', { k: 2 }, { features: ['x', 'y'] }],
  ['bisecting-k-means', { k: 2 }, { features: ['x', 'y'] }],
  ['linear-regression', {}, { label: 'y', features: ['x'] }],
  ['curve-fit', { form: 'exponential' }, { label: 'y', features: ['x'] }],
  ['curve-fit', { form: 'power' }, { label: 'y', features: ['x'] }],
  ['isotonic-regression', {}, { label: 'y', features: ['x'] }],
])('%s %o reads it', async (kind, params, train) => {
  const { diagnostics, text } = await trained(kind, params, { ...train, weight: 'w' });
  expect(diagnostics).toEqual([]);
  expect(text).not.toBe((await trained(kind, params, train)).text);
});
