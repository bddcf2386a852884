import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openHistory } from './history.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-history-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const text = JSON.stringify({ format: 'millrace/pipeline', version: 1, nodes: [], edges: [] });
const asked = (run: string) => ({
  run,
  key: '/p.millrace',
  text,
  parameters: { day: 'today' },
  to: undefined,
});

test('a run is remembered with how it ended, newest first, and across starts of the program', async () => {
  const folder = join(root, 'a');
  const history = openHistory(
    folder,
    () => {},
    () => 5,
  );
  await history.began(asked('1'));
  await history.began(asked('2'));
  await history.hear('1', {
    event: 'finished',
    status: 'succeeded',
    nodes: { a: { rows: 3, ms: 7, cached: false, reason: 'ran: first run' } },
    outputs: [{ node: 'a', path: '/out.csv', rows: 3, bytes: 9 }],
    metrics: {},
  });
  await history.engineStopped('The engine stopped (signal 9).');
  const runs = await openHistory(folder, () => {}).list('/p.millrace');
  expect(runs).toMatchObject([
    { run: '2', status: 'failed', error: { message: 'The engine stopped (signal 9).' } },
    { run: '1', status: 'succeeded', nodes: { a: { rows: 3, ms: 7 } }, parameters: { day: 'today' } },
  ]);
  expect(runs[0]?.graph).toHaveLength(64);
});

test('a run that never ended, because the program did, has failed', async () => {
  const folder = join(root, 'b');
  await openHistory(folder, () => {}).began(asked('1'));
  expect(await openHistory(folder, () => {}).list('/p.millrace')).toMatchObject([{ status: 'failed' }]);
});

test('a hundred runs are kept, and a damaged history is set aside', async () => {
  const folder = join(root, 'c');
  const history = openHistory(folder, () => {});
  for (let n = 0; n < 103; n++) await history.began(asked(String(n)));
  const runs = await history.list('/p.millrace');
  expect([runs.length, runs[0]?.run]).toEqual([100, '102']);
  const [name = ''] = readdirSync(folder);
  writeFileSync(join(folder, name), '[]');
  const bad: string[] = [];
  expect(await openHistory(folder, path => bad.push(path)).list('/p.millrace')).toEqual([]);
  expect(bad).toHaveLength(1);
});
