import { expect, it } from 'vitest';
import { eraLast, hexOfBlobText, listItems, utcText } from './texts.ts';

it.each([
  ['', ''],
  ['a\\x00\\xFF\\x5C', '6100ff5c'],
])('the bytes of %j', (text, hex) => {
  expect(hexOfBlobText(text)).toBe(hex);
});

it.each([
  ['2024-01-01', '2024-01-01'],
  ['0044-03-15 (BC)', '0044-03-15 BC'],
  ['0044-03-15 (BC) 10:00:00+00', '0044-03-15 10:00:00+00 BC'],
  ['infinity', 'infinity'],
])('%s for PostgreSQL', (text, era) => {
  expect(eraLast(text)).toBe(era);
});

it.each([
  ['2024-01-01 00:00:00+00', '2024-01-01 00:00:00'],
  ['2024-01-01 00:30:00.5+05:30', '2023-12-31 19:00:00.5'],
  ['2024-02-28 23:00:00-02', '2024-02-29 01:00:00'],
  ['1880-01-01 00:00:00+00:53:28', '1879-12-31 23:06:32'],
  ['0001-01-01 00:00:00+00', '0001-01-01 00:00:00'],
  ['infinity', 'infinity'],
])('%s in UTC', (text, utc) => {
  expect(utcText(text)).toBe(utc);
});

it.each([
  ['[]', []],
  ['[1, NULL, 3]', ['1', null, '3']],
  [`[a, 'b, c', 'NULL', 'it\\'s', '', 'x\\\\y', ']']`, ['a', 'b, c', 'NULL', "it's", '', 'x\\y', ']']],
  ["['2024-01-01 10:00:00', NULL]", ['2024-01-01 10:00:00', null]],
])('the items of %s', (text, items) => {
  expect(listItems(text)).toEqual(items);
});
