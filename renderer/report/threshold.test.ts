import { expect, test } from 'vitest';
import { bestThreshold, outcomeAt, outcomesOf, usualThreshold } from './threshold.ts';

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

test('rows of at least the threshold are called so, and above the highest score none is', () => {
  const outcomes = outcomesOf(curve);
  expect(outcomeAt(outcomes, usualThreshold)).toMatchObject({ truePositives: 2, falsePositives: 1 });
  expect(outcomeAt(outcomes, 0.6)).toMatchObject({ truePositives: 2, falsePositives: 1 });
  expect(outcomeAt(outcomes, 0.61)).toMatchObject({ truePositives: 2, falsePositives: 0 });
  expect(outcomeAt(outcomes, 0)).toMatchObject({ truePositives: 3, falsePositives: 2 });
  expect(outcomeAt(outcomes, 0.95)).toMatchObject({
    truePositives: 0,
    falseNegatives: 3,
    trueNegatives: 2,
    recall: 0,
    accuracy: 2 / 5,
  });
  expect(outcomeAt([], 0.5)).toBeUndefined();
});

test('the best threshold is a step of the slider where F1 is largest', () => {
  const outcomes = outcomesOf(curve);
  expect(bestThreshold(outcomes)).toBe(0.4);
  const between = outcomesOf([
    { threshold: 0.437, true_positives: 2, false_positives: 0 },
    { threshold: 0.1, true_positives: 2, false_positives: 5 },
  ]);
  expect(bestThreshold(between)).toBe(0.43);
  expect(outcomeAt(between, 0.43)).toMatchObject({ truePositives: 2, falsePositives: 0 });
  expect(bestThreshold([])).toBe(usualThreshold);
});
