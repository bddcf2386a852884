import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { contentPolicy } from '../host/assets.ts';
import { answerFrom } from './app-protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-assets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const root = join(folder, 'renderer');
mkdirSync(join(root, 'assets'), { recursive: true });
mkdirSync(join(folder, 'renderer-2'));
writeFileSync(join(root, 'index.html'), '<meta content="%NONCE%">');
writeFileSync(join(root, 'assets', 'a.js'), 'export {};');
writeFileSync(join(root, 'assets', 'secret.pem'), 'key');
writeFileSync(join(folder, 'outside.js'), 'secret');
writeFileSync(join(folder, 'renderer-2', 'a.js'), 'secret');
symlinkSync(join(folder, 'outside.js'), join(root, 'link.js'));
symlinkSync(folder, join(root, 'folder'));

const answer = answerFrom(root);
const get = (path: string, method = 'GET') => answer({ url: `app://millrace${path}`, method });

describe('the program’s own protocol', () => {
  test('serves the page with the policy, each time with another nonce', async () => {
    const [first, second] = await Promise.all([get('/'), get('/index.html')]);
    const nonce = /content="([^"]+)"/.exec(await first.text())?.[1] ?? '';
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(first.headers.get('content-security-policy')).toBe(contentPolicy(nonce));
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(await second.text()).not.toContain(nonce);
  });

  test('serves its files by type, under the same policy', async () => {
    const file = await get('/assets/a.js');
    expect([file.status, file.headers.get('content-type'), await file.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'export {};',
    ]);
    expect(file.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    '/../outside.js',
    '/assets/../../outside.js',
    '/%2e%2e/outside.js',
    '/%2E%2E%2Foutside.js',
    '/..%5coutside.js',
    '/%5c..%5coutside.js',
    '/%5coutside.js',
    '/assets/a.js%00.html',
    '/%00',
    '/%',
    '/%ff',
    '//etc/passwd',
    '/%2fetc/passwd',
    `/${join(folder, 'outside.js')}`,
    '/../renderer-2/a.js',
    '/link.js',
    '/folder/outside.js',
    '/assets/secret.pem',
    '/assets',
    '/missing.js',
    '/C:/Windows/win.ini',
  ])('has nothing at %s', async path => {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([404, 'Not found']);
  });

  test.each([
    'app://millrace.evil/index.html',
    'app://evil@millrace/index.html',
    'app://millrace:80/index.html',
    'https://millrace/index.html',
    'file:///etc/passwd',
  ])('is not %s', async url => {
    expect((await answer({ url, method: 'GET' })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async method => {
    expect((await get('/', method)).status).toBe(405);
  });

  test('answers HEAD without a body', async () => {
    const head = await get('/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
