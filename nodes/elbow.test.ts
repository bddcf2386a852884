/** The number of clusters and what they are like, beside scikit-learn's best of twenty starts; and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bendOf } from '../engine/ml/run/elbow.ts';
import { dataSet, expected } from '../engine/ml/test-data.ts';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const run = async (csv: string, kind: string, params: object, port = 'out', threads = 2) => {
  const nodes = [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'look', kind, params },
    { id: 'out', kind: 'write-ndjson', params: { path: 'out.ndjson' } },
  ];
  const edges = [
    { from: 'read.out', to: 'look.in' },
    { from: `look.${port}`, to: 'out.in' },
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), { threads });
  const text = () => readFileSync(join(folder, 'out.ndjson'), 'utf8');
  const rows = () =>
    text()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Readonly<Record<string, unknown>>);
  return { problem: finished?.error ?? diagnostics.find(d => d.severity === 'error'), rows, text };
};

const csvOf = (name: string): string => {
  const { columns, rows } = dataSet(name);
  return `${[columns, ...rows].map(r => r.join(',')).join('\n')}\n`;
};

test.each(['iris', 'wine'])(
  '%s: no worse than two in a hundred at any number, and equal where it is clear',
  async name => {
    const { rows, problem } = await run(csvOf(name), 'elbow', { to: 6 });
    expect(problem).toBeUndefined();
    const found = rows();
    const wanted: readonly (readonly [number, number, number])[] = expected.clusters[name].elbow;
    expect(found.map(r => r.k)).toEqual(wanted.map(([k]) => k));
    for (const [i, [k, inertia, silhouette]] of wanted.entries()) {
      const share = Number(found[i]?.inertia) / inertia;
      expect(share).toBeGreaterThan(1 - 1e-9);
      expect(share).toBeLessThan(1.02);
      if (k > 3) continue;
      expect(share).toBeCloseTo(1, 6);
      expect(found[i]?.silhouette).toBeCloseTo(silhouette, 6);
    }
    expect(found.filter(r => r.bend).length).toBe(1);
  },
);

test('the same seed and any number of threads give the same bytes, of many rows as of few', async () => {
  const many = `x,y\n${Array.from({ length: 9000 }, (_, i) => `${(i * 7919) % 1000},${(i % 3) * 900 + ((i * 31) % 77)}`).join('\n')}\n`;
  const one = await run(many, 'elbow', { to: 4, seed: 7 }, 'out', 1);
  const four = await run(many, 'elbow', { to: 4, seed: 7 }, 'out', 4);
  expect(one.problem).toBeUndefined();
  expect(four.text()).toBe(one.text());
});

test('a curve bends where it lies deepest below its chord, a straight one nowhere', () => {
  expect(bendOf([100, 20, 15, 10, 5])).toBe(1);
  expect(bendOf([40, 30, 20, 10])).toBe(-1);
  expect(bendOf([5])).toBe(-1);
});

test('a profile has the means of each cluster and of all, and the deviations between them', async () => {
  const csv = 'x,y,cluster\n1,5,0\n3,5,0\n8,5,4\n';
  const { rows, problem } = await run(csv, 'evaluate-clustering', {}, 'profile');
  expect(problem).toBeUndefined();
  const deviation = Math.sqrt((9 + 1 + 16) / 3);
  const [a, b, c, d] = rows();
  expect(a).toMatchObject({ cluster: 0, rows: 2, column: 'x', mean: 2, overall: 4 });
  expect(a?.deviations).toBeCloseTo(-2 / deviation, 12);
  expect(b).toMatchObject({ cluster: 0, column: 'y', mean: 5, overall: 5, deviations: 0 });
  expect(c).toMatchObject({ cluster: 4, rows: 1, column: 'x', mean: 8 });
  expect(c?.deviations).toBeCloseTo(4 / deviation, 12);
  expect(d).toMatchObject({ cluster: 4, column: 'y', deviations: 0 });
});

test.each([
  [
    'more clusters than different rows',
    'x\n1\n1\n2\n',
    {},
    { param: 'to', code: 'ml-few-rows' },
    /2 different rows/,
  ],
  ['fewest above most', 'x\n1\n2\n', { from: 5, to: 3 }, { param: 'to' }, /Exchange them/],
  ['no number', 'a\nx\n', {}, { param: 'columns' }, /No column is a number/],
  ['a gap', 'x,y\n1,1\n,2\n3,3\n', { to: 2 }, { param: 'columns', code: 'ml-missing-values' }, /“x” has 1/],
])('%s is refused with the setting', async (_, csv, params, said, message) => {
  const { problem } = await run(csv, 'elbow', params);
  expect(problem).toMatchObject({ node: 'look', ...said });
  expect(problem?.message).toMatch(message);
});
