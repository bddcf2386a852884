import { describe, expect, test } from 'vitest';
import { openSession } from '../session.ts';
import { inline, looking } from './test-look.ts';

describe('profiles', () => {
  test('figures are DuckDB’s own', async () => {
    const look = looking();
    look.draw([
      { id: 'a', kind: 'sequence', params: { start: 1, stop: 3000, name: 'n' } },
      {
        id: 'end',
        kind: 'derive',
        params: {
          columns: [
            { name: 'x', expression: 'CASE WHEN n % 10 = 0 THEN NULL ELSE (n * 7919 % 1009) / 4.0 END' },
            { name: 'name', expression: "CASE WHEN n % 3 = 0 THEN '' ELSE 'name ' || (n % 50) END" },
          ],
        },
      },
    ]);
    const session = await openSession({ folders: [], files: [] });
    await session.run(
      `CREATE TABLE t AS SELECT CASE WHEN n % 10 = 0 THEN NULL ELSE (n * 7919 % 1009) / 4.0 END AS x, CASE WHEN n % 3 = 0 THEN '' ELSE 'name ' || (n % 50) END AS name FROM range(1, 3001) r(n)`,
    );
    const [x] = await session.rows(
      'SELECT count(*), count(*) - count(x), count(DISTINCT x), min(x), max(x), avg(x), stddev(x), quantile_disc(x, 0.5), mode(name) FROM t',
    );
    const found = await look.profile(1);
    expect(
      [
        found.rows,
        found.nulls,
        found.distinct,
        found.min,
        found.max,
        found.mean,
        found.deviation,
        found.quantiles[2]?.value,
      ].map(String),
    ).toEqual(x?.slice(0, 8).map(String));
    expect(found.histogram?.reduce((a, b) => a + b)).toBe(found.rows - found.nulls);
    const names = await look.profile(2);
    expect(names.top[0]).toEqual({ value: '', rows: 1000 });
    expect(names.lengths).toMatchObject({ min: 0, max: 7, empty: 1000 });
    expect(names.histogram).toBeUndefined();
    await session.close();
  });

  test('empty tables, columns of one value and infinities have figures too', async () => {
    const look = looking();
    look.draw([
      inline(
        [
          ['x', 'DOUBLE'],
          ['d', 'DATE'],
        ],
        [
          ['inf', '2024-02-29'],
          ['nan', '2024-02-29'],
          ['1', '2024-02-29'],
        ],
      ),
    ]);
    expect(await look.profile(0)).toMatchObject({ nulls: 0, mean: '1.0' });
    expect((await look.profile(1)).histogram?.[0]).toBe(3);
    look.draw([inline([['x', 'DOUBLE']], [])]);
    expect(await look.profile(0)).toMatchObject({ rows: 0, nulls: 0, distinct: 0, top: [] });
  });
});

describe('charts', () => {
  const drawn = (n: number) => {
    const look = looking();
    look.draw([
      { id: 'a', kind: 'sequence', params: { start: 0, stop: n - 1, name: 'n' } },
      {
        id: 'end',
        kind: 'derive',
        params: {
          columns: [
            { name: 'k', expression: "'k' || (n % 3)" },
            { name: 'x', expression: 'n * 1.5' },
          ],
        },
      },
    ]);
    return look;
  };

  test('bars are sums by category', async () => {
    const data = await drawn(6).chart({ kind: 'bar', x: 'k', y: 'n', aggregate: 'sum' });
    expect(data.rows).toEqual([
      ['k2', 7],
      ['k1', 5],
      ['k0', 3],
    ]);
  });

  test('a scatter of many rows is a sample, and says so', async () => {
    const data = await drawn(20_000).chart({
      kind: 'scatter',
      x: 'n',
      y: 'x',
      colour: 'k',
      aggregate: 'count',
    });
    expect(data.rows).toHaveLength(4000);
    expect(data.shown).toEqual({ what: 'rows', count: 4000, of: 20_000 });
    const [[x, y] = []] = data.rows;
    expect(Number(y)).toBe(Number(x) * 1.5);
  });

  test('histogram, line, box and heat map stand for every row', async () => {
    const look = drawn(20_000);
    const total = (rows: readonly (readonly unknown[])[], at: number) =>
      rows.reduce((sum, row) => sum + Number(row[at]), 0);
    expect(total((await look.chart({ kind: 'histogram', x: 'x', aggregate: 'count' })).rows, 2)).toBe(20_000);
    expect(total((await look.chart({ kind: 'line', x: 'n', aggregate: 'count' })).rows, 1)).toBe(20_000);
    expect(total((await look.chart({ kind: 'heat', x: 'n', y: 'k', aggregate: 'count' })).rows, 2)).toBe(
      20_000,
    );
    const [first] = (await look.chart({ kind: 'box', x: 'k', y: 'n', aggregate: 'count' })).rows;
    expect(first).toEqual(['k0', 0, 4999.5, 9999, 14998.5, 19998]);
  });
});

describe('what a step changed', () => {
  test('rows are counted on both sides; cells are compared where rows align', async () => {
    const look = looking();
    look.draw([
      inline(
        [
          ['n', 'BIGINT'],
          ['t', 'VARCHAR'],
        ],
        [
          [1, 'a '],
          [2, 'b'],
          [3, null],
        ],
      ),
      { id: 'clean', kind: 'clean-text', params: { columns: ['t'], trim: true } },
      { id: 'few', kind: 'filter', params: { condition: 'n > 1' } },
    ]);
    expect(await look.changes('clean', 'few')).toEqual({ rowsBefore: 3, rowsAfter: 2 });
    expect(await look.changes('end', 'clean')).toEqual({
      rowsBefore: 3,
      rowsAfter: 3,
      changed: [{ column: 't', cells: 1 }],
    });
  });
});
