import { expect, test } from 'vitest';
import { bestPlace, outcomesOf, usualPlace } from './threshold.ts';

/** Three “yes” and two “no”, scored 0.9 yes, 0.7 yes, 0.6 no, 0.4 yes, 0.1 no. */
const curve = [
  [0.9, 1, 0],
  [0.7, 2, 0],
  [0.6, 2, 1],
  [0.4, 3, 1],
  [0.1, 3, 2],
].map(([threshold = 0, hits = 0, misses = 0]) => ({
  threshold,
  true_positives: hits,
  false_positives: misses,
}));

test('each threshold tells how many rows of either kind are called right', () => {
  const outcomes = outcomesOf(curve);
  expect(outcomes[2]).toMatchObject({
    truePositives: 2,
    falsePositives: 1,
    falseNegatives: 1,
    trueNegatives: 1,
    accuracy: 3 / 5,
  });
  expect(outcomes[2]?.precision).toBeCloseTo(2 / 3, 12);
  expect(outcomes[2]?.f1).toBeCloseTo(2 / 3, 12);
});

test('the usual line is at 0.5, the best where F1 is largest', () => {
  const outcomes = outcomesOf(curve);
  expect(usualPlace(outcomes)).toBe(2);
  expect(bestPlace(outcomes)).toBe(3);
  expect([usualPlace([]), bestPlace([])]).toEqual([0, 0]);
});
