import { expect, test } from 'vitest';
import type { PastRun } from '../../engine/contract/runs.ts';
import { comparedParameters, compareRuns } from './compare-runs.ts';

const base: PastRun = {
  run: '1',
  startedAt: 0,
  endedAt: 100,
  status: 'succeeded',
  graph: 'x',
  parameters: { country: 'FR', most: '10' },
  nodes: { a: { rows: 10, ms: 5, cached: false }, gone: { rows: 1, ms: 1, cached: false } },
  outputs: [],
};

test('nodes of both runs, with the difference where both know it', () => {
  const after = {
    ...base,
    run: '2',
    nodes: { a: { rows: 12, ms: 4, cached: true }, fresh: { ms: 2, cached: false } },
  };
  expect(compareRuns(base, after)).toMatchObject([
    { node: 'a', rows: 2, ms: -1 },
    { node: 'fresh', before: undefined, rows: undefined, ms: undefined },
    { node: 'gone', after: undefined, rows: undefined },
  ]);
});

test('only parameters that differ', () => {
  const after = { ...base, parameters: { country: 'DE', most: '10', day: '2024-02-29' } };
  expect(comparedParameters(base, after)).toEqual([
    { name: 'country', before: 'FR', after: 'DE' },
    { name: 'day', before: undefined, after: '2024-02-29' },
  ]);
});
