/** The profile that a model keeps is of the columns as they come in: that is what new rows are compared with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { readArtifact } from '../ml/artifact.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const rows = Array.from({ length: 200 }, (_, i) => ({
  size: i % 10 === 0 ? '' : String(100 + (i % 50)),
  shop: ['north', 'south', 'west'][i % 3] ?? '',
  note: `note ${i} of many words`,
  y: i % 50 > 25 ? 'large' : 'small',
}));
const csv = (all: typeof rows) =>
  ['size,shop,note,y', ...all.map(r => `${r.size},${r.shop},${r.note},${r.y}`), ''].join('\n');

const nodes = [
  { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
  { id: 'fill', kind: 'impute', params: { columns: ['size'] } },
  { id: 'hot', kind: 'one-hot', params: { columns: ['shop'] } },
  { id: 'even', kind: 'scale', params: { columns: ['size'] } },
  { id: 'method', kind: 'logistic-regression', params: {} },
  { id: 'fit', kind: 'train', params: { label: 'y', features: ['size', 'shop_north', 'shop_south'] } },
  { id: 'keep', kind: 'write-model', params: { path: 'm.model.json' } },
  { id: 'new', kind: 'read-csv', params: { path: 'new.csv' } },
  { id: 'moved', kind: 'drift', params: {} },
  { id: 'out', kind: 'write-json', params: { path: 'drift.json' } },
];
const edges = [
  { from: 'read', to: 'fill' },
  { from: 'fill', to: 'hot' },
  { from: 'hot', to: 'even' },
  { from: 'even', to: 'fit.in' },
  { from: 'method', to: 'fit.estimator' },
  { from: 'fit.model', to: 'keep.model' },
  { from: 'fit.model', to: 'moved.model' },
  { from: 'new', to: 'moved.in' },
  { from: 'moved', to: 'out' },
];

const driftOf = async (other: typeof rows) => {
  const folder = folderWith({
    'in.csv': csv(rows),
    'new.csv': csv(other),
    'p.millrace': pipeline(nodes, { edges }),
  });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics).toEqual([]);
  expect(finished?.error).toBeUndefined();
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { model: readArtifact(text('m.model.json')), drift: JSON.parse(text('drift.json')) };
};

test('columns that steps change are profiled as they were, and the rows they were learned from have not drifted', async () => {
  const { model, drift } = await driftOf(rows);
  expect(model.profile.map(p => [p.column, p.kind])).toEqual([
    ['size', 'number'],
    ['shop', 'category'],
  ]);
  const [size] = model.profile;
  expect(size).toMatchObject({ rows: 200, missing: 20 });
  expect(size?.kind === 'number' && size.mean).toBeGreaterThan(100);
  expect(drift).toMatchObject([
    { column: 'size', rows: 200, missing: 0.1, missing_then: 0.1, psi: 0, ks: 0, moved: 'little' },
    { column: 'shop', rows: 200, missing: 0, unseen: 0, psi: 0, ks: null, moved: 'little' },
    { what: 'prediction', column: 'prediction', rows: 200, missing: 0, psi: 0, moved: 'little' },
  ]);
});

test('larger values, holes and categories that are new are told', async () => {
  const { drift } = await driftOf(
    rows.map((r, i) => ({ ...r, size: i % 2 === 0 ? '' : '149', shop: i % 4 === 0 ? 'east' : r.shop })),
  );
  expect(drift).toMatchObject([
    { column: 'size', missing: 0.5, missing_then: 0.1, moved: 'much' },
    { column: 'shop', unseen: 0.25, moved: 'much' },
    { what: 'prediction' },
  ]);
  expect(drift[0].ks).toBeGreaterThan(0.8);
});
