/** A pipeline writes its model as ONNX, and the runtime of ONNX says of new rows what the pipeline says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

ort.env.wasm.numThreads = 1;

const rows = Array.from({ length: 60 }, (_, i) => ({
  size: i % 7 === 0 ? null : ((i * 37) % 60) / 10,
  shop: ['north', 'south', 'west'][i % 3] ?? '',
  kind: ((i * 37) % 60) / 10 > 3 ? 'oak' : 'elm',
}));
const csv = [
  'size,shop,kind',
  ...rows.map(({ size, shop, kind }) => `${size ?? ''},${shop},${kind}`),
  '',
].join('\n');

const nodes = (estimator: Node): readonly Node[] => [
  { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
  { id: 'fill', kind: 'impute', params: { columns: ['size'] } },
  { id: 'hot', kind: 'one-hot', params: { columns: ['shop'] } },
  estimator,
  { id: 'fit', kind: 'train', params: { label: 'kind', features: ['size', 'shop_north', 'shop_south'] } },
  { id: 'use', kind: 'apply-model', params: {} },
  { id: 'out', kind: 'write-json', params: { path: 'out.json' } },
  { id: 'onnx', kind: 'write-onnx', params: { path: 'trees.onnx' } },
];
const edges = [
  { from: 'read', to: 'fill' },
  { from: 'fill', to: 'hot' },
  { from: 'hot', to: 'fit.in' },
  { from: 'method', to: 'fit.estimator' },
  { from: 'read', to: 'use.in' },
  { from: 'fit.model', to: 'use.model' },
  { from: 'use', to: 'out' },
  { from: 'fit.model', to: 'onnx.model' },
];

test('raw rows in, the same classes and probabilities out', async () => {
  const method = { id: 'method', kind: 'random-forest', params: { trees: 5, seed: 1 } };
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes(method), { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics).toEqual([]);
  expect(finished?.error).toBeUndefined();
  const session = await ort.InferenceSession.create(readFileSync(join(folder, 'trees.onnx')));
  expect(session.inputNames).toEqual(['size', 'shop']);
  const said = await session.run({
    size: new ort.Tensor(
      'float64',
      rows.map(({ size }) => size ?? Number.NaN),
      [rows.length],
    ),
    shop: new ort.Tensor(
      'string',
      rows.map(({ shop }) => shop),
      [rows.length],
    ),
  });
  const scored = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as readonly {
    readonly prediction: string;
    readonly probability_oak: number;
  }[];
  expect(Array.from(said.prediction?.data as readonly string[])).toEqual(scored.map(row => row.prediction));
  const oak = Array.from(said.probability_oak?.data as Float64Array);
  for (const [i, row] of scored.entries()) expect(oak[i]).toBeCloseTo(row.probability_oak, 9);
  expect(new Set(scored.map(row => row.prediction)).size).toBe(2);
});

test('a model that ONNX has no word for is refused at its node, and the file that was there stays', async () => {
  const dated: readonly Node[] = [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'method', kind: 'decision-tree', params: {} },
    { id: 'fit', kind: 'train', params: { label: 'kind', features: ['shop'] } },
    { id: 'onnx', kind: 'write-onnx', params: { path: 'there.onnx' } },
  ];
  const folder = folderWith({
    'in.csv': csv.replaceAll('oak', '2024-01-01').replaceAll('elm', '2024-02-01'),
    'there.onnx': 'before',
    'p.millrace': pipeline(dated, {
      edges: [
        { from: 'read', to: 'fit.in' },
        { from: 'method', to: 'fit.estimator' },
        { from: 'fit.model', to: 'onnx.model' },
      ],
    }),
  });
  const { finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished?.error).toMatchObject({ code: 'ml-onnx', node: 'onnx' });
  expect(readFileSync(join(folder, 'there.onnx'), 'utf8')).toBe('before');
});
