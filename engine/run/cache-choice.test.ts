import { expect, test } from 'vitest';
import { worthKeeping } from './cache-choice.ts';

test('a small result is kept, however quick it was', () => {
  expect(worthKeeping(1000, 5)).toBe(true);
});

test('a large result that is quick to compute is not kept: an edit above it would make the run slower', () => {
  // A join of 5 M rows x 14 columns in 0.4 s; keeping it took 1.9 s.
  expect(worthKeeping(70_000_000, 400)).toBe(false);
  expect(worthKeeping(20_000_000, 400)).toBe(false);
});

test('a result that is slow to compute is kept', () => {
  expect(worthKeeping(20_000_000, 5000)).toBe(true);
});

test('nothing past the largest size is kept', () => {
  expect(worthKeeping(60_000_000, 600_000)).toBe(false);
});
