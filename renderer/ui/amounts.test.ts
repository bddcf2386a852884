import { expect, test } from 'vitest';
import { ago, duration, fileSize } from './amounts.ts';

test('times', () => {
  expect([0.4, 999, 1000, 12_345, 61_000].map(duration)).toEqual([
    '0 ms',
    '999 ms',
    '1.00 s',
    '12.3 s',
    '1 min 1 s',
  ]);
});

test('sizes', () => {
  expect([0, 999, 1000, 123_456, 999_950, 1_500_000_000].map(fileSize)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '123 kB',
    '1.0 MB',
    '1.5 GB',
  ]);
});

test('how long ago', () => {
  const now = Date.UTC(2024, 1, 29, 12);
  const hour = 3_600_000;
  expect([now, now - 120_000, now - hour, now - 30 * hour].map(at => ago(at, now))).toEqual([
    'just now',
    '2 min ago',
    '1 hour ago',
    '1 day ago',
  ]);
});
