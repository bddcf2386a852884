import { expect, test } from 'vitest';
import { readOptions } from './options.mjs';

const known = { cases: ['a', 'b', 'c'], systems: ['millrace', 'duckdb'] };

test('counts are read as people write them', () => {
  expect(readOptions(['--rows', '200_000'], known).rows).toBe(200_000);
  expect(readOptions(['--rows', '5M'], known).rows).toBe(5_000_000);
  expect(readOptions([], known)).toMatchObject({
    rows: 5_000_000,
    repeat: 2,
    cases: ['a', 'b', 'c'],
    json: false,
  });
});

test('names are taken once, in the order of the suite', () => {
  expect(readOptions(['--case', 'c, a,c'], known).cases).toEqual(['a', 'c']);
});

test.each([
  [['--rows', '0'], /--rows is “0”/],
  [['--rows', '1e6'], /--rows is “1e6”/],
  [['--case', 'a,x'], /--case has “x”; it takes a, b, c/],
  [['--memory', 'lots'], /--memory is “lots”/],
  [['--nonsense'], /nonsense/],
  [['stray'], /stray/],
])('%j is refused in words', (args, message) => {
  expect(() => readOptions(args, known)).toThrow(message);
});
