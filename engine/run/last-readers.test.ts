import { expect, test } from 'vitest';
import { lastReads } from './last-readers.ts';
import { planSteps } from './steps.ts';

const ref = (name: string) => ({ op: 'ref' as const, name });
const filter = (name: string) =>
  ({ op: 'filter', input: ref(name), condition: { op: 'literal', value: true } }) as const;
const relation = (name: string, rel: Parameters<typeof planSteps>[0]['relations'][number]['rel']) => ({
  name,
  node: name,
  port: 'out',
  rel,
  schema: [{ name: 'id', type: 'BIGINT' }],
});
const sink = (input: string) => ({ node: `${input}-out`, connector: 'parquet', options: {}, input });

const relations = [
  relation('range', { op: 'range', name: 'id', start: 0, step: 1, count: 3 }),
  relation('first', filter('range')),
  relation('second', filter('first')),
  relation('b', filter('first')),
  relation('c', filter('second')),
  relation('d', filter('second')),
];
const sinks = [sink('b'), sink('c'), sink('d')];

test('a table is done with once its last reader is', () => {
  const planned = planSteps({ relations, sinks, assertions: [] }, { sinks });
  expect([...planned.kept]).toEqual(['first', 'second']);
  const done = lastReads(planned, new Set());
  expect([...done].map(([step, names]) => [step.step, step.relation.name, names])).toEqual([
    ['sink', 'd', ['second']],
    ['sink', 'b', ['first']],
  ]);
});

test('… unless it is asked for at the end', () => {
  const planned = planSteps({ relations, sinks, assertions: [] }, { sinks });
  expect([...lastReads(planned, new Set(['second'])).values()]).toEqual([['first']]);
});
