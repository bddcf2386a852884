import { expect, test } from 'vitest';
import { unfinished } from '../../engine/run/events.ts';
import type { NodeRun } from './run.ts';
import { nodesAtEnd } from './run-end.ts';

const before: ReadonlyMap<string, NodeRun> = new Map<string, NodeRun>([
  ['rows', { state: 'waiting' }],
  ['search', { state: 'running' }],
  ['out', { state: 'waiting' }],
]);
const result = { ms: 6, cached: false, reason: 'ran: first run' };
const states = (nodes: ReadonlyMap<string, NodeRun>) => [...nodes].map(([id, { state }]) => `${id} ${state}`);

test('a node that was at work when the run was cancelled is not done', () => {
  const cancelled = unfinished('cancelled', { code: 'cancelled', message: 'The run was cancelled.' });
  const nodes = nodesAtEnd(before, { ...cancelled, nodes: { rows: result, search: result } });
  expect(states(nodes)).toEqual(['rows done', 'search running', 'out waiting']);
});

test('at the end of a run that succeeded all that has a result is done', () => {
  const nodes = nodesAtEnd(before, {
    event: 'finished',
    status: 'succeeded',
    nodes: { rows: result, search: result, out: result },
    outputs: [],
    metrics: {},
  });
  expect(states(nodes)).toEqual(['rows done', 'search done', 'out done']);
});

test('the node of an error has failed', () => {
  const failed = unfinished('failed', { code: 'ml-no-rows', message: 'There are no rows.', node: 'search' });
  expect(states(nodesAtEnd(before, failed))).toEqual(['rows waiting', 'search failed', 'out waiting']);
});
