import { expect, test } from 'vitest';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { sequence } from './sequence.ts';
import { moved, readMoment, stepsBetween, type Unit } from './shared/sequence-steps.ts';

const run = async (params: Json) => {
  const result = await runExample(sequence, {
    title: 't',
    params,
    outputs: { out: { columns: [], rows: [] } },
  });
  return {
    values: result.outputs.out?.rows.map(([v]) => v),
    told: result.diagnostics.filter(d => d.code === 'kind-problem').map(d => `${d.param}: ${d.message}`),
  };
};

const steps = (from: string, to: string, unit: Unit, step: number) => {
  const [a, b] = [readMoment(from), readMoment(to)];
  if (a === undefined || b === undefined) throw new Error('not a date');
  return stepsBetween(a, b, unit, step);
};

test('as many months as fit, also from the end of a month and backwards', () => {
  expect(steps('2024-01-31', '2024-02-28', 'month', 1)).toBe(0);
  expect(steps('2024-01-31', '2024-02-29', 'month', 1)).toBe(1);
  expect(steps('2024-03-31', '2024-01-31', 'month', -1)).toBe(2);
  expect(steps('2024-03-31', '2024-02-01', 'month', -1)).toBe(1);
  expect(steps('2020-02-29', '2024-02-28', 'year', 1)).toBe(3);
  expect(steps('2020-02-29', '2024-02-29', 'year', 2)).toBe(2);
  expect(steps('2024-01-01', '2023-12-01', 'month', 1)).toBeLessThan(0);
  expect(steps('2024-01-01', '2024-01-14', 'week', 1)).toBe(1);
});

test('dates that do not exist are not dates', () => {
  for (const text of ['2023-02-29', '2024-13-01', '24-01-01', '2024-01-01 24:00', '0000-01-01', 'x'])
    expect(readMoment(text)).toBeUndefined();
  const start = readMoment('9999-12-31');
  expect(start && moved(start, 'day', 1)).toBeUndefined();
});

test('what cannot be a sequence is told at the setting', async () => {
  expect((await run({ start: 1 })).told[0]).toMatch(/^count: The sequence has no end/);
  expect((await run({ stop: 3, count: 3 })).told[0]).toMatch(/^count: .*two ends/);
  expect((await run({ stop: 3, step: 0 })).told[0]).toMatch(/^step: A step of 0/);
  expect((await run({ start: 'one', count: 3 })).told[0]).toMatch(/^start: “start” is “one”/);
  expect((await run({ unit: 'day', start: '2023-02-29', count: 3 })).told[0]).toMatch(/^start: .*not a date/);
  expect((await run({ unit: 'day', count: 3 })).told[0]).toMatch(/^start: “start” is missing/);
  expect((await run({ unit: 'day', start: '2024-01-01', count: 3, step: 0.5 })).told[0]).toMatch(
    /^step: .*not whole/,
  );
  expect((await run({ start: 9007199254740991, count: 2 })).told[0]).toMatch(/^count: .*exactly/);
  const away = await run({ start: 3, stop: 1 });
  expect([away.values, away.told[0]?.slice(0, 4)]).toEqual([[], 'step']);
});

test('a stop between two steps is not reached; fractions do not drift', async () => {
  expect((await run({ start: 0, stop: 10, step: 4 })).values).toEqual(['0', '4', '8']);
  expect((await run({ start: 0, stop: 0.3, step: 0.1 })).values).toEqual(['0.0', '0.1', '0.2', '0.3']);
  expect((await run({ unit: 'day', start: '2024-03-01', stop: '2024-02-28', step: -1 })).values).toEqual([
    '2024-03-01',
    '2024-02-29',
    '2024-02-28',
  ]);
});
