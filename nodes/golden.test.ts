/** fixtures/kinds holds the cases of every kind, as they are declared; examples.test.ts runs them. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { kinds } from './index.ts';

const folder = resolve(import.meta.dirname ?? '.', '../fixtures/kinds');

test('there is a golden case for every kind and for nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(kinds.map(k => `${k.kind}.json`).sort());
});

test.each(kinds.map(k => [k.kind, k] as const))(
  'the golden cases of %s are the declared ones (npm run docs)',
  (name, kind) => {
    const saved = JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8')) as unknown;
    expect(saved).toEqual(
      JSON.parse(JSON.stringify({ kind: name, version: kind.version, cases: kind.examples })),
    );
  },
);
