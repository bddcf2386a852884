import { expect, test } from 'vitest';
import { type Cell, holds } from './cells.ts';

const fits = (type: string, value: Cell) => holds({ name: 'x', type }, value);

test('numbers go where they fit exactly', () => {
  expect(fits('TINYINT', 127)).toBe(true);
  expect(fits('TINYINT', 128)).toBe(false);
  expect(fits('INTEGER', 1.5)).toBe(false);
  expect(fits('UINTEGER', -1)).toBe(false);
  expect(fits('BIGINT', 2 ** 53)).toBe(true);
  expect(fits('DECIMAL(5,2)', 999.99)).toBe(true);
  expect(fits('DECIMAL(5,2)', 0.125)).toBe(false);
  expect(fits('DECIMAL(5,2)', 1000)).toBe(false);
  expect(fits('DOUBLE', 1e300)).toBe(true);
  expect(fits('VARCHAR', 1)).toBe(false);
});

test('texts go into text, dates and times that exist', () => {
  expect(fits('VARCHAR', '')).toBe(true);
  expect(fits('DATE', '2024-02-29')).toBe(true);
  expect(fits('DATE', '2023-02-29')).toBe(false);
  expect(fits('TIMESTAMP', '2024-02-29 23:59:59.5')).toBe(true);
  expect(fits('TIMESTAMP', '2024-02-29 24:00')).toBe(false);
  expect(fits('INTEGER', '1')).toBe(false);
  expect(fits('BOOLEAN', true)).toBe(true);
  expect(fits('INTEGER[]', 1)).toBe(false);
  expect(fits('INTEGER[]', null)).toBe(true);
});

test('whole numbers beyond 2^53 are written as text', () => {
  expect(fits('BIGINT', '9223372036854775807')).toBe(true);
  expect(fits('BIGINT', '9223372036854775808')).toBe(false);
  expect(fits('UBIGINT', '18446744073709551615')).toBe(true);
  expect(fits('BIGINT', 2 ** 60)).toBe(false);
});
