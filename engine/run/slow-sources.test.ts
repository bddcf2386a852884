/** A server that accepts and never answers holds up nobody but itself. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, pipeline } from './test-run.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const never = new AbortController().signal;
let server: Server;
let port: number;
let sockets: Socket[];
/** What is answered once the server may speak. */
let speaks: (() => void)[];
let bench: Workbench;
const late = vi.fn();

const rows = (text: string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`;

beforeEach(async () => {
  [sockets, speaks] = [[], []];
  late.mockReset();
  server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.resume();
    speaks.push(() => socket.end(rows('[{"n":1}]')));
  }).listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  port = (server.address() as AddressInfo).port;
  bench = openWorkbench({
    catalogue,
    env: { PW: 'pass-word' },
    onLate: late,
    patience: { grace: 150, limit: 1500 },
  });
});
afterEach(async () => {
  await bench.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

const folder = folderWith({ 'orders.csv': 'id,amount\n1,2.5\n' });

const slowParams = (kind: string) =>
  kind === 'read-http'
    ? { url: `http://127.0.0.1:${port}/`, format: 'json' }
    : {
        connection: {
          host: '127.0.0.1',
          port,
          database: 'shop',
          user: 'u',
          password: '${env:PW}',
        },
        table: 'orders',
      };

const sourceOf = (kind: string, more = '') => ({
  text: pipeline(
    [
      { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
      { id: 'few', kind: 'limit', params: { count: 1 } },
      { id: 'slow', kind, params: slowParams(kind) },
      { id: 'below', kind: 'limit', params: { count: 1 } },
    ],
    {
      name: `Slow${more}`,
      edges: [
        { from: 'orders.out', to: 'few.in' },
        { from: 'slow.out', to: 'below.in' },
      ],
    },
  ),
  folder,
  file: 'slow.millrace',
  parameters: {},
  trusted: true,
});

describe.each(['read-postgres', 'read-mysql', 'read-http'])('a silent server of %s', kind => {
  test('is asked for while the others are described at once, and told when its time is over', async () => {
    const begun = performance.now();
    const { asking, diagnostics, compiled } = await bench.look(sourceOf(kind), never);
    expect(asking).toEqual(['slow']);
    expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
    expect([...(compiled?.ports.keys() ?? [])]).toEqual(['orders.out', 'few.out']);
    // The limit is 1.5 s, without which it would be ten seconds and more.
    expect(performance.now() - begun).toBeLessThan(1400);

    const edited = performance.now();
    expect((await bench.look(sourceOf(kind, ' edited'), never)).asking).toEqual(['slow']);
    expect(performance.now() - edited).toBeLessThan(600);

    await expect.poll(() => late.mock.calls.length, { timeout: 5000 }).toBe(1);
    const told = await bench.look(sourceOf(kind), never);
    expect(told.asking).toEqual([]);
    expect(told.diagnostics.filter(d => d.severity === 'error')).toMatchObject([
      { code: 'source-silent', node: 'slow', world: true },
    ]);
    // Not asked anew with the next edit.
    await bench.look(sourceOf(kind, ' once more'), never);
    expect(sockets).toHaveLength(1);
  });
});

test('rows of what it does not feed are had at once; its own when it answers', async () => {
  const source = sourceOf('read-http');
  const few = await bench.open(source, never, 'few');
  expect(few?.asking).toEqual(['slow']);
  const below = bench.open(source, never, 'below');
  const early = await Promise.race([below, new Promise(done => setTimeout(done, 300, 'waiting'))]);
  expect(early).toBe('waiting');
  for (const speak of speaks) speak();
  const found = await below;
  expect(found?.asking).toEqual([]);
  expect(found?.compiled.ports.get('below.out')).toEqual([{ name: 'n', type: 'BIGINT' }]);
});

test('an answer that is late is told, once', async () => {
  expect((await bench.look(sourceOf('read-http'), never)).asking).toEqual(['slow']);
  for (const speak of speaks) speak();
  await expect.poll(() => late.mock.calls.length).toBe(1);
  const { compiled, asking } = await bench.look(sourceOf('read-http'), never);
  expect([asking, compiled?.ports.has('slow.out')]).toEqual([[], true]);
  expect(late).toHaveBeenCalledTimes(1);
});

test('another secret asks anew, also a server that was silent a moment ago', async () => {
  const withSecret = (value: string) => ({
    ...sourceOf('read-http'),
    secrets: [['TOKEN', value] as const],
  });
  await bench.look(withSecret('one'), never);
  await expect.poll(() => late.mock.calls.length, { timeout: 5000 }).toBe(1);
  expect((await bench.look(withSecret('one'), never)).asking).toEqual([]);
  expect((await bench.look(withSecret('two'), never)).asking).toEqual(['slow']);
});

test('who stops waiting is let go, and a source that is taken out is not asked any more', async () => {
  const stop = new AbortController();
  const waiting = bench.open(sourceOf('read-http'), stop.signal, 'below');
  await expect.poll(() => sockets.length).toBe(1);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  const closed = new Promise(done => sockets[0]?.once('close', done));
  const without = {
    ...sourceOf('read-http'),
    text: pipeline([{ id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } }], { edges: [] }),
  };
  expect((await bench.look(without, never)).asking).toEqual([]);
  await closed;
});
