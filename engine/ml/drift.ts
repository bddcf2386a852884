/** How far rows have moved from those that a model learned from. */
import type { Artifact } from './artifact.ts';

type Profile = Artifact['profile'][number];

/** Rows by bin or by category, in the order of `expectedOf`. */
export type Counts = {
  readonly counts: readonly number[];
  readonly rows: number;
  readonly missing: number;
};

export type DriftRow = {
  /** A column of the rows, or what the model says of them. */
  readonly what: 'column' | 'prediction';
  readonly column: string;
  readonly rows: number;
  /** Shares of rows without a value, of categories never met in training. */
  readonly missing: number;
  readonly unseen: number | null;
  /** Population stability index: below 0.1 little, above 0.25 much has moved. */
  readonly psi: number | null;
  /** Largest distance of the two cumulative distributions, at the edges of the bins (Kolmogorov and Smirnov). */
  readonly ks: number | null;
};

/** A share of nothing would make the logarithm infinite. */
const least = 1e-4;

/** Σ (actual - expected) ln(actual / expected) over bins, shares of at least 1e-4. */
export const psiOf = (expected: readonly number[], actual: readonly number[]): number => {
  const share = (counts: readonly number[]): number[] => {
    const total = counts.reduce((a, b) => a + b, 0);
    return counts.map(count => Math.max(least, count / total));
  };
  const [e, a] = [share(expected), share(actual)];
  return e.reduce((sum, p, i) => sum + ((a[i] as number) - p) * Math.log((a[i] as number) / p), 0);
};

/** Largest difference of cumulative shares over ordered bins. */
export const ksOf = (expected: readonly number[], actual: readonly number[]): number => {
  const [all, now] = [expected, actual].map(counts => counts.reduce((a, b) => a + b, 0)) as [number, number];
  let [left, right, most] = [0, 0, 0];
  for (const [i, count] of expected.entries()) {
    left += count / all;
    right += (actual[i] ?? 0) / now;
    most = Math.max(most, Math.abs(left - right));
  }
  return most;
};

/** Rows of training by bin, or by category with those that are not listed last. */
export const expectedOf = (profile: Profile): readonly number[] =>
  profile.kind === 'number' ? profile.counts : [...profile.levels.map(l => l.count), profile.others];

/** The place of a value among the counts. */
export const placeIn = (profile: Profile, value: number | string): number => {
  const at =
    profile.kind === 'number'
      ? profile.edges.findIndex(edge => Number(value) < edge)
      : profile.levels.findIndex(l => l.value === String(value));
  return at < 0 ? expectedOf(profile).length - 1 : at;
};

/** Whether a category is none of those met in training; where not all were kept, only those kept are known. */
export const driftOf = (
  profile: Profile,
  { counts, rows, missing }: Counts,
  what: DriftRow['what'] = 'column',
): DriftRow => {
  const expected = expectedOf(profile);
  const told = counts.some(c => c > 0) && expected.some(c => c > 0);
  const share = (of: number): number => (rows === 0 ? 0 : of / rows);
  return {
    what,
    column: profile.column,
    rows,
    missing: share(missing),
    unseen: profile.kind === 'category' ? share(counts.at(-1) ?? 0) : null,
    psi: told ? psiOf(expected, counts) : null,
    ks: told && profile.kind === 'number' ? ksOf(expected, counts) : null,
  };
};
