/** The sql node from its text to its rows: what it reads, what it is called, and what it cannot reach. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPipeline } from '../engine/run/pipeline.ts';
import { catalogue } from './index.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-sql-'));
  await writeFile(join(folder, 'orders.csv'), 'id,amount\n1,10\n2,-5\n3,\n');
  await writeFile(join(folder, 'secret.csv'), 'word\nplum\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Orders, split by a filter, both of its outputs connected to one query. */
const query = async (text: string) => {
  const path = join(folder, 'p.millrace');
  const nodes = [
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'split', kind: 'filter', params: { condition: 'amount > 0' } },
    { id: 'all', kind: 'sql', params: { query: text } },
  ];
  const edges = [
    ['orders.out', 'split.in'],
    ['split.rejected', 'all.in'],
    ['split.out', 'all.in'],
    ['orders.out', 'all.in'],
  ].map(([from, to]) => ({ from, to }));
  await writeFile(path, JSON.stringify({ format: 'millrace/pipeline', version: 1, name: 'p', nodes, edges }));
  const pipeline = await openPipeline({ path, catalogue });
  if (!('compile' in pipeline)) throw new Error(JSON.stringify(pipeline.diagnostics));
  try {
    const { diagnostics } = await pipeline.compile();
    const errors = diagnostics.filter(d => d.severity === 'error');
    if (errors.length > 0) return { told: errors.map(d => `${d.node} ${d.param}: ${d.message}`) };
    return { rows: (await pipeline.preview('all', undefined, 100)).rows };
  } finally {
    await pipeline.close();
  }
};

test('two outputs of one node are told apart by the name of the port', async () => {
  const text =
    'select count(*), (select count(*) from split_rejected), (select count(*) from ORDERS) from split';
  expect(await query(text)).toEqual({ rows: [['1', '2', '3']] });
});

test('a comment and a semicolon at the end do no harm', async () => {
  expect(await query('select id from split -- the kept ones')).toEqual({ rows: [['1']] });
  expect(await query('select id from split; -- the kept ones\n;')).toEqual({ rows: [['1']] });
});

test('a file beside the pipeline is out of reach, whatever name it has', async () => {
  expect(await query("select * from 'secret.csv'")).toEqual({
    told: [
      'all query: The query reads “secret.csv”, which is not an input of this node. Inputs: split_rejected, split, orders.',
    ],
  });
  const hidden = `select * from "secret.csv" where 'plum' in (with "secret.csv" as (select 'plum' as word) from "secret.csv")`;
  expect((await query(hidden)).told?.[0]).toMatch(/reads “secret\.csv”, which is not an input/);
  expect((await query("select * from read_csv('secret.csv')")).told?.[0]).toMatch(
    /the table function “read_csv”/,
  );
});

test('a query that does not fit its inputs is told in the words of the query', async () => {
  expect((await query('select amout from split')).told?.[0]).toMatch(/amout/);
  expect((await query('select amount + id as a, 1 as A from split')).told?.[0]).toMatch(
    /letter case|two columns/i,
  );
  expect((await query('select upper(amount, id) from split')).told?.[0]).not.toMatch(/LINE 1|\n/);
});
