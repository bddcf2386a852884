import { expect, test } from 'vitest';
import { call, column, literal } from './build.ts';
import { withColumns, withColumnsInTurn } from './chain.ts';
import type { Rel } from './relation.ts';

const start = { rel: { op: 'ref', name: 'in' } satisfies Rel, names: ['a', 'b'] };
const one = literal(1);

/** The columns of each step, the first made first. */
const steps = (rel: Rel): string[] =>
  rel.op === 'project' ? [...steps(rel.input), rel.columns.map(c => c.name).join(' ')] : [];

test('a column of a name that exists takes its place, whatever its letters', () => {
  const done = withColumns(start, [
    { name: 'c', expr: one },
    { name: 'A', expr: one },
  ]);
  expect(done.names).toEqual(['A', 'b', 'c']);
});

test('columns that do not look at each other are made in one step', () => {
  const done = withColumnsInTurn(start, [
    { name: 'c', expr: call('add', column('a'), one) },
    { name: 'd', expr: call('add', column('b'), one) },
  ]);
  expect(steps(done.rel)).toEqual(['a b c d']);
});

test('a column that looks at an earlier one, or replaces it, comes a step later', () => {
  const done = withColumnsInTurn(start, [
    { name: 'c', expr: column('a') },
    { name: 'd', expr: call('add', column('C'), one) },
    { name: 'd', expr: one },
  ]);
  expect(steps(done.rel)).toEqual(['a b c', 'a b c d', 'a b c d']);
});

test('a lambda may name its own values as it likes', () => {
  const done = withColumnsInTurn(start, [
    { name: 'v', expr: one },
    {
      name: 'd',
      expr: call('list_transform', column('a'), { op: 'lambda', params: ['v'], body: column('v') }),
    },
  ]);
  expect(steps(done.rel)).toEqual(['a b v d']);
});

test('nothing to add is no step', () => {
  expect(withColumnsInTurn(start, []).rel).toBe(start.rel);
});

test('two new columns of one name both stay, for the compiler to report', () => {
  const done = withColumns(start, [
    { name: 'c', expr: one },
    { name: 'c', expr: one },
  ]);
  expect(done.names).toEqual(['a', 'b', 'c', 'c']);
});

test('thousands of columns are no matter', () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `column ${i}`);
  const began = performance.now();
  withColumns(
    { rel: start.rel, names },
    names.map(name => ({ name, expr: one })),
  );
  expect(performance.now() - began).toBeLessThan(2000);
});
