import { expect, test } from 'vitest';
import { javaDatePattern } from './patterns.ts';
import { javaLiteral, javaPattern, javaReplacement } from './regex.ts';

test('date patterns are printed with fixed widths and read with one digit or two', () => {
  expect(javaDatePattern('%d.%m.%Y', 'print')).toEqual({ pattern: 'dd.MM.yyyy' });
  expect(javaDatePattern('%d.%m.%Y', 'read')).toEqual({ pattern: 'd.M.yyyy' });
  expect(javaDatePattern('%Y%m%d', 'read')).toEqual({ pattern: 'yyyyMMdd' });
  expect(javaDatePattern("day %d %% o'clock", 'print')).toEqual({ pattern: "'day 'dd' % o''clock'" });
  expect(javaDatePattern('%U', 'print')).toMatchObject({ problem: expect.stringContaining('%U') });
});

test('patterns match the same in Java', () => {
  expect(javaPattern('^a$')).toEqual({ pattern: '^a\\z' });
  expect(javaPattern('a.b')).toEqual({ pattern: '(?d)a.b' });
  expect(javaPattern('é', 'i')).toEqual({ pattern: '(?iu)é' });
  expect(javaPattern('[[:alpha:]$]')).toEqual({ pattern: '[\\p{Alpha}$]' });
  expect(javaPattern('[a&&b[]')).toEqual({ pattern: '[a\\&&b\\[]' });
  expect(javaPattern('(?P<year>\\d+)')).toEqual({ pattern: '(?<year>\\d+)' });
  expect(javaPattern('\\p{Greek}')).toEqual({ pattern: '\\p{IsGreek}' });
  for (const refused of ['(?=a)', '(a)\\1', '[a', '\\C', '(?m)^a'])
    expect(javaPattern(refused)).toHaveProperty('problem');
});

test('replacements and literal texts are escaped for Java', () => {
  expect(javaReplacement('<\\2\\1> $1')).toBe('<$2$1> \\$1');
  expect(javaReplacement('\\0!', 2)).toBe('$2!');
  expect(javaLiteral('a.b*')).toBe('a\\.b\\*');
});
