import { expect, test } from 'vitest';
import type { Data } from '../engine.ts';
import { tableOf } from '../test-data.ts';
import { countsLike, profileOf } from './profile.ts';

/** The same rows, and what the engine was asked for as small answers. */
const watched = (data: Data): { readonly data: Data; readonly asked: string[] } => {
  const asked: string[] = [];
  const engine = {
    ...data.engine,
    rows: (rel: Parameters<Data['engine']['rows']>[0]) => {
      asked.push(JSON.stringify(rel));
      return data.engine.rows(rel);
    },
  };
  return { data: { engine, rel: data.rel }, asked };
};

test('deciles of a column, with the rows between them counted over all rows', async () => {
  const table = await tableOf(
    ['x DOUBLE'],
    Array.from({ length: 1001 }, (_, i) => [i % 7 === 0 ? null : i]),
  );
  const { data, asked } = watched(table);
  const [x] = await profileOf(data, [{ name: 'x', type: 'DOUBLE' }]);
  expect(x).toMatchObject({ kind: 'number', rows: 1001, missing: 143 });
  if (x?.kind !== 'number') throw new Error('x is a number');
  expect(x.edges).toHaveLength(9);
  expect(x.edges[4]).toBeCloseTo(500.5, 9);
  expect(x.counts.reduce((a, b) => a + b, 0)).toBe(858);
  for (const count of x.counts) expect(Math.abs(count - 85.8)).toBeLessThan(2);
  // The engine keeps every value of a quantile outside of its memory limit.
  expect(asked.filter(rel => rel.includes('quantile'))).toEqual([]);
});

test('a column without a number, and a text of which every value is another, have no profile', async () => {
  const table = await tableOf(
    ['x DOUBLE', 't VARCHAR', 's VARCHAR'],
    Array.from({ length: 60 }, (_, i) => [null, `text ${i}`, i % 2 === 0 ? 'a' : 'b']),
  );
  const profile = await profileOf(table, [
    { name: 'x', type: 'DOUBLE' },
    { name: 't', type: 'VARCHAR' },
    { name: 's', type: 'VARCHAR' },
  ]);
  expect(profile.map(p => p.column)).toEqual(['s']);
});

test('many columns of numbers are looked at in two passes over the rows', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const gaps = [Number.NaN, Number.POSITIVE_INFINITY, null];
  const table = await tableOf(
    names.map(n => `${n} DOUBLE`),
    Array.from({ length: 5000 }, (_, i) =>
      names.map((_, j) => (i % 50 === j ? (gaps[i % 3] ?? null) : ((i * 7919 + j) % (10 ** j + 1)) / 3)),
    ),
  );
  let passes = 0;
  const { data, asked } = watched({
    ...table,
    engine: {
      ...table.engine,
      blocks: rel => {
        passes++;
        return table.engine.blocks(rel);
      },
    },
  });
  const profile = await profileOf(
    data,
    names.map(name => ({ name, type: 'DOUBLE' })),
  );
  expect([passes, asked.length]).toEqual([2, 1]);
  for (const own of profile) {
    const counted = await countsLike(table, own);
    expect(own).toMatchObject({ rows: 5000, missing: 100, counts: counted.counts });
    expect(counted).toMatchObject({ rows: 5000, missing: 100 });
  }
});
