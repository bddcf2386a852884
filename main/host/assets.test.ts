import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { asset, contentPolicy } from './assets.ts';

const top = mkdtempSync(join(tmpdir(), 'millrace-assets-'));
const root = join(top, 'renderer');
mkdirSync(join(root, 'assets'), { recursive: true });
mkdirSync(join(top, 'renderer-other'));
for (const [name, text] of [
  ['renderer/index.html', '<meta name="style-nonce" content="%NONCE%"><p>%NONCE%</p>'],
  ['renderer/assets/app.js', 'export {};'],
  ['renderer/assets/app.js.map', '{}'],
  ['secret.js', 'secret'],
  ['renderer-other/secret.js', 'secret'],
] as const)
  writeFileSync(join(top, name), text);
symlinkSync(join(top, 'secret.js'), join(root, 'assets', 'linked.js'));
symlinkSync(top, join(root, 'up'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.each(['/', '/index.html'])('the page, with its nonce: %s', async path => {
  const { status, headers, body } = await asset(root, path, 'abc');
  expect(status).toBe(200);
  expect(body).toBe('<meta name="style-nonce" content="abc"><p>abc</p>');
  expect(headers).toMatchObject({
    'Content-Security-Policy': contentPolicy('abc'),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
});

test('a script, as script', async () => {
  const { status, headers } = await asset(root, '/assets/app.js', 'abc');
  expect([status, headers['Content-Type']]).toEqual([200, 'text/javascript; charset=utf-8']);
});

test.each([
  '/../secret.js',
  '/%2e%2e/secret.js',
  '/assets/..%2f..%2fsecret.js',
  '/%2e%2e%5csecret.js',
  '/..\\secret.js',
  '/assets/%5c..%5c..%5csecret.js',
  '/%252e%252e/secret.js',
  '/../renderer-other/secret.js',
  '/assets/app.js%00.html',
  '/%',
  join(top, 'secret.js'),
  `/${join(top, 'secret.js')}`,
  '/assets/linked.js',
  '/up/secret.js',
  '/assets',
  '/assets/',
  '/assets/app.js.map',
  'assets/app.js',
  '',
])('nothing else: %s', async path => {
  const { status, body } = await asset(root, path, 'abc');
  expect([status, body]).toEqual([404, 'Not found']);
});
