/** Who is let in by the web host, and what happens to those who are not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk } from '../host/desk.ts';
import { createGuard } from './guard.ts';
import { startWeb, type WebHost } from './server.ts';
import { closeCode, type Headers, openPage, openSocket } from './test-screen.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-web-'));
writeFileSync(join(root, 'index.html'), '<!doctype html><p>Designer</p>');
const heard: unknown[] = [];
const desk: Desk = {
  attach: transport => {
    transport.onMessage(message => heard.push(message));
    return { emit: () => {}, give: path => path };
  },
  stop: () => {},
};
let web: WebHost;
let page: { origin: string; cookie: string };
beforeAll(async () => {
  web = await startWeb(desk, root, 0);
  page = await openPage(web.address());
});
afterAll(async () => {
  await web.stop();
  rmSync(root, { recursive: true, force: true });
});

/** `fetch` sets Host itself; a rebound name needs the plain client. */
const status = (headers: Headers, path = '/', method = 'GET'): Promise<number> =>
  new Promise((done, failed) => {
    request({ host: '127.0.0.1', port: web.port, path, method, headers }, response => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .on('error', failed)
      .end();
  });

const own = () => ({ Origin: page.origin, Cookie: page.cookie });

describe('the channel', () => {
  test('is open for the page that was served', async () => {
    const socket = await openSocket(page.origin, own());
    const message = { kind: 'cancel', id: 1 };
    socket.send(encode(message));
    await expect.poll(() => heard).toContainEqual(message);
    socket.terminate();
  });

  const port = () => web.port;
  const refused: readonly [string, () => Headers][] = [
    ['another origin', () => ({ ...own(), Origin: 'https://evil.example' })],
    ['another port', () => ({ ...own(), Origin: `http://127.0.0.1:${port() + 1}` })],
    ['the name localhost', () => ({ ...own(), Origin: `http://localhost:${port()}` })],
    ['an origin that is null', () => ({ ...own(), Origin: 'null' })],
    ['no origin', () => ({ Cookie: page.cookie })],
    ['a name that was bound to this machine', () => ({ ...own(), Host: `evil.example:${port()}` })],
    ['localhost as host', () => ({ ...own(), Host: `localhost:${port()}` })],
    ['0.0.0.0 as host', () => ({ ...own(), Host: `0.0.0.0:${port()}` })],
    ['no cookie', () => ({ Origin: page.origin })],
    ['a wrong cookie', () => ({ ...own(), Cookie: `millrace-${port()}=${'a'.repeat(43)}` })],
    ['the cookie of another port', () => ({ ...own(), Cookie: page.cookie.replace(/^[^=]+/, 'millrace-1') })],
    [
      'a header that a proxy adds',
      () => ({ Cookie: page.cookie, 'X-Forwarded-Host': `127.0.0.1:${port()}` }),
    ],
  ];
  test.each(refused)('is refused before the upgrade: %s', async (_, headers) => {
    await expect(openSocket(page.origin, headers())).rejects.toThrow('HTTP 403');
  });

  test('is closed with 1009 by a frame of 100 MB', async () => {
    const socket = await openSocket(page.origin, own());
    const closed = closeCode(socket);
    socket.on('error', () => {});
    socket.send(new Uint8Array(100_000_000));
    expect(await closed).toBe(1009);
  });

  test('is closed by text, by bytes that are no message, and by 10,000 messages at once', async () => {
    const before = heard.length;
    for (const frame of ['{"kind":"cancel","id":1}', new Uint8Array([0xc1])]) {
      const socket = await openSocket(page.origin, own());
      const closed = closeCode(socket);
      socket.send(frame);
      expect(await closed).toBe(1008);
    }
    expect(heard.length).toBe(before);
    const socket = await openSocket(page.origin, own());
    const closed = closeCode(socket);
    const frame = encode({ kind: 'cancel', id: 1 });
    for (let n = 0; n < 10_000; n++) socket.send(frame);
    expect(await closed).toBe(1008);
    expect(heard.length - before).toBeLessThanOrEqual(4000);
  });
});

describe('the page', () => {
  test('is for the cookie, which no script reads and no other site sends', async () => {
    const answer = await fetch(web.address(), { redirect: 'manual' });
    expect(answer.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(answer.headers.get('location')).toBe('/');
    expect(await status({ Cookie: page.cookie })).toBe(200);
    expect(await status({})).toBe(403);
  });

  test('is refused under another name, to another site, and to every method but GET', async () => {
    expect(await status({ Cookie: page.cookie, Host: `evil.example:${web.port}` })).toBe(403);
    expect(await status({ Cookie: page.cookie, Host: `localhost:${web.port}` })).toBe(403);
    expect(await status({ Cookie: page.cookie, Origin: 'https://evil.example' })).toBe(403);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await status({ Cookie: page.cookie }, '/', method)).toBe(405);
      expect(await status({ Cookie: page.cookie, Origin: 'https://evil.example' }, '/rpc', method)).toBe(403);
    }
  });

  test('says to other sites that they may not read it', async () => {
    const answer = await fetch(`${page.origin}/`, { headers: { Cookie: page.cookie } });
    const names = [...answer.headers.keys()].filter(name => name.startsWith('access-control'));
    expect(names).toEqual([]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('a token', () => {
  const guard = (now: () => number) => createGuard(() => 80, now);

  test('opens once', () => {
    const { issue, redeem } = guard(() => 0);
    const token = issue();
    expect(redeem(token)).toContain('millrace-80=');
    expect(redeem(token)).toBeUndefined();
    expect(redeem('')).toBeUndefined();
    expect(redeem(`${issue()}x`)).toBeUndefined();
  });

  test('expires after a minute', () => {
    let now = 0;
    const { issue, redeem } = guard(() => now);
    const [early, late] = [issue(), issue()];
    now = 59_999;
    expect(redeem(early)).toBeDefined();
    now = 60_001;
    expect(redeem(late)).toBeUndefined();
  });
});

describe('the port', () => {
  const taken = (port: number): Promise<{ port: number; free: () => Promise<void> }> =>
    new Promise(done => {
      const server = createServer().listen(port, '127.0.0.1', () =>
        done({
          port: (server.address() as { port: number }).port,
          free: () => new Promise(closed => server.close(() => closed())),
        }),
      );
    });

  test('that was asked for and is in use is named', async () => {
    const { port, free } = await taken(0);
    await expect(startWeb(desk, root, port)).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(`Port ${port} `),
    });
    await free();
  });

  test('is another one where none was asked for and the first is in use', async () => {
    const first = await startWeb(desk, root);
    const second = await startWeb(desk, root);
    expect(second.port).not.toBe(first.port);
    for (const host of [first, second]) expect((await fetch(host.address())).status).toBe(403);
    await first.stop();
    await second.stop();
  });

  test('is open on this machine only', async () => {
    expect(new URL(web.address()).hostname).toBe('127.0.0.1');
    await expect(fetch(`http://[::1]:${web.port}/`)).rejects.toThrow();
  });
});
