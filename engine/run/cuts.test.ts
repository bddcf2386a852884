import { expect, test } from 'vitest';
import type { Relation } from '../plan/plan.ts';
import type { Rel } from '../plan/relation.ts';
import { deepCuts } from './cuts.ts';

const relation = (name: string, rel: Rel): Relation => ({ name, node: name, port: 'out', rel, schema: [] });
const over = (name: string): Rel => ({ op: 'limit', input: { op: 'ref', name }, count: 1 });
const chain = (count: number) => [
  relation('n0', { op: 'values', columns: [], rows: [] }),
  ...Array.from({ length: count - 1 }, (_, i) => relation(`n${i + 1}`, over(`n${i}`))),
];

test('a short chain is one query', () => {
  expect(deepCuts(chain(4), () => false, 8)).toEqual(new Set());
});

test('a long chain is cut each time it gets too deep; tables start anew', () => {
  expect([...deepCuts(chain(12), () => false, 8)]).toEqual(['n4', 'n9']);
  expect([...deepCuts(chain(12), name => name === 'n3', 8)]).toEqual(['n8']);
});

test('a relation that is deep in itself counts all its levels', () => {
  const deep: Rel = { op: 'limit', input: { op: 'sort', input: over('n0'), keys: [] }, count: 1 };
  expect([...deepCuts([...chain(1), relation('deep', deep)], () => false, 4)]).toEqual(['deep']);
});
