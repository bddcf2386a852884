/** The lock file is complete for every platform and holds no addresses. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

type Entry = {
  readonly optionalDependencies?: Record<string, string>;
  readonly resolved?: string;
  readonly version?: string;
};

const root = resolve(import.meta.dirname ?? '.', '..');
const lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>;
};
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>;

test('every optional dependency is in the lock file, so that npm ci works on every system', () => {
  const missing = Object.entries(lock.packages).flatMap(([at, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter(name => {
        const nested = Object.keys(lock.packages).some(key => key === `${at}/node_modules/${name}`);
        return !nested && lock.packages[`node_modules/${name}`] === undefined;
      })
      .map(name => `${name} (of ${at || 'the project'})`),
  );
  expect(missing).toEqual([]);
});

test('the lock file holds no addresses', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))).toEqual(
    [],
  );
});

test('every version is pinned exactly', () => {
  const loose = ['dependencies', 'devDependencies'].flatMap(group =>
    Object.entries(manifest[group] ?? {}).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
  );
  expect(loose).toEqual([]);
});
