import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programVersion } from './version.ts';

test('the version is that of package.json', () => {
  const { version } = JSON.parse(readFileSync(`${import.meta.dirname}/../../package.json`, 'utf8'));
  expect(programVersion).toBe(version);
});
