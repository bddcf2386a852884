/** Where a model says that it comes from: what was done, and to which rows. */
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

const csv = Array.from({ length: 40 }, (_, i) => `${i},${i % 3 === 0 ? 'a' : 'b'},${2 * i + (i % 5)}`);

type Change = {
  readonly rows?: readonly string[];
  readonly id?: string;
  readonly file?: string;
  readonly method?: object;
  readonly scale?: object;
  readonly threads?: number;
};

const trained = async ({ rows = csv, id = 'even', file = 'in.csv', ...more }: Change = {}) => {
  const nodes: readonly Node[] = [
    { id: 'rows', kind: 'read-csv', params: { path: file } },
    { id, kind: 'scale', params: { columns: ['x'], ...more.scale } },
    { id: 'method', kind: 'linear-regression', params: more.method ?? {} },
    { id: 'learn', kind: 'train', params: { label: 'y' } },
    { id: 'keep', kind: 'write-model', params: { path: 'out.model.json' } },
  ];
  const edges = [
    { from: 'rows', to: id },
    { from: id, to: 'learn.in' },
    { from: 'method', to: 'learn.estimator' },
    { from: 'learn.model', to: 'keep.model' },
  ];
  const folder = folderWith({
    [file]: `${['x,s,y', ...rows].join('\n')}\n`,
    'p.millrace': pipeline(nodes, { edges }),
  });
  utimesSync(join(folder, file), 1, Math.random() * 1e9);
  const { finished } = await runFile(catalogue, join(folder, 'p.millrace'), {
    ...(more.threads !== undefined && { threads: more.threads }),
  });
  expect(finished?.error).toBeUndefined();
  const text = readFileSync(join(folder, 'out.model.json'), 'utf8');
  expect(text).not.toContain(folder);
  return { text, from: JSON.parse(text).provenance as { graph: string; data: string } };
};

test('the same rows and settings give the same bytes, wherever and whenever, on any number of threads', async () => {
  const first = await trained({ threads: 1 });
  expect(first.from.graph).toMatch(/^[0-9a-f]{40}$/);
  expect(first.from.data).toMatch(/^[0-9a-f]{40}$/);
  const second = await trained({ threads: 4, id: 'other' });
  expect(second.text).toBe(first.text);
  // The name of the file is on the card, and in neither hash.
  const { from } = await trained({ file: 'elsewhere.csv' });
  expect([from.graph, from.data]).toEqual([first.from.graph, first.from.data]);
});

test('other rows are other data of the same graph; other settings are another graph of the same data', async () => {
  const { from } = await trained();
  const rows = await trained({ rows: csv.map((row, i) => (i === 7 ? '7,b,99' : row)) });
  expect(rows.from.graph).toBe(from.graph);
  expect(rows.from.data).not.toBe(from.data);
  const method = await trained({ method: { strength: 1 } });
  expect(method.from.graph).not.toBe(from.graph);
  expect(method.from.data).toBe(from.data);
  // What a step made of the rows is what the model learned from.
  const scale = await trained({ scale: { method: 'min-max' } });
  expect(scale.from.graph).not.toBe(from.graph);
});
