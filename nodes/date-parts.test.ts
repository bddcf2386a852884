/** Parts of dates as points on a circle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const circles = async (times: readonly string[], parts: readonly string[]) => {
  const nodes = [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv', types: { at: 'TIMESTAMP' } } },
    { id: 'parts', kind: 'date-parts', params: { column: 'at', parts, form: 'circle', prefix: '' } },
    { id: 'out', kind: 'write-ndjson', params: { path: 'out.ndjson' } },
  ];
  const folder = folderWith({ 'in.csv': `at\n${times.join('\n')}\n`, 'p.millrace': pipeline(nodes) });
  const { finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished?.error).toBeUndefined();
  const lines = readFileSync(join(folder, 'out.ndjson'), 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line) as Record<string, number>);
};

test('each part is turned by its share of the round: of the day, the month as long as it is, the leap year', async () => {
  const [row] = await circles(
    ['2024-02-22 18:45:30'],
    ['hour', 'minute', 'second', 'day', 'month', 'weekday', 'quarter', 'day_of_year', 'week'],
  );
  const turns = {
    hour: 18 / 24,
    minute: 45 / 60,
    second: 30 / 60,
    day: 21 / 29,
    month: 1 / 12,
    weekday: 3 / 7,
    quarter: 0,
    day_of_year: 52 / 366,
    week: 7 / 52,
  };
  for (const [part, turn] of Object.entries(turns)) {
    expect(row?.[`${part}_sin`]).toBeCloseTo(Math.sin(2 * Math.PI * turn), 12);
    expect(row?.[`${part}_cos`]).toBeCloseTo(Math.cos(2 * Math.PI * turn), 12);
  }
});

test('neighbours are equally far apart, over midnight and over the turn of the year too', async () => {
  const rows = await circles(['2023-12-31 22:00', '2023-12-31 23:00', '2024-01-01 00:00'], ['hour', 'month']);
  const between = (a: number, b: number, part: string): number =>
    Math.hypot(
      (rows[a]?.[`${part}_sin`] ?? 0) - (rows[b]?.[`${part}_sin`] ?? 0),
      (rows[a]?.[`${part}_cos`] ?? 0) - (rows[b]?.[`${part}_cos`] ?? 0),
    );
  expect(between(1, 2, 'hour')).toBeCloseTo(between(0, 1, 'hour'), 12);
  expect(between(1, 2, 'month')).toBeCloseTo(2 * Math.sin(Math.PI / 12), 12);
});
