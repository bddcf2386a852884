/** The page about security names a test for each of its lines; one that was renamed or taken away would hold nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const files = ['engine', 'main', 'nodes', 'renderer', 'e2e'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
);

/** Files that a name in the page stands for: a whole path, one with `*`, or a name beside one that was given whole. */
const meant = (name: string): readonly string[] => {
  const pattern = new RegExp(
    `${name.includes('/') ? '^' : '(^|/)'}${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`,
  );
  return files.filter(file => pattern.test(file));
};

const tables = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| '));
/** What holds a line stands in its last cell. */
const held = tables.map(line => line.split('|').at(-2) ?? '').filter(cell => cell.includes('`'));
const names = [
  ...new Set(held.flatMap(cell => [...cell.matchAll(/`([\w*./-]+\.ts)`/g)].map(m => m[1] ?? ''))),
];

test('lines are held by files', () => {
  expect(held.length).toBeGreaterThan(30);
  expect(names.length).toBeGreaterThan(25);
});

test.each(names)('%s is there and says what it expects', name => {
  const there = meant(name);
  expect(there).not.toEqual([]);
  for (const file of there) expect(readFileSync(join(root, file), 'utf8')).toMatch(/expect|examples/);
});

test('Electron’s twenty rules are all there', () => {
  const rules = tables
    .flatMap(line => (/^\| ([\d, ]+) \|/.exec(line)?.[1] ?? '').split(', '))
    .filter(Boolean);
  expect(rules.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});
