import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../nodes/index.ts';
import { PipelineProblems } from '../problems.ts';
import { pipeline, runFile } from '../test-run.ts';
import { cellsOf, inline, looking } from './test-look.ts';

const steps = (n: number) => [
  { id: 'orders', kind: 'sequence', params: { start: 0, stop: n - 1, name: 'n' } },
];

describe('views', () => {
  const rows = [
    [1, 'Zoë', 2.5],
    [2, 'anna', null],
    [3, null, 10],
    [4, 'Anna', -1],
  ];
  const drawn = () => {
    const look = looking();
    look.draw([
      inline(
        [
          ['rowid', 'BIGINT'],
          ['name', 'VARCHAR'],
          ['x', 'DOUBLE'],
        ],
        rows,
      ),
    ]);
    return async (view: Parameters<typeof look.page>[0]) =>
      cellsOf(await look.page(view)).map(([id]) => Number(id));
  };

  test('sorting happens over all rows, nulls last both ways, also by a column that is called rowid', async () => {
    const ids = drawn();
    expect(await ids({ view: { sort: [{ column: 'x', descending: false }] } })).toEqual([4, 1, 3, 2]);
    expect(await ids({ view: { sort: [{ column: 'x', descending: true }] } })).toEqual([3, 1, 4, 2]);
    expect(
      await ids({ view: { sort: [{ column: 'rowid', descending: true }] }, offset: 1, limit: 2 }),
    ).toEqual([3, 2]);
  });

  test('filters compare by type, and a value of another type fits no row', async () => {
    const ids = drawn();
    expect(await ids({ view: { filter: [{ column: 'x', op: 'more', value: '2' }] } })).toEqual([1, 3]);
    expect(await ids({ view: { filter: [{ column: 'x', op: 'more', value: 'two' }] } })).toEqual([]);
    expect(await ids({ view: { filter: [{ column: 'x', op: 'null' }] } })).toEqual([2]);
    expect(await ids({ view: { filter: [{ column: 'name', op: 'contains', value: 'ANN' }] } })).toEqual([
      2, 4,
    ]);
    expect(await ids({ view: { filter: [{ column: 'name', op: 'not-equals', value: 'anna' }] } })).toEqual([
      1, 3, 4,
    ]);
    expect(
      await ids({ view: { filter: [{ column: 'name', op: 'equals', value: "x' OR 1=1 --" }] } }),
    ).toEqual([]);
  });

  test('a search looks into every column', async () => {
    const ids = drawn();
    expect(await ids({ view: { search: 'zoë' } })).toEqual([1]);
    expect(await ids({ view: { search: '10' } })).toEqual([3]);
  });
});

