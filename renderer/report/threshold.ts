/** What follows from a threshold: rows of a curve, each with what counts as “yes” from its threshold on. */
import type { Row } from './rows.ts';

export type Outcome = {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
};

const numberOf = (row: Row | undefined, name: string): number => Number(row?.[name] ?? Number.NaN);

/**
 * The points of a curve as outcomes, the highest threshold first. At the last point every row counts as “yes”, so it
 * tells how many of each there are.
 */
export const outcomesOf = (curve: readonly Row[]): readonly Outcome[] => {
  const last = curve.at(-1);
  const [positives, negatives] = [numberOf(last, 'true_positives'), numberOf(last, 'false_positives')];
  return curve.map(row => {
    const [hits, misses] = [numberOf(row, 'true_positives'), numberOf(row, 'false_positives')];
    const falseNegatives = positives - hits;
    const trueNegatives = negatives - misses;
    return {
      threshold: numberOf(row, 'threshold'),
      truePositives: hits,
      falsePositives: misses,
      falseNegatives,
      trueNegatives,
      precision: hits / (hits + misses),
      recall: hits / positives,
      f1: (2 * hits) / (2 * hits + misses + falseNegatives),
      accuracy: (hits + trueNegatives) / (positives + negatives),
    };
  });
};

/** Where a model draws the line by itself. */
export const usualThreshold = 0.5;

/** What follows when rows of at least this probability are called so: nobody is above the first point. */
export const outcomeAt = (outcomes: readonly Outcome[], threshold: number): Outcome | undefined => {
  const last = outcomes.at(-1);
  if (last === undefined) return undefined;
  const found = outcomes.findLast(o => o.threshold >= threshold);
  if (found !== undefined) return found;
  const positives = last.truePositives + last.falseNegatives;
  const negatives = last.falsePositives + last.trueNegatives;
  return {
    threshold,
    truePositives: 0,
    falsePositives: 0,
    falseNegatives: positives,
    trueNegatives: negatives,
    precision: Number.NaN,
    recall: 0,
    f1: 0,
    accuracy: negatives / (positives + negatives),
  };
};

/** The step of the slider where F1 is largest; the highest of equals. */
export const bestThreshold = (outcomes: readonly Outcome[]): number => {
  const steps = Array.from({ length: 101 }, (_, i) => (100 - i) / 100);
  const f1 = (threshold: number): number => outcomeAt(outcomes, threshold)?.f1 ?? 0;
  return outcomes.length === 0
    ? usualThreshold
    : steps.reduce((best, step) => (f1(step) > f1(best) ? step : best), 1);
};
