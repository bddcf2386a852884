/** The values can be worked out by hand: they come from an MD5 and nothing else. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSession } from '../engine/run/session.ts';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { random } from './random.ts';

const rowsOf = async (params: Json) => {
  const result = await runExample(random, {
    title: 't',
    params,
    outputs: { out: { columns: [], rows: [] } },
  });
  return {
    rows: result.outputs.out?.rows ?? [],
    problems: result.diagnostics.map(d => `${d.param}: ${d.message}`),
  };
};

test('a uniform value is the top 53 bits of the last 8 bytes of an MD5, read backwards', async () => {
  const { rows } = await rowsOf({ rows: 3, seed: 42, columns: [{ name: 'é"x', distribution: 'uniform' }] });
  const wanted = [1, 2, 3].map(row => {
    const bytes = createHash('md5').update(`42|é"x|value|${row}`).digest();
    return Number(bytes.readBigUInt64LE(8) >> 11n) / 2 ** 53;
  });
  expect(rows.map(([x]) => Number(x))).toEqual(wanted);
});

test('a normal value comes from the two halves of the same 8 bytes', async () => {
  const { rows } = await rowsOf({ rows: 3, seed: 5, columns: [{ name: 'n', distribution: 'normal' }] });
  const wanted = [1, 2, 3].map(row => {
    const bytes = createHash('md5').update(`5|n|value|${row}`).digest();
    const radius = Math.sqrt(-2 * Math.log(1 - bytes.readUInt32LE(12) / 2 ** 32));
    return radius * Math.cos((2 * Math.PI * bytes.readUInt32LE(8)) / 2 ** 32);
  });
  rows.forEach(([n], i) => {
    expect(Number(n)).toBeCloseTo(wanted[i] ?? Number.NaN, 6);
  });
});

test('a column does not change when rows and other columns are added', async () => {
  const id = { name: 'id', distribution: 'integer' };
  const few = await rowsOf({ rows: 5, columns: [id] });
  const many = await rowsOf({ rows: 50, columns: [{ name: 'x', distribution: 'normal' }, id] });
  expect(many.rows.slice(0, 5).map(row => row[1])).toEqual(few.rows.map(row => row[0]));
  const other = await rowsOf({ rows: 5, seed: 2, columns: [id] });
  expect(other.rows).not.toEqual(few.rows);
});

test('shares, weights and the normal distribution hold over a thousand rows', async () => {
  const { rows } = await rowsOf({
    rows: 1000,
    columns: [
      { name: 'n', distribution: 'normal', mean: 10, deviation: 2 },
      { name: 'c', distribution: 'choice', values: ['a', 'b', 'never'], weights: [3, 1, 0] },
      { name: 'b', distribution: 'boolean', share: 0.2, nulls: 0.5 },
    ],
  });
  expect(rows).toHaveLength(1000);
  const mean = rows.reduce((sum, [n]) => sum + Number(n), 0) / 1000;
  const deviation = Math.sqrt(rows.reduce((sum, [n]) => sum + (Number(n) - mean) ** 2, 0) / 999);
  expect(Math.abs(mean - 10)).toBeLessThan(0.25);
  expect(Math.abs(deviation - 2)).toBeLessThan(0.2);
  const share = (column: number, value: string | null) =>
    rows.filter(row => row[column] === value).length / 1000;
  expect(Math.abs(share(1, 'a') - 0.75)).toBeLessThan(0.05);
  expect(share(1, 'never')).toBe(0);
  expect(Math.abs(share(2, null) - 0.5)).toBeLessThan(0.06);
  expect(Math.abs(share(2, 'true') - 0.1)).toBeLessThan(0.04);
});

test('wrong settings are told one by one', async () => {
  const { problems } = await rowsOf({
    columns: [
      { name: 'a', distribution: 'integer', min: 5, max: 1 },
      { name: 'b', distribution: 'choice', values: ['x'], weights: [1, 2] },
      { name: 'c', distribution: 'date', from: '2023-02-29', to: '2024-01-01' },
    ],
  });
  expect(problems.filter(p => p.startsWith('columns'))).toEqual([
    'columns[0].max: “a” goes from 5 to 1: the end lies before the start. Swap them.',
    'columns[1].weights: “b” has 1 values but 2 weights. Give one weight per value.',
    'columns[2].from: “2023-02-29” is not a date. Write it as 2024-01-31.',
  ]);
});

test('threads do not matter', async () => {
  const sql = `SELECT md5_number_lower('1|x|value|' || range::VARCHAR) FROM range(1, 300000)`;
  const sums: unknown[] = [];
  for (const threads of [1, 2]) {
    const session = await openSession({ folders: [], files: [], threads });
    sums.push((await session.rows(`SELECT sum(h::HUGEINT) FROM (${sql}) AS t(h)`))[0]?.[0]);
    await session.close();
  }
  expect(sums[0]).toBe(sums[1]);
});
