import { expect, test } from 'vitest';
import { groupsOf, patternProblem, replacementProblem } from './pattern.ts';

test('groups count, other brackets do not', () => {
  expect(groupsOf('(a)(?:b)(?P<year>\\d+)(?<month>\\d+)')).toEqual([null, 'year', 'month']);
  expect(groupsOf('\\((a)[(](b)[^)]\\)')).toEqual([null, null]);
  expect(groupsOf('\\Q(\\E(a)')).toEqual([null]);
  expect(groupsOf('(?i)a')).toEqual([]);
});

test('what RE2 reads may pass', () => {
  for (const pattern of [
    '(?i)rue',
    '(?P<y>\\d{4})',
    '[[:alpha:]]+',
    '\\pL+\\x{41}',
    '\\Q(*\\E',
    '[]a]',
    'a\\(?i',
    '(?s:.)$',
  ])
    expect(patternProblem(pattern), pattern).toBeUndefined();
});

test('what RE2 does not read is told', () => {
  for (const pattern of ['', '(a', 'a)', '*', 'a**', '[a', '(?=a)', 'a(?<!b)', '(a)\\1', '(a))'])
    expect(patternProblem(pattern), pattern).toEqual(expect.any(String));
});

test('a replacement speaks of groups that are there', () => {
  expect(replacementProblem('(a)(b)', '\\2\\1\\0 \\\\')).toBeUndefined();
  expect(replacementProblem('(a)', '\\2')).toContain('“\\2”');
  expect(replacementProblem('a', '\\n')).toContain('“\\n”');
  expect(replacementProblem('a', 'x\\')).toContain('“\\”');
});