describe('what is computed', () => {
  test('the head is the first thousand rows, the whole is all of them', async () => {
    const look = looking();
    look.draw(steps(5000));
    const head = await look.page({ node: 'orders', whole: false, limit: 10 });
    expect(head).toMatchObject({ rows: 10, total: 1000, complete: false });
    const whole = await look.page({ node: 'orders', offset: 4990, limit: 100 });
    expect(whole).toMatchObject({ rows: 10, total: 5000, complete: true });
    expect(cellsOf(whole).map(([n]) => Number(n))).toEqual(Array.from({ length: 10 }, (_, i) => 4990 + i));
  });

  test('a short relation is whole with its head', async () => {
    const look = looking();
    look.draw(steps(7));
    expect(await look.page({ node: 'orders', whole: false })).toMatchObject({ total: 7, complete: true });
  });

  test('an edit elsewhere keeps the rows, an edit below computes them again', async () => {
    const look = looking({ 'in.csv': `n\n${Array.from({ length: 2000 }, (_, i) => i).join('\n')}\n` });
    const draw = (condition: string, last: number) =>
      look.draw([
        { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
        { id: 'big', kind: 'filter', params: { condition } },
        { id: 'few', kind: 'limit', params: { count: last } },
      ]);
    draw('n >= 10', 5);
    const first = await look.found({ node: 'big' });
    draw('n >= 10', 6);
    expect((await look.found({ node: 'big' })).held).toBe(first.held);
    draw('n >= 20', 6);
    const edited = await look.found({ node: 'big' });
    expect(edited.held).not.toBe(first.held);
    expect(edited.key).not.toBe(first.key);
    expect(edited.held.rows).toBe(1980);
    writeFileSync(join(look.folder, 'in.csv'), 'n\n50\n');
    draw('n >= 20', 7);
    expect((await look.found({ node: 'big' })).held.rows).toBe(1);
  });

  test('what nobody waits for any more ends', async () => {
    const look = looking();
    look.draw([
      { id: 'a', kind: 'sequence', params: { start: 1, stop: 3_000_000_000, name: 'n' } },
      { id: 'end', kind: 'sort', params: { keys: [{ column: 'n', descending: true }] } },
    ]);
    const stop = new AbortController();
    const asked = look.page({ signal: stop.signal });
    setTimeout(() => stop.abort(), 200);
    const begun = performance.now();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  test('rows that a run kept are read back', async () => {
    const look = looking({ 'in.csv': 'k,n\na,1\na,2\nb,5\n' }, true);
    const nodes = [
      { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
      {
        id: 'end',
        kind: 'aggregate',
        params: { groupBy: ['k'], aggregates: [{ name: 'n', function: 'sum', column: 'n' }] },
      },
    ];
    look.draw(nodes);
    const file = join(look.folder, 'look.millrace');
    writeFileSync(file, pipeline(nodes));
    await runFile(catalogue, file, { cache: join(look.folder, 'cache'), to: 'end' });
    const page = await look.page({ view: { sort: [{ column: 'k', descending: false }] } });
    expect(cellsOf(page).map(row => row.map(String))).toEqual([
      ['a', '3'],
      ['b', '5'],
    ]);
  });

  test('what a connector says while it reads comes with every page, once and without secrets', async () => {
    const look = looking({ 'in.csv': 'n\n1\n2\n' });
    look.draw([{ id: 'end', kind: 'read-csv', params: { path: 'in.csv' } }]);
    look.by(bench => ({
      ...bench,
      worldOver: (session, signal, warn) => node => {
        const world = bench.worldOver(session, signal, warn)(node);
        for (let n = 0; n < 2; n++)
          world.warn('database-one-connection', {
            place: 'mysql://u:password@host/orders',
            wanted: 4,
            why: 'busy',
          });
        return world;
      },
    }));
    for (const whole of [false, true]) {
      const { warnings } = await look.page({ whole });
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/one connection instead of 4/);
      expect(warnings[0]).not.toContain('password');
    }
  });

  test('what a fit says of its rows comes with what is seen of its model', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 2},${i % 2 === 0 ? 'no' : 'yes'}`);
    const look = looking({ 'in.csv': ['x,told,y', ...lines].join('\n') });
    look.draw(
      [
        { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
        { id: 'method', kind: 'logistic-regression' },
        { id: 'end', kind: 'train', params: { label: 'y', features: ['x', 'told'] } },
      ],
      {
        edges: [
          { from: 'rows', to: 'end.in' },
          { from: 'method', to: 'end.estimator' },
        ],
      },
    );
    const { warnings } = await look.page();
    expect(warnings).toEqual([expect.stringContaining('“told”')]);
  });

  test('a broken pipeline says what is wrong, with node and param', async () => {
    const look = looking();
    look.draw([...steps(3), { id: 'end', kind: 'filter', params: { condition: 'amout > 1' } }]);
    await expect(look.page()).rejects.toThrow(PipelineProblems);
    look.draw([
      ...steps(3),
      {
        id: 'end',
        kind: 'derive',
        params: { columns: [{ name: 'x', expression: "CAST('a' || n AS INTEGER)" }] },
      },
    ]);
    await expect(look.page()).rejects.toMatchObject({ node: 'end' });
  });
});
