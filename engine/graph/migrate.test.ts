import { expect, test } from 'vitest';
import { documentVersion } from './document.ts';
import { type Migration, migrate, migrations } from './migrate.ts';
import { parsePipeline } from './parse.ts';

// A format that never was: steps instead of nodes, and pairs for edges.
const fromVersion0: Migration = {
  to: 1,
  name: 'steps become nodes',
  up: ({ steps, wires, ...rest }) => ({
    ...rest,
    nodes: steps,
    edges: Array.isArray(wires) ? wires.map(([from, to]: string[]) => ({ from, to })) : [],
  }),
};

const old = {
  format: 'millrace/pipeline',
  version: 0,
  steps: [
    { id: 'a', kind: 'k' },
    { id: 'b', kind: 'k' },
  ],
  wires: [['a', 'b']],
  later: 1,
};

test('an older document is brought up to date on open, unknown fields included', () => {
  const { document, diagnostics } = parsePipeline(JSON.stringify(old), [fromVersion0]);
  expect(diagnostics).toEqual([]);
  expect(document).toMatchObject({ version: 1, edges: [{ from: 'a', to: 'b' }], later: 1 });
  expect(document).not.toHaveProperty('steps');
});

test('steps follow each other, and the current version is left alone', () => {
  const step = (to: number): Migration => ({
    to,
    name: `to ${to}`,
    up: d => ({ ...d, trail: `${String(d.trail ?? '')}${to}` }),
  });
  expect(migrate({ version: 1 }, [step(1), step(2), step(3)])).toEqual({ version: 3, trail: '23' });
  const current = { version: 3 };
  expect(migrate(current, [step(1), step(2), step(3)])).toBe(current);
});

test('a wrong shape after a migration is reported, not thrown', () => {
  const { document, diagnostics } = parsePipeline(JSON.stringify({ ...old, steps: 7 }), [fromVersion0]);
  expect(document).toBeUndefined();
  expect(diagnostics.map(d => d.code)).toEqual(['wrong-field']);
});

test('the steps lead to the version that is written', () => {
  expect(migrations.map(step => step.to)).toEqual(migrations.map((_, i) => i + 2));
  expect(migrations.at(-1)?.to ?? 1).toBe(documentVersion);
});
