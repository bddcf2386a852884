/** The rows that a run tells of each node are those that left it, although one query does the work of all. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const rowsOf = async (document: string, files: Record<string, string>) => {
  const folder = folderWith({ ...files, 'p.millrace': document });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics).toEqual([]);
  return Object.fromEntries(Object.entries(finished?.nodes ?? {}).map(([id, node]) => [id, node.rows]));
};
const read = (id: string, path: string) => ({ id, kind: 'read-csv', params: { path } });
const keep = { id: 'keep', kind: 'filter', params: { condition: 'id > 1' } };
const out = { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } };
const twice = { 'a.csv': 'id\n1\n1\n2\n2\n3\n', 'b.csv': 'id\n2\n2\n3\n9\n' };

test('the engine moves filters below a distinct; the count stays above it', async () => {
  const document = pipeline([read('a', 'a.csv'), { id: 'once', kind: 'drop-duplicates' }, keep, out]);
  expect(await rowsOf(document, twice)).toEqual({ a: 5, once: 3, keep: 2, out: 2 });
});

test.each([
  ['intersect', 2],
  ['except', 1],
])('… and below %s', async (kind, rows) => {
  const document = pipeline([read('a', 'a.csv'), read('b', 'b.csv'), { id: 'both', kind }, keep, out], {
    edges: [
      { from: 'a.out', to: 'both.left' },
      { from: 'b.out', to: 'both.right' },
      { from: 'both.out', to: 'keep' },
      { from: 'keep.out', to: 'out' },
    ],
  });
  expect(await rowsOf(document, twice)).toMatchObject({ both: rows });
});

const sums = {
  id: 'sums',
  kind: 'aggregate',
  params: { groupBy: ['id'], aggregates: [{ name: 'n', function: 'count', column: 'id' }] },
};

test.each([
  ['nothing', [], { sums: 2, out: 2 }],
  [
    'a filter on its groups',
    [{ id: 'large', kind: 'filter', params: { condition: 'id > 2' } }],
    { sums: 2, large: 1, out: 1 },
  ],
  ['a limit', [{ id: 'first', kind: 'limit', params: { count: 1 } }], { first: 1, out: 1 }],
  [
    'a sort and another aggregate',
    [
      { id: 'sorted', kind: 'sort', params: { keys: [{ column: 'n' }] } },
      {
        id: 'all',
        kind: 'aggregate',
        params: { aggregates: [{ name: 'm', function: 'max', column: 'n' }] },
      },
    ],
    { sums: 2, sorted: 2, all: 1, out: 1 },
  ],
])('an aggregate counts the rows below it, under %s', async (_, above, rows) => {
  const document = pipeline([read('a', 'a.csv'), keep, sums, ...above, out]);
  expect(await rowsOf(document, twice)).toMatchObject({ a: 5, keep: 3, ...rows });
});

test('… and none where none arrive, or where a column has the name of the counter', async () => {
  const none = { ...keep, params: { condition: 'id > 9' } };
  const tick = {
    id: 'sums',
    kind: 'aggregate',
    params: { aggregates: [{ name: 'tick', function: 'max', column: 'id' }] },
  };
  expect(await rowsOf(pipeline([read('a', 'a.csv'), none, tick, out]), twice)).toEqual({
    a: 5,
    keep: 0,
    sums: 1,
    out: 1,
  });
});

test.each([
  ['itself beside itself', 'select x.id from keep x join keep y on x.id = y.id'],
  ['a part of itself', 'select id from keep where id >= (select max(id) from "Keep")'],
  [
    'a table that is named once and read twice',
    'with k as not materialized (select * from keep) select a.id from k a, k b where a.id = b.id',
  ],
  [
    'itself, again and again',
    'with recursive r(id) as (select 0 union all select r.id + 1 from r, keep where keep.id = r.id + 2) select id from r',
  ],
])('a query that reads %s does not count its rows again', async (_, query) => {
  const document = pipeline([read('a', 'a.csv'), keep, { id: 'query', kind: 'sql', params: { query } }, out]);
  expect(await rowsOf(document, twice)).toMatchObject({ a: 5, keep: 3 });
});
