/** What checks do to a run, from start to finish. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunEvent } from '../engine/run/events.ts';
import { openPipeline } from '../engine/run/pipeline.ts';
import type { Json } from '../engine/schema/types.ts';
import { catalogue } from './index.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-checks-'));
  await writeFile(join(folder, 'orders.csv'), 'id,amount\n1,10\n2,-5\n2,\n4,7\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const opened = async (checks: Json, more: { nodes?: Json[]; edges?: Json[] } = {}) => {
  const path = join(folder, 'p.millrace');
  const nodes = [
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'checked', kind: 'expectations', params: { checks } },
    ...(more.nodes ?? [{ id: 'out', kind: 'write-csv', params: { path: 'out.csv' } }]),
  ];
  const edges = [
    { from: 'orders.out', to: 'checked.in' },
    ...(more.edges ?? [{ from: 'checked.out', to: 'out.in' }]),
  ];
  await writeFile(path, JSON.stringify({ format: 'millrace/pipeline', version: 1, name: 'p', nodes, edges }));
  const pipeline = await openPipeline({ path, catalogue });
  if (!('compile' in pipeline)) throw new Error(JSON.stringify(pipeline.diagnostics));
  return pipeline;
};

const run = async (checks: Json, more: { nodes?: Json[]; edges?: Json[]; to?: string } = {}) => {
  const pipeline = await opened(checks, more);
  try {
    const events: RunEvent[] = [];
    const diagnostics = (await pipeline.compile()).diagnostics.map(d => `${d.param ?? d.code}: ${d.message}`);
    if (diagnostics.some(d => d.startsWith('checks'))) return { diagnostics, events };
    const finished = await pipeline.run({ emit: e => events.push(e), ...(more.to && { to: more.to }) });
    return { diagnostics, finished, events };
  } finally {
    await pipeline.close();
  }
};

test('a check that fails stops the run; the earlier output and the folder stay as they were', async () => {
  await writeFile(join(folder, 'out.csv'), 'old\n');
  const { finished } = await run([
    { check: 'not-null', columns: ['amount'] },
    { check: 'range', column: 'amount', min: 0 },
    { check: 'unique', columns: ['id'] },
  ]);
  expect(finished?.status).toBe('failed');
  expect(finished?.outputs).toEqual([]);
  expect(finished?.error).toEqual({
    node: 'checked',
    code: 'check-failed',
    message:
      'Data does not meet its expectations: amount is not null (1 row, such as id = 2, amount = null); ' +
      'amount is at least 0 (1 row, such as amount = -5); id is unique (2 rows, such as id = 2)',
  });
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('old\n');
  expect((await readdir(folder)).sort()).toEqual(['orders.csv', 'out.csv', 'p.millrace']);
});

test('a warning is an event and stands in the last event; the run goes on', async () => {
  const { finished, events } = await run([{ check: 'range', column: 'amount', min: 0, severity: 'warn' }]);
  const message = 'Data does not meet its expectations: amount is at least 0 (1 row, such as amount = -5)';
  expect(events.filter(e => e.event === 'warning')).toEqual([{ event: 'warning', node: 'checked', message }]);
  expect(finished?.status).toBe('succeeded');
  expect(finished?.warnings).toEqual([{ node: 'checked', message }]);
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('id,amount\n1,10\n2,-5\n2,\n4,7\n');
});

test('without a warning the last event does not speak of them', async () => {
  const { finished } = await run([{ check: 'row-count', min: 4, max: 4 }]);
  expect(finished && 'warnings' in finished).toBe(false);
  expect(finished?.outputs.map(o => o.rows)).toEqual([4]);
});

test('rows that are set aside go to a file of their own, the report to another', async () => {
  const { finished } = await run(
    [
      { check: 'not-null', columns: ['amount'], severity: 'quarantine' },
      { check: 'condition', condition: 'amount > 0', severity: 'quarantine', name: 'sold' },
    ],
    {
      nodes: ['out', 'quarantine', 'report'].map(id => ({
        id: `to_${id}`,
        kind: 'write-csv',
        params: { path: `${id}.csv` },
      })),
      edges: ['out', 'quarantine', 'report'].map(port => ({ from: `checked.${port}`, to: `to_${port}.in` })),
    },
  );
  expect(finished?.status).toBe('succeeded');
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await text('out.csv')).toBe('id,amount\n1,10\n4,7\n');
  expect(await text('quarantine.csv')).toBe('id,amount,failed_checks\n2,-5,sold\n2,,amount is not null\n');
  expect(await text('report.csv')).toBe(
    'check,severity,passed,failing_rows,sample\n' +
      'amount is not null,quarantine,false,1,"id = 2, amount = null"\n' +
      'sold,quarantine,false,1,"id = 2, amount = -5"\n',
  );
});

test('a pipeline may consist of checks only', async () => {
  const { finished, diagnostics } = await run([{ check: 'unique', columns: ['id'] }], {
    nodes: [],
    edges: [],
  });
  expect(diagnostics).toEqual([]);
  expect(finished?.error?.message).toMatch(/id is unique \(2 rows/);
});

test('a run to another node does not ask for checks that are not on its way', async () => {
  const more = {
    nodes: [{ id: 'copy', kind: 'write-csv', params: { path: 'copy.csv' } }],
    edges: [{ from: 'orders.out', to: 'copy.in' }],
  };
  const checks = [{ check: 'unique', columns: ['id'] }];
  expect((await run(checks, { ...more, to: 'copy' })).finished?.status).toBe('succeeded');
  expect((await run(checks, more)).finished?.status).toBe('failed');
});

test('settings that can never hold are told where they stand', async () => {
  await writeFile(join(folder, 'orders.csv'), 'id,amount,day,text\n1,10,2024-01-01,x\n');
  const { diagnostics } = await run([
    { check: 'range', column: 'amount' },
    { check: 'range', column: 'amount', min: 10, max: 1 },
    { check: 'one-of', column: 'id', values: [1, 'two'] },
    { check: 'row-count', min: 1, severity: 'quarantine' },
    { check: 'foreign-key', column: 'id', reference: 'id' },
    { check: 'range', column: 'day', min: '2024-01-01', max: '2024-13-01' },
    { check: 'matches', column: 'text', pattern: '(' },
  ]);
  expect(diagnostics.map(d => d.split(':')[0])).toEqual([
    'checks[0].min',
    'checks[1].max',
    'checks[2].values',
    'checks[3].severity',
    'checks[4].reference',
    'checks[5].max',
    'checks[6].pattern',
  ]);
});

test('several checks of the same kind, and names that need quoting, do not get in each other’s way', async () => {
  await writeFile(join(folder, 'orders.csv'), '__fails,"a ""b"""\n1,x\n1,y\n2,y\n3,z\n');
  const { finished } = await run([
    { check: 'unique', columns: ['__fails'], severity: 'quarantine' },
    { check: 'unique', columns: ['a "b"'], severity: 'quarantine' },
  ]);
  expect(finished?.error).toBeUndefined();
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe('__fails,"a ""b"""\n3,z\n');
});
