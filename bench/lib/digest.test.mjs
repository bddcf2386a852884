import { expect, test } from 'vitest';
import { differences } from './digest.mjs';
import { digestOfQuery } from './verify.mjs';

/** @type {import('./digest.mjs').Column[]} */
const columns = [
  { name: 'id', type: 'BIGINT', compare: 'exact' },
  { name: 'day', type: 'DATE', compare: 'exact' },
  { name: 'word', type: 'VARCHAR', compare: 'exact' },
  { name: 'total', type: 'DOUBLE', compare: 'float' },
];
const table = (/** @type {string} */ rows) => `SELECT * FROM (VALUES ${rows}) AS t(id, day, word, total)`;
const digest = (/** @type {string} */ rows) => digestOfQuery(table(rows), columns);

const first = "(1, '2026-01-01', 'a', 0.1e0)";
const second = "(9007199254740993, '2026-01-02', 'b', 0.2e0)";

const compare = async (/** @type {string} */ rows) =>
  differences(await digest(`${first}, ${second}`), await digest(rows));

test('the order of rows does not matter, nor the last bit of a sum', async () => {
  expect(await compare(`${second}, ${first}`)).toEqual([]);
  expect(await compare(`${first}, (9007199254740993, '2026-01-02', 'b', 0.2e0 + 1e-12)`)).toEqual([]);
});

test('a timestamp at midnight is the same day', async () => {
  const stamps = `${first}, (9007199254740993, TIMESTAMP '2026-01-02 00:00:00', 'b', 0.2e0)`;
  expect(await compare(stamps.replace("'2026-01-01'", "TIMESTAMP '2026-01-01 00:00:00'"))).toEqual([]);
});

test.each([
  ['a lost row', first, ['1 rows instead of 2']],
  ['a key rounded to a double', `${first}, ${second.replace('993', '992')}`, ['sum of id']],
  ['another word', `${first}, ${second.replace("'b'", "'c'")}`, ['sum of word']],
  ['a null', `${first}, ${second.replace("'b'", 'NULL')}`, ['values of word']],
  [
    'values that changed places',
    `${first.replace("'a'", "'b'")}, ${second.replace("'b'", "'a'")}`,
    ['whole rows'],
  ],
  [
    'sums that changed places',
    `${first.replace('0.1', '0.2')}, ${second.replace('0.2', '0.1')}`,
    ['sum of total by row'],
  ],
])('%s is noticed', async (_, rows, told) => {
  const found = await compare(rows);
  for (const words of told) expect(found.join('; ')).toContain(words);
});
