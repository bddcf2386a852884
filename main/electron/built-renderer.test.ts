/** The built screen asks for nothing from outside, and the Electron it is shown in is one that is still mended. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/**
 * Names that libraries write into messages, namespaces and schemas, and examples of addresses in our settings. None is
 * fetched: the content policy allows no address but the program's own.
 */
const named: ReadonlySet<string> = new Set([
  'api.example.com',
  'bugs.webkit.org',
  'developer.mozilla.org',
  'github.com',
  'host',
  'json-schema.org',
  'react.dev',
  'reactflow.dev',
  'reactjs.org',
  'rolldown.rs',
  'shop.example.com',
  'vega.github.io',
  'www.eclipse.org',
  'www.ibm.com',
  // The name of a document type, in the list by which an HTML parser tells old pages.
  'www.ibm.com',
  'www.w3.org',
]);

test('the built screen names no address that is not known', () => {
  const out = mkdtempSync(join(root, 'node_modules', '.screen-test-'));
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', out, '--logLevel', 'error'],
    { cwd: root },
  );
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.(js|css|html|svg)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(3);
  const hosts = files.flatMap(name =>
    [...readFileSync(join(out, name), 'utf8').matchAll(/https?:\/\/([\w.-]+)/g)].map(
      ([, host]) => `${name.replace(/-[\w-]+(?=\.\w+$)/, '')}: ${host}`,
    ),
  );
  expect(hosts.filter(place => !named.has(place.split(': ')[1] ?? ''))).toEqual([]);
  // Nothing is loaded by a tag or a rule, from anywhere.
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].filter(([, to]) => !to?.startsWith('./'))).toEqual([]);
  const styles = files.filter(name => name.endsWith('.css'));
  for (const name of styles)
    expect(readFileSync(join(out, name), 'utf8')).not.toMatch(/url\(\s*["']?https?:|@import/);
}, 120_000);

/** The oldest major that got fixes when this was last looked at (November 2026): 43, 44 and 45 do. */
const oldestMended = 43;

test('the pinned Electron still gets fixes', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Number(devDependencies.electron?.split('.')[0])).toBeGreaterThanOrEqual(oldestMended);
});
