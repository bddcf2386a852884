import { expect, test } from 'vitest';
import { column } from '../../plan/build.ts';
import { randomOf } from '../../plan/random.ts';
import { tableOf } from '../test-data.ts';
import { binned } from './bins.ts';

/** Counted edge by edge. */
const below = (edges: Float64Array, value: number): number => edges.filter(edge => edge < value).length;

const random = randomOf(3);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const columns: Record<string, () => number> = {
  even: random,
  normal,
  'far out': () => Math.exp(20 * normal()),
  'nearly all the same': () => (random() < 0.99 ? 5 : 1e9 * random()),
  'as large as numbers are': () => 1.7e308 * (2 * random() - 1),
  'as small as numbers are': () => Number.MIN_VALUE * Math.floor(2000 * random()),
  few: () => Math.floor(4 * random()) - 2,
  two: () => (random() < 0.5 ? -0 : 1),
  one: () => 7,
};

test('a bin says how many edges are below a value, however values lie', async () => {
  const names = Object.keys(columns);
  const rows = Array.from({ length: 3000 }, () => names.map(name => columns[name]?.() ?? 0));
  const data = await tableOf(
    names.map((_, j) => `x${j} DOUBLE`),
    rows,
  );
  const table = await binned(
    data,
    names.map((_, j) => ({ name: `x${j}`, expr: column(`x${j}`) })),
    [],
  );
  expect(table.rows).toBe(3000);
  for (const [j, name] of names.entries()) {
    const edges = table.edges[j] as Float64Array;
    expect([...(table.codes[j] as Uint8Array)], name).toEqual(
      rows.map(row => below(edges, row[j] as number)),
    );
    expect(edges.length, name).toBe({ few: 3, two: 1, one: 0 }[name] ?? edges.length);
    expect(edges.length, name).toBeLessThanOrEqual(254);
  }
});
