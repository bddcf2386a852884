import { describe, expect, test } from 'vitest';
import { fitAls, ratingOf, recommended } from '../recommend/als.ts';
import { codeOf, dataSet, expectClose, expected } from '../test-data.ts';
import { densityClusters } from './density.ts';
import { hierarchicalClusters } from './hierarchical.ts';

const columnsOf = (name: string): Float64Array[] => {
  const { rows } = dataSet(name);
  return (rows[0] ?? []).map((_, j) => Float64Array.from(rows, row => row[j] ?? 0));
};
/** Numbers of the clusters in the order in which rows first meet them; noise stays -1. */
const renamed = (labels: Iterable<number>): number[] => {
  const names = new Map<number, number>([[-1, -1]]);
  return Array.from(labels, label => {
    const known = names.get(label) ?? names.size - 1;
    names.set(label, known);
    return known;
  });
};

describe('density clusters, as scikit-learn', () => {
  test.each(['iris', 'wine', 'digits'])('%s', async name => {
    const { radius, least, labels } = expected.partitions.density[name];
    expect(Array.from(await densityClusters(columnsOf(name), radius, least))).toEqual(labels);
  });
  test('bad settings', async () => {
    const run = async (radius: number, least: number) =>
      densityClusters([Float64Array.of(1, 2)], radius, least);
    expect(await codeOf(run(0, 5))).toBe('ml-bad-param');
    expect(await codeOf(run(1, 0))).toBe('ml-bad-param');
    expect(await codeOf((async () => densityClusters([new Float64Array(20_001)], 1, 5))())).toBe(
      'ml-too-many-rows',
    );
    expect(Array.from(await run(0.5, 2))).toEqual([-1, -1]);
  });
});

describe('hierarchical clusters, as scikit-learn', () => {
  test.each(['ward', 'complete', 'average', 'single'] as const)('%s', async linkage => {
    const found = await hierarchicalClusters(columnsOf('iris'), 3, linkage);
    expect(renamed(found.labels)).toEqual(renamed(expected.partitions.hierarchical[linkage]));
    if (linkage === 'ward') expectClose(found.heights.slice(0, 5), expected.partitions.heights);
  });
  test('one cluster, each row its own, and more than there are rows', async () => {
    const columns = [Float64Array.of(1, 2, 9)];
    expect(Array.from((await hierarchicalClusters(columns, 1, 'ward')).labels)).toEqual([0, 0, 0]);
    expect(Array.from((await hierarchicalClusters(columns, 3, 'ward')).labels)).toEqual([0, 1, 2]);
    expect(await codeOf((async () => hierarchicalClusters(columns, 4, 'ward'))())).toBe('ml-few-rows');
  });
});

describe('recommendations', () => {
  const [users, items] = [12, 9];
  const pairs = Array.from(
    { length: users * items },
    (_, p) => [Math.floor(p / items), p % items] as const,
  ).filter(([u, i]) => (u * 7 + i * 5) % 3 !== 0);
  const ratings = {
    users: Int32Array.from(pairs, ([u]) => u),
    items: Int32Array.from(pairs, ([, i]) => i),
    values: Float64Array.from(pairs, ([u, i]) => 1 + ((u * 3 + i * i) % 5)),
  };
  const start = Float64Array.from({ length: items * 3 }, (_, p) => (((p * 37) % 11) + 1) / 11);
  test.each([
    ['explicit', {}],
    ['implicit', { implicit: true, alpha: 2 }],
  ])('%s: the same as written out in NumPy', async (name, more) => {
    const factors = await fitAls(
      ratings,
      { users, items },
      { rank: 3, passes: 5, regularisation: 0.1, seed: 1, start, ...more },
    );
    const said = Array.from({ length: users }, (_, u) =>
      Array.from({ length: items }, (_, i) => ratingOf(factors, u, i)),
    );
    expectClose(said, expected.partitions[name], 1e-8);
  });
  test('ratings of a hidden pattern are found again, and what was rated is not recommended', async () => {
    const rating = (u: number, i: number) => 1 + (u % 4) * 0.7 + (i % 5) * 0.5;
    const seen = Array.from({ length: 60 * 40 }, (_, p) => [Math.floor(p / 40), p % 40] as const).filter(
      ([u, i]) => (u * u * 31 + i * 17 + u * i * 7) % 11 < 7,
    );
    const factors = await fitAls(
      {
        users: Int32Array.from(seen, s => s[0]),
        items: Int32Array.from(seen, s => s[1]),
        values: Float64Array.from(seen, ([u, i]) => rating(u, i)),
      },
      { users: 60, items: 40 },
      { rank: 3, passes: 30, regularisation: 0.001, seed: 1 },
    );
    const hidden = Array.from({ length: 60 * 40 }, (_, p) => [Math.floor(p / 40), p % 40] as const).filter(
      ([u, i]) => (u * u * 31 + i * 17 + u * i * 7) % 11 >= 7,
    );
    const error = Math.sqrt(
      hidden.reduce((s, [u, i]) => s + (ratingOf(factors, u, i) - rating(u, i)) ** 2, 0) / hidden.length,
    );
    expect(error).toBeLessThan(0.05);
    const known = new Set(seen.filter(([u]) => u === 3).map(([, i]) => i));
    const best = recommended(factors, 3, 5, known);
    expect(best.length).toBe(5);
    expect(best.every(({ item }) => !known.has(item))).toBe(true);
    expect(best.map(b => b.rating)).toEqual([...best.map(b => b.rating)].sort((a, b) => b - a));
  });
  test('bad settings', async () => {
    const run = async (params: object) => fitAls(ratings, { users, items }, { seed: 1, ...params });
    expect(await codeOf(run({ rank: 0 }))).toBe('ml-bad-param');
    expect(await codeOf(run({ regularisation: -1 }))).toBe('ml-bad-param');
  });
});
