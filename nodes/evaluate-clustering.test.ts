/** Clusterings that leave rows out, and numbers of clusters that are none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const judged = async (csv: string, before: readonly Node[] = []) => {
  const nodes: readonly Node[] = [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    ...before,
    { id: 'judge', kind: 'evaluate-clustering', params: { features: ['x'] } },
  ];
  const ports = ['metrics', 'profile', 'map'];
  const sinks = ports.map(port => ({ id: port, kind: 'write-ndjson', params: { path: `${port}.ndjson` } }));
  const path = [...nodes.slice(0, -1).map(n => n.id)];
  const edges = [
    ...path.slice(1).map((to, i) => ({ from: `${path[i]}.out`, to: `${to}.in` })),
    { from: `${path.at(-1)}.out`, to: 'judge.in' },
    ...ports.map(port => ({ from: `judge.${port}`, to: port })),
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline([...nodes, ...sinks], { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics).toEqual([]);
  const read = (port: string) =>
    readFileSync(join(folder, `${port}.ndjson`), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
  if (finished?.error !== undefined) return { error: finished.error };
  const metrics = Object.fromEntries(read('metrics').map(r => [r.metric, r.value]));
  return { metrics, profile: read('profile'), map: read('map') };
};

const csvOf = (rows: readonly (readonly [number, number | null])[]): string =>
  `x,cluster\n${rows.map(([x, c]) => `${x},${c ?? ''}\n`).join('')}`;

test('noise is left out and counted, be it null or -1; it is drawn as noise', async () => {
  const clusters = [
    [0, 0],
    [0, 0],
    [10, 1],
    [10, 1],
  ] as const;
  const { metrics, profile, map } = await judged(csvOf([[5, -1], ...clusters, [100, null], [4, -2]]));
  expect(metrics).toEqual({
    silhouette: 1,
    silhouette_rows: 4,
    silhouette_squared: 1,
    clusters: 2,
    smallest: 2,
    largest: 2,
    rows: 4,
    noise: 3,
  });
  expect(profile).toEqual([
    { cluster: 0, rows: 2, column: 'x', mean: 0, overall: 5, deviations: -1 },
    { cluster: 1, rows: 2, column: 'x', mean: 10, overall: 5, deviations: 1 },
  ]);
  expect(map?.map(r => r.cluster)).toEqual(['noise', '0', '0', '1', '1', 'noise', 'noise']);
  expect(map?.[0]?.first).toBe(0);
});

test('density clusters are judged as they come', async () => {
  const rows = [
    ...Array.from({ length: 6 }, (_, i) => i / 10),
    5,
    ...Array.from({ length: 6 }, (_, i) => 9 + i / 10),
  ];
  const { metrics } = await judged(`x\n${rows.join('\n')}\n`, [
    { id: 'dense', kind: 'dbscan', params: { radius: 0.5, least: 3, columns: ['x'] } },
  ]);
  expect(metrics).toMatchObject({ clusters: 2, rows: 12, noise: 1 });
  expect(metrics?.silhouette).toBeGreaterThan(0.9);
});

test('numbers with gaps, however large, are as good as any', async () => {
  const given = csvOf([
    [0, 7],
    [1, 7],
    [10, 4_000_000_000],
    [11, 4_000_000_000],
  ]);
  const { metrics, profile } = await judged(given);
  expect(metrics).toMatchObject({ clusters: 2, noise: 0 });
  expect(metrics?.silhouette).toBeCloseTo(1 - (1 / 9.5 + 1 / 10.5) / 2, 12);
  expect(profile?.map(r => [r.cluster, r.mean])).toEqual([
    [7, 0.5],
    [4_000_000_000, 10.5],
  ]);
});

test.each([
  [
    'only noise',
    [
      [1, -1],
      [2, null],
      [3, -1],
    ],
    /No row is in a cluster: all 3 rows are noise/,
  ],
  [
    'one cluster',
    [
      [1, 0],
      [2, 0],
      [3, -1],
    ],
    /All rows are in one cluster/,
  ],
] as const)('%s is told', async (_, rows, words) => {
  const { error } = await judged(csvOf(rows));
  expect(error).toMatchObject({ code: 'ml-few-clusters', node: 'judge', param: 'prediction' });
  expect(error?.message).toMatch(words);
});
