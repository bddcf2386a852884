/** How far a run has come, as it is told while it goes on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunEvent } from './events.ts';
import type { ExecuteOptions } from './execute.ts';
import type { Meter } from './meter.ts';
import { type Progress, sayProgress } from './progress.ts';

const source = (node: string, bytes?: number) => ({
  node,
  columns: [],
  options: {},
  inputs: [{ name: node, fingerprint: 'x', ...(bytes !== undefined && { bytes }) }],
});

const told = (given: {
  readonly percentage: number;
  readonly started: readonly string[];
  readonly ended?: readonly string[];
  readonly sources: readonly ReturnType<typeof source>[];
  readonly writing?: ReadonlyMap<string, string>;
}): readonly RunEvent[] => {
  const events: RunEvent[] = [];
  const options = {
    session: { connection: { progress: { percentage: given.percentage, rows_processed: 0n } } },
    steps: { relations: new Map() },
    nodes: [...given.started],
    sources: given.sources,
    emit: (event: RunEvent) => events.push(event),
  } as unknown as ExecuteOptions;
  const progress = {
    started: new Map(given.started.map(node => [node, 0])),
    ended: new Map((given.ended ?? []).map(node => [node, 1])),
    writing: given.writing ?? new Map(),
  } as unknown as Progress;
  sayProgress(options, progress, { seen: () => undefined } as unknown as Meter);
  return events;
};

test('bytes of the one source that is read are its size by the share that is done', () => {
  const events = told({ percentage: 25, started: ['orders', 'out'], sources: [source('orders', 4000)] });
  expect(events).toContainEqual({ event: 'progress', node: 'orders', percent: 25, bytes: 1000 });
});

test.each([
  ['two sources are read at one time', 25, ['a', 'b'], [source('a', 10), source('b', 10)]],
  ['the engine does not know how far it is', -1, ['a'], [source('a', 10)]],
  ['the size is not known', 25, ['a'], [source('a')]],
])('no bytes are told where %s', (_, percentage, started, sources) => {
  expect(told({ percentage, started, sources }).filter(e => 'bytes' in e)).toEqual([]);
});

test('bytes of a sink are those of its temporary file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-progress-'));
  const temp = join(folder, 'out.tmp');
  const writing = new Map([['out', temp]]);
  expect(told({ percentage: -1, started: ['out'], sources: [], writing })).toEqual([]);
  writeFileSync(temp, 'x'.repeat(123));
  const events = told({ percentage: -1, started: ['out'], sources: [], writing });
  rmSync(folder, { recursive: true });
  expect(events).toEqual([{ event: 'progress', node: 'out', bytes: 123 }]);
});
