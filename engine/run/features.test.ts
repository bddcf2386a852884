/** Fitted feature steps in a whole run: learned on the training rows, kept in the model, repeated for raw rows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

/** The label goes with the town, a little with the size, and in no way with the number of the row. */
const towns = (count: number): string =>
  [
    'id,town,size,kind',
    ...Array.from({ length: count }, (_, i) => {
      const town = (i * 7919) % 23;
      const size = ((i * 104_729) % 97) / 10;
      return `r${i},town ${town},${size},${(town % 3) + size / 20 > 1.2 ? 'yes' : 'no'}`;
    }),
  ].join('\n');

const learning = (steps: readonly Node[], train: object): readonly [readonly Node[], object] => {
  const nodes: Node[] = [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'parts', kind: 'split', params: { test: 0.3, seed: 7 } },
    ...steps,
    { id: 'method', kind: 'logistic-regression', params: { strength: 0.001 } },
    { id: 'fit', kind: 'train', params: train },
    { id: 'use', kind: 'apply-model' },
    { id: 'judge', kind: 'evaluate-classification', params: { label: 'kind' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    { id: 'keep', kind: 'write-model', params: { path: 'm.model.json' } },
  ];
  const ids = steps.map(s => s.id);
  const edges = [
    { from: 'read', to: 'parts' },
    { from: 'parts.train', to: ids[0] ?? '' },
    ...ids.slice(1).map((id, i) => ({ from: ids[i] ?? '', to: id })),
    { from: `${ids.at(-1)}.out`, to: 'fit.in' },
    { from: 'method', to: 'fit.estimator' },
    { from: 'parts.test', to: 'use.in' },
    { from: 'fit.model', to: 'use.model' },
    { from: 'fit.model', to: 'keep' },
    { from: 'use', to: 'judge' },
    { from: 'use', to: 'out' },
  ];
  return [nodes, { edges }];
};

const run = async (steps: readonly Node[], train: object, csv: string, threads = 2) => {
  const [nodes, more] = learning(steps, train);
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, more) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), { threads });
  expect(diagnostics).toEqual([]);
  expect(finished?.error).toBeUndefined();
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    accuracy: finished?.metrics.judge?.accuracy ?? 0,
    out: read('out.csv'),
    model: read('m.model.json'),
  };
};

const encoded: readonly Node[] = [
  { id: 'mean', kind: 'target-encode', params: { columns: ['town'], label: 'kind' } },
  { id: 'more', kind: 'polynomial-features', params: { columns: ['town', 'size'], interactions: true } },
  { id: 'bins', kind: 'quantile-bins', params: { columns: ['size'], bins: 4, suffix: '_bin' } },
];
const train = { label: 'kind', features: ['town', 'size', 'town*size', 'size_bin'] };

test('target means, products and bins are learned with the model and said of raw rows, whatever the threads', async () => {
  const csv = towns(5000);
  const one = await run(encoded, train, csv, 1);
  expect(one.accuracy).toBeGreaterThan(0.9);
  // Towns are there as they came: the model encodes a copy.
  expect(one.out).toContain('town 7,');
  const model = JSON.parse(one.model) as { steps: { step: string }[]; input: { name: string }[] };
  expect(model.steps.map(s => s.step)).toEqual(['target', 'polynomial', 'bin']);
  expect(model.steps[0]).not.toHaveProperty('folds');
  expect(model.input.map(f => f.name)).toEqual(['town', 'size']);
  const four = await run(encoded, train, csv, 4);
  expect(four.out).toBe(one.out);
  expect(four.model.replace(/"fittedAt":"[^"]*"/, '')).toBe(one.model.replace(/"fittedAt":"[^"]*"/, ''));
});

test('a column with a value a row teaches nothing by its target means, unless the folds are taken away', async () => {
  const step = (folds: number): readonly Node[] => [
    { id: 'mean', kind: 'target-encode', params: { columns: ['id'], label: 'kind', smoothing: 0, folds } },
  ];
  const weightOf = async (folds: number): Promise<number> => {
    const { model } = await run(step(folds), { label: 'kind', features: ['id'] }, towns(600));
    const { estimator } = JSON.parse(model) as { estimator: { coefficients: number[][] } };
    return estimator.coefficients[0]?.[0] ?? 0;
  };
  expect(await weightOf(0)).toBeGreaterThan(5);
  expect(await weightOf(5)).toBeLessThan(1);
});
