import { expect, test } from 'vitest';
import { cellAt, columnLetters, columnNumber, parseRange } from './a1.ts';
import { formatShows, shownBy } from './number-format.ts';
import { momentOf, serialOf, timeSerialOf } from './serial.ts';

test('every day from March 1900 to 9999 has a serial number and comes back', () => {
  for (let serial = 61; serial <= 2_958_465; serial += 97) {
    const day = momentOf(serial, 'date', false);
    expect(day?.kind).toBe('date');
    expect(serialOf(day?.text ?? '')).toBe(serial);
  }
});

test('every second of a day, and milliseconds, come back', () => {
  for (let second = 0; second < 86_400; second += 61) {
    const clock = new Date(second * 1000 + (second % 1000)).toISOString().slice(11, 23);
    const at = serialOf(`2024-02-29 ${clock}`) ?? 0;
    expect(momentOf(at, 'date', false)?.text.padEnd(19, ' 00:00:00').slice(0, 19)).toBe(
      `2024-02-29 ${clock.slice(0, 8)}`,
    );
    expect(momentOf(timeSerialOf(clock) ?? 0, 'time', false)?.text.slice(0, 8)).toBe(clock.slice(0, 8));
  }
});

test.each([
  [1, 'date', false, '1900-01-01'],
  [59, 'date', false, '1900-02-28'],
  [60, 'date', false, '1900-03-01'],
  [0, 'date', true, '1904-01-01'],
  [0.9999999999, 'date', true, '1904-01-02'],
  [1.5, 'time', false, '1900-01-01 12:00:00'],
  [-1, 'date', false, undefined],
  [2_958_466, 'date', false, undefined],
] as const)('%d shown as a %s (1904: %s) is %s', (serial, shows, is1904, text) => {
  expect(momentOf(serial, shows, is1904)?.text).toBe(text);
});

test.each([
  ['General', 'number'],
  ['0', 'number'],
  ['#,##0 "days"', 'number'],
  ['[$€-407] #,##0', 'number'],
  ['0.00_);[Red](0.00)', 'decimal'],
  ['0%', 'decimal'],
  ['0.00E+00', 'decimal'],
  ['[h]:mm:ss', 'decimal'],
  ['[$-409]d\\-mmm\\-yy;@', 'date'],
  ['mmmm', 'date'],
  ['yyyy"-"mm"T"hh:mm', 'date'],
  ['h:mm AM/PM', 'time'],
  ['mm:ss.0', 'time'],
] as const)('the format %s shows a %s', (code, shows) => {
  expect(formatShows(code)).toBe(shows);
});

test('built-in formats need no spelling', () => {
  expect([0, 1, 2, 9, 14, 20, 22, 46, 49].map(id => shownBy(id, new Map()))).toEqual([
    'number',
    'number',
    'decimal',
    'decimal',
    'date',
    'time',
    'date',
    'decimal',
    'number',
  ]);
});

test('columns and ranges in letters', () => {
  expect([1, 26, 27, 702, 703, 16_384].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  expect(['a', 'XFD', 'ABCD', '1'].map(columnNumber)).toEqual([1, 16_384, 0, 0]);
  expect(['B3', 'XFD1048576', 'XFE1', 'A0', 'A', '3', 'A1B'].map(cellAt)).toEqual([
    { row: 3, column: 2 },
    { row: 1_048_576, column: 16_384 },
    ...Array.from({ length: 5 }, () => undefined),
  ]);
  expect(parseRange('$B$3:F')).toEqual({ top: 3, left: 2, bottom: 1_048_576, right: 6 });
  expect(parseRange('c4')).toEqual({ top: 4, left: 3, bottom: 4, right: 3 });
  for (const wrong of ['', '1:5', 'B:A', 'A5:A1', 'A1:B2:C3', 'A0', 'XFE1', 'Sheet1!A1'])
    expect(() => parseRange(wrong)).toThrow(/not a range/);
});
