/** Clusters of all rows beside scikit-learn's (fixtures/ml/expected.py), and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataSet, expectClose, expected } from '../engine/ml/test-data.ts';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const csvOf = (name: string): string => {
  const { columns, rows } = dataSet(name);
  return `${[['id', ...columns], ...rows.map((row, i) => [`r${i}`, ...row])].map(r => r.join(',')).join('\n')}\n`;
};

const run = async (csv: string, kind: string, params: object, threads = 2) => {
  const nodes = [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'parts', kind, params },
    { id: 'out', kind: 'write-ndjson', params: { path: 'out.ndjson' } },
    ...(kind === 'hierarchical'
      ? [{ id: 'heights', kind: 'write-ndjson', params: { path: 'heights.ndjson' } }]
      : []),
  ];
  const edges = [
    { from: 'read.out', to: 'parts.in' },
    { from: 'parts.out', to: 'out.in' },
    ...(kind === 'hierarchical' ? [{ from: 'parts.heights', to: 'heights.in' }] : []),
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), { threads });
  const rows = (name: string) =>
    readFileSync(join(folder, `${name}.ndjson`), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Readonly<Record<string, unknown>>);
  return { problem: finished?.error ?? diagnostics.find(d => d.severity === 'error'), rows };
};

/** Numbers of the clusters in the order in which rows first meet them. */
const renamed = (labels: readonly number[]): number[] => {
  const names = new Map<number, number>();
  return labels.map(label => {
    const known = names.get(label) ?? names.size;
    names.set(label, known);
    return known;
  });
};

test.each(['iris', 'wine', 'digits'])('density clusters of %s', async name => {
  const { radius, least, labels } = expected.partitions.density[name];
  const { rows, problem } = await run(csvOf(name), 'dbscan', { radius, least }, name === 'iris' ? 4 : 2);
  expect(problem).toBeUndefined();
  const found = rows('out');
  expect(found.map(r => r.cluster ?? -1)).toEqual(labels);
  expect(found.map(r => r.id)).toEqual(labels.map((_: number, i: number) => `r${i}`));
});

test.each(['ward', 'complete', 'average', 'single'])('hierarchical clusters of iris, %s', async linkage => {
  const { rows, problem } = await run(csvOf('iris'), 'hierarchical', { k: 3, linkage });
  expect(problem).toBeUndefined();
  expect(rows('out').map(r => r.cluster)).toEqual(renamed(expected.partitions.hierarchical[linkage]));
  const heights = rows('heights');
  expect(heights.slice(0, 3).map(r => r.clusters)).toEqual([1, 2, 3]);
  if (linkage === 'ward')
    expectClose(
      heights.slice(0, 5).map(r => r.height),
      expected.partitions.heights,
    );
});

const many = (rows: number): string => `x\n${Array.from({ length: rows }, (_, i) => i).join('\n')}\n`;

test.each([
  ['a radius of 0', 'dbscan', many(3), { radius: 0 }, { param: 'radius' }, /no row has a neighbour/],
  [
    'too many rows for density',
    'dbscan',
    many(20_001),
    {},
    { param: 'columns', code: 'ml-too-many-rows' },
    /at most 20000; there are 20001/,
  ],
  [
    'too many rows for a hierarchy',
    'hierarchical',
    many(10_001),
    {},
    { param: 'columns', code: 'ml-too-many-rows' },
    /at most 10000; there are 10001/,
  ],
  [
    'fewer rows than clusters',
    'hierarchical',
    many(3),
    { k: 4 },
    { param: 'k', code: 'ml-few-rows' },
    /at least 4/,
  ],
  ['no number', 'dbscan', 'a\nx\n', {}, { param: 'columns' }, /No column is a number/],
  [
    'a gap',
    'hierarchical',
    'x,y\n1,2\n,3\n4,5\n',
    {},
    { param: 'columns', code: 'ml-missing-values' },
    /“x” has 1/,
  ],
  [
    'the cluster in the place of its columns',
    'dbscan',
    many(3),
    { name: 'X', columns: ['x'] },
    { param: 'name' },
    /another name/,
  ],
])('%s is refused with the setting', async (_, kind, csv, params, said, message) => {
  const { problem } = await run(csv, kind, params);
  expect(problem).toMatchObject({ node: 'parts', ...said });
  expect(problem?.message).toMatch(message);
});
