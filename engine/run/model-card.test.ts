/** The card of a model: on which data it learned, and how good it is by rows that it never saw. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

/** Plots of two kinds; `price` goes with their size, and `sold` is known only later: it tells the kind. */
const plots = [
  'size,price,kind,sold',
  ...Array.from({ length: 120 }, (_, i) => {
    const big = i % 3 === 0;
    return [(big ? 4 : 2) + (i % 7) / 2, 10 * (i % 7) + i / 9, big ? 'farm' : 'garden', big ? 1 : 0].join(
      ',',
    );
  }),
].join('\n');

const nodes = (train: object): readonly Node[] => [
  { id: 'read', kind: 'read-csv', params: { path: 'plots.csv' } },
  { id: 'parts', kind: 'split', params: { test: 0.25, seed: 3 } },
  { id: 'even', kind: 'scale', params: { columns: ['size'] } },
  { id: 'method', kind: 'logistic-regression', params: { strength: 0.01 } },
  { id: 'fit', kind: 'train', params: train },
  { id: 'use', kind: 'apply-model', params: {} },
  { id: 'judge', kind: 'evaluate-classification', params: { label: 'kind' } },
  { id: 'card', kind: 'write-csv', params: { path: 'card.csv' } },
  { id: 'measures', kind: 'write-csv', params: { path: 'measures.csv' } },
];

const edges = [
  { from: 'read', to: 'parts' },
  { from: 'parts.train', to: 'even' },
  { from: 'even', to: 'fit.in' },
  { from: 'method', to: 'fit.estimator' },
  { from: 'parts.test', to: 'fit.test' },
  { from: 'fit.model', to: 'use.model' },
  { from: 'parts.test', to: 'use.in' },
  { from: 'use', to: 'judge' },
  { from: 'fit.card', to: 'card' },
  { from: 'judge.metrics', to: 'measures' },
];

const run = async (train: object, csv = plots) => {
  const folder = folderWith({ 'plots.csv': csv, 'p.millrace': pipeline(nodes(train), { edges }) });
  const told = await runFile(catalogue, join(folder, 'p.millrace'));
  const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n').slice(1);
  return { ...told, lines };
};

test('rows that were kept back say on the card what an evaluation says of them', async () => {
  const { finished, lines } = await run({ label: 'kind', features: ['size', 'price'] });
  expect(finished?.error).toBeUndefined();
  const card = lines('card.csv');
  expect(card).toContain('model,label,kind');
  expect(card).toContain('model,learned from,plots.csv');
  const ofCard = card.filter(line => line.startsWith('metric,')).map(line => line.split(',').slice(1));
  const ofNode = lines('measures.csv').map(line => line.split(','));
  expect(ofCard.map(([name]) => name)).toEqual(ofNode.map(([name]) => name));
  expect(ofCard.map(([name]) => name)).toContain('roc_auc');
  for (const [i, [, value]] of ofCard.entries()) expect(Number(value)).toBeCloseTo(Number(ofNode[i]?.[1]), 5);
});

test('a column that tells the label by itself is warned of, and others are not', async () => {
  const { finished } = await run({ label: 'kind', features: ['size', 'sold'] });
  expect(finished?.error).toBeUndefined();
  const told = (finished?.warnings ?? []).map(w => w.message);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('sold');
  expect(told[0]).not.toContain('size');
  const { finished: clean } = await run({ label: 'kind', features: ['size', 'price'] });
  expect(clean?.warnings ?? []).toEqual([]);
});

test('test rows without the label, and for a model that has none, are refused before the run', async () => {
  const path = (train: object, more: readonly Node[], wires: readonly object[]) =>
    join(
      folderWith({
        'plots.csv': plots,
        'p.millrace': pipeline([...nodes(train), ...more], { edges: wires }),
      }),
      'p.millrace',
    );
  const unlabelled: Node = { id: 'bare', kind: 'select', params: { columns: ['size', 'price'] } };
  const wires = [
    ...edges.filter(e => e.to !== 'fit.test'),
    { from: 'parts.test', to: 'bare' },
    { from: 'bare', to: 'fit.test' },
  ];
  const { diagnostics } = await runFile(
    catalogue,
    path({ label: 'kind', features: ['size', 'price'] }, [unlabelled], wires),
  );
  expect(diagnostics).toMatchObject([
    { node: 'fit', param: 'label', message: expect.stringContaining('no label “kind”') },
  ]);
});
