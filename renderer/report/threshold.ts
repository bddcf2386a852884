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

/** The place of the lowest threshold that is at least 0.5, which is where a model draws the line by itself. */
export const usualPlace = (outcomes: readonly Outcome[]): number =>
  Math.max(0, outcomes.filter(o => o.threshold >= 0.5).length - 1);

/** The place where F1 is largest. */
export const bestPlace = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce((best, o, i) => (o.f1 > (outcomes[best]?.f1 ?? -1) ? i : best), 0);
