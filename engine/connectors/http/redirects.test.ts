import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeWorld } from '../fake-world.ts';
import { redirected } from './calls.ts';
import { client } from './client.ts';
import { siteOf } from './site.ts';
import { readsFrom } from './test-read.ts';
import { json, type TestServer, testServer, text } from './test-server.ts';

const secret = 'token-12345';

let server: TestServer;
let other: TestServer;

beforeAll(async () => {
  other = await testServer({
    '/end': json([{ id: 1 }]),
    '/last': json({ items: [] }),
    '/echo': (request, response) =>
      json([{ auth: request.headers.authorization ?? 'none', own: request.headers['x-own'] ?? 'none' }])(
        request,
        response,
        new URL('http://x'),
      ),
  });
  const to = (location: string, status = 302) => text('', '', status, { location });
  server = await testServer({
    '/loop': to('/loop'),
    '/to-file': to('file:///etc/passwd'),
    '/to-metadata': to('http://169.254.169.254/latest/meta-data/'),
    '/to-private': to('http://10.0.0.1/'),
    '/to-mapped': to('http://[::ffff:169.254.169.254]/'),
    '/to-decimal': to('http://2852039166/'),
    '/to-other': to(`${other.origin}/echo`),
    '/to-other-307': to(`${other.origin}/end`, 307),
    '/to-nonsense': to('http://['),
    '/here': to('/same-origin'),
    '/same-origin': (request, response) =>
      json([{ auth: request.headers.authorization ?? 'none' }])(request, response, new URL('http://x')),
    '/next-away': json({ items: [{ id: 1 }], next: `${other.origin}/last` }),
    '/next-file': json({ items: [{ id: 1 }], next: 'file:///etc/passwd' }),
  });
});
afterAll(async () => {
  await server.close();
  await other.close();
});

const { look, loaded } = readsFrom(() => server.origin, secret);

describe('redirects', () => {
  it.each([
    ['/loop', 'http-redirect-loop'],
    ['/to-file', 'http-redirect-refused'],
    ['/to-nonsense', 'http-redirect-refused'],
    ['/to-metadata', 'http-address-refused'],
    ['/to-mapped', 'http-address-refused'],
    ['/to-decimal', 'http-address-refused'],
    ['/to-private', 'http-address-refused'],
  ])('%s is %s', async (path, code) => {
    await expect(look(path)).rejects.toMatchObject({ code });
  });

  it('asks the run about every hop', async () => {
    const world = fakeWorld({ refuse: ['10.0.0.1'] });
    await expect(look('/to-private', {}, world)).rejects.toMatchObject({ code: 'host-refused' });
  });

  it('drops headers across origins and keeps them within one', async () => {
    const headers = { authorization: 'Bearer ${env:KEY}', 'x-own': 'mine' };
    expect(await loaded('/to-other', { headers })).toEqual([['none', 'none']]);
    expect(await loaded('/here', { headers })).toEqual([[`Bearer ${secret}`]]);
  });

  it('sends no body to another server', async () => {
    await expect(look('/to-other-307', { method: 'POST', body: 'x' })).rejects.toMatchObject({
      code: 'http-redirect-refused',
    });
    expect(other.seen.every(seen => seen.body === '')).toBe(true);
  });

  it('drops headers for a next url on another server, and refuses one that is a file', async () => {
    const paging = { by: 'next-url' as const, path: 'next' };
    const headers = { authorization: 'Bearer ${env:KEY}' };
    expect(await loaded('/next-away', { paging, headers })).toEqual([['1']]);
    expect(other.seen.at(-1)?.url).toBe('/last');
    expect(other.seen.at(-1)?.headers.authorization).toBeUndefined();
    await expect(loaded('/next-file', { paging })).rejects.toMatchObject({ code: 'http-redirect-refused' });
  });
});

describe('addresses', () => {
  it.each(['http://169.254.169.254/', 'http://[fe80::1]/', 'http://0.0.0.0/', 'http://[::ffff:a9fe:a9fe]/'])(
    '%s is never read',
    async url => {
      await expect(look(url)).rejects.toMatchObject({ code: 'http-address-refused' });
    },
  );

  it.each(['ftp://host/x', 'file:///etc/passwd', 'host/x', 'http://'])('%s is no web address', async url => {
    await expect(look(url)).rejects.toMatchObject({ code: 'http-bad-url', param: 'url' });
  });

  it('says so when nothing listens', async () => {
    await expect(look('http://127.0.0.1:9/')).rejects.toMatchObject({
      code: 'http-refused',
      data: { reason: 'nothing listens there' },
    });
  });
});

describe('encryption', () => {
  const call = {
    url: new URL('https://a.example/x'),
    method: 'GET',
    headers: { accept: '*/*', authorization: 'me' },
  };
  const site = siteOf({ url: 'https://a.example/x', headers: {} }, fakeWorld());

  it('is never left by a redirect, nor by a next page', async () => {
    expect(() => redirected(call, 302, 'http://a.example/x', site)).toThrow(
      expect.objectContaining({ code: 'http-redirect-refused' }),
    );
    const web = client({ timeouts: { connect: 1, idle: 1, total: 1 }, maxBytes: 1 }, site, fakeWorld());
    const page = web.open({ url: new URL('http://a.example/2'), method: 'GET', accept: '*/*' }, 2);
    await expect(page).rejects.toMatchObject({ code: 'http-redirect-refused' });
  });

  it('keeps headers on the same origin only; another port is another origin', () => {
    expect(redirected(call, 302, '/y', site).headers).toHaveProperty('authorization', 'me');
    expect(redirected(call, 302, 'https://a.example:444/y', site).headers).not.toHaveProperty(
      'authorization',
    );
    const back = redirected(
      redirected(call, 302, 'https://b.example/', site),
      302,
      'https://a.example/x',
      site,
    );
    expect(back.headers).not.toHaveProperty('authorization');
  });

  it('is named when the server does not speak it', async () => {
    await expect(look(server.origin.replace('http:', 'https:'))).rejects.toMatchObject({
      code: 'http-tls',
      data: { plain: true },
    });
  });
});
