import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeWorld } from '../fake-world.ts';
import { failure, readsFrom } from './test-read.ts';
import { json, type TestServer, testServer, text } from './test-server.ts';

const secret = 'tok/en+12345"<>';

let server: TestServer;
let hits: number[];

beforeAll(async () => {
  hits = [];
  server = await testServer({
    '/to-secret': text('', '', 302, { location: 'http://user:pa55word@[::1' }),
    '/wait': (request, response, url) => {
      hits.push(performance.now());
      if (hits.length === 1)
        text('slow down', 'text/plain', 429, { 'retry-after': '1' })(request, response, url);
      else json([{ id: 1 }])(request, response, url);
    },
    '/wait-long': text('', 'text/plain', 429, { 'retry-after': '86400' }),
    '/always-500': text('boom', 'text/plain', 500),
    '/silent': () => undefined,
    '/half': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('[{"id":');
      setTimeout(() => response.destroy(), 20);
    },
    '/drip': (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    },
    '/endless': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      const more = () => {
        while (response.writable && response.write('1,2,3,4,5,6,7,8,9\n'.repeat(1000)));
      };
      response.on('drain', more);
      more();
    },
    '/bomb': text(gzipSync(Buffer.alloc(50_000_000, ' ')), 'application/json', 200, {
      'content-encoding': 'gzip',
    }),
    '/bad-gzip': text('not gzip at all', 'application/json', 200, { 'content-encoding': 'gzip' }),
    '/cut-gzip': text(gzipSync('[{"id":1}]').subarray(0, 15), 'application/json', 200, {
      'content-encoding': 'gzip',
    }),
    '/zstd': text('x', 'application/json', 200, { 'content-encoding': 'zstd' }),
    '/gzip': text(gzipSync('[{"id":1}]'), 'application/json', 200, { 'content-encoding': 'gzip' }),
    '/html': text('<html><title>Log in</title>', 'text/html; charset=utf-8'),
    '/no-json': text('{"a": 1,', 'application/json'),
    '/deep': text('['.repeat(100_000), 'application/json'),
    '/odd': text('hello', 'application/octet-stream'),
    '/echo-401': (request, response, url) =>
      text(
        JSON.stringify({
          error: `bad \u001b[31m${request.headers.authorization} ${url.search} ${Buffer.from(secret).toString('base64')} ${secret}`,
        }),
        'application/json',
        401,
      )(request, response, url),
    '/echo-late': (request, response, url) =>
      text(`${' '.repeat(16_384 - 8)}${request.headers.authorization?.slice(7)}`, 'text/plain', 403)(
        request,
        response,
        url,
      ),
  });
});
afterAll(() => server.close());

const { look, loaded } = readsFrom(() => server.origin, secret);

describe('slow and endless answers', () => {
  it('waits as long as Retry-After says', async () => {
    await look('/wait', { retries: 1 });
    expect(hits).toHaveLength(2);
    expect((hits[1] ?? 0) - (hits[0] ?? 0)).toBeGreaterThan(990);
  });

  it('does not wait for a day', async () => {
    await expect(look('/wait-long', { retries: 3 })).rejects.toMatchObject({
      code: 'http-wait-too-long',
      data: { seconds: 86400 },
    });
  });

  it('gives up after the retries and says how often it tried', async () => {
    const error = await failure(look('/always-500', { retries: 1 }));
    expect(error).toMatchObject({ code: 'http-status', data: { status: 500, tries: 2, excerpt: 'boom' } });
  });

  it('times out on silence and on a drip', async () => {
    const timeouts = { connect: 1, idle: 0.1, total: 0.3 };
    await expect(look('/silent', { timeouts })).rejects.toMatchObject({
      code: 'http-timeout',
      data: { phase: 'idle' },
    });
    await expect(look('/drip', { timeouts })).rejects.toMatchObject({
      code: 'http-timeout',
      data: { phase: 'total' },
    });
  });

  it('stops an endless body and a bomb at maxBytes, after unpacking', async () => {
    const endless = { types: { '1': 'VARCHAR' }, maxBytes: 2_000_000 } as const;
    await expect(loaded('/endless', endless)).rejects.toMatchObject({
      code: 'http-too-large',
      data: { limit: 2_000_000 },
    });
    await expect(look('/bomb', { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'http-too-large' });
  });

  it('reads packed answers, and names damaged and unknown packing', async () => {
    expect(await loaded('/gzip')).toEqual([['1']]);
    await expect(look('/bad-gzip')).rejects.toMatchObject({ code: 'http-broken-body' });
    await expect(look('/cut-gzip')).rejects.toMatchObject({ code: 'http-broken-body' });
    await expect(look('/zstd')).rejects.toMatchObject({ code: 'http-broken-body' });
    await expect(look('/half')).rejects.toMatchObject({ code: 'http-broken-body' });
  });

  it.each(['/silent', '/drip', '/always-500'])('%s ends within 200 ms of cancel', async path => {
    const stop = new AbortController();
    const failed = failure(look(path, { retries: 20 }, fakeWorld({ signal: stop.signal })));
    await new Promise(resolve => setTimeout(resolve, 60));
    const start = performance.now();
    stop.abort();
    expect((await failed).code).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(process.env.CI === 'true' ? 1000 : 200);
  });
});

describe('wrong answers', () => {
  it.each([
    ['/html', 'http-wrong-type'],
    ['/no-json', 'http-not-json'],
    ['/deep', 'http-too-deep'],
    ['/odd', 'http-format-unknown'],
    ['/nowhere', 'http-status'],
  ])('%s is %s', async (path, code) => {
    const error = await failure(look(path));
    expect(error.code).toBe(code);
    expect(error.message).toContain(`${server.origin}${path}`);
  });

  it('never shows a secret, however the server spells it', async () => {
    const url = `${server.origin.replace('//', '//someone:${env:KEY}@')}/echo-401?key=\${env:KEY}`;
    const error = await failure(look(url));
    const all = `${error.message} ${JSON.stringify(error.data)} ${String(error.cause)}`;
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      'someone',
      '12345',
      '\u001b',
    ])
      expect(all).not.toContain(form);
    expect(error.message).toContain('/echo-401?key=${env:KEY}');
    expect(error.message).toContain('[secret]');
  });

  it('never shows half a secret at the end of a cut answer', async () => {
    const error = await failure(look('/echo-late', { headers: { authorization: 'Bearer ${env:KEY}' } }));
    expect(error.message).not.toContain(secret.slice(0, 5));
  });

  it('shows no password of an address that cannot be read', async () => {
    const error = await failure(look('http://me:pass/word@host/x'));
    expect(error.message).not.toMatch(/pass|word/);
    const redirect = await failure(look('/to-secret'));
    expect(redirect.message).not.toContain('pa55word');
  });

  it('names a header whose secret holds a line break, without showing it', async () => {
    const world = fakeWorld({ secrets: { KEY: 'first\nsecond' } });
    const error = await failure(look('/html', { headers: { 'x-key': '${env:KEY}' } }, world));
    expect(error).toMatchObject({ code: 'http-bad-header', data: { name: 'x-key' } });
    expect(`${error.message} ${String(error.cause)}`).not.toMatch(/first|second/);
  });
});
