/** How far the rows that are scored have moved from the rows that the model learned from. */
import type { Artifact } from '../../engine/ml/artifact.ts';
import type { Cell, Row } from './request-rows.ts';

export type DriftRow = {
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

export type Drift = {
  see(rows: readonly Row[], said: readonly (readonly Cell[])[]): void;
  table(): readonly DriftRow[];
  /** Rows by predicted class, or count, sum and sum of squares of predicted numbers. */
  predictions(): {
    readonly classes: Readonly<Record<string, number>>;
    readonly count: number;
    readonly mean: number | null;
  };
};

type Watched = {
  readonly at: number;
  readonly profile: Artifact['profile'][number];
  readonly expected: readonly number[];
  readonly counts: number[];
  rows: number;
  missing: number;
  unseen: number;
};

/** A share of nothing would make the logarithm infinite. */
const least = 1e-4;
const mostClasses = 1000;

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

export const createDrift = (artifact: Artifact): Drift => {
  const place = new Map(artifact.input.map((f, i) => [f.name, i] as const));
  const watched: Watched[] = artifact.profile.flatMap(profile => {
    const at = place.get(profile.column);
    if (at === undefined) return [];
    const expected =
      profile.kind === 'number' ? profile.counts : [...profile.levels.map(l => l.count), profile.others];
    return [{ at, profile, expected, counts: expected.map(() => 0), rows: 0, missing: 0, unseen: 0 }];
  });
  const answer = artifact.output.findIndex(f => f.name === 'prediction');
  const isNumber = /^(DOUBLE|FLOAT)$/.test(artifact.output[answer]?.type ?? '');
  const classes = new Map<string, number>();
  let [count, sum] = [0, 0];
  return {
    see: (rows, said) => {
      for (const column of watched) for (const row of rows) notice(column, row[column.at] ?? null);
      for (const row of said) {
        const value = row[answer];
        if (value === null || value === undefined) continue;
        count++;
        if (isNumber) sum += Number(value);
        else if (classes.has(String(value)) || classes.size < mostClasses)
          classes.set(String(value), (classes.get(String(value)) ?? 0) + 1);
      }
    },
    table: () => watched.map(driftRow),
    predictions: () => ({
      classes: Object.fromEntries(classes),
      count,
      mean: isNumber && count > 0 ? sum / count : null,
    }),
  };
};

const notice = (column: Watched, cell: Cell): void => {
  column.rows++;
  if (cell === null) {
    column.missing++;
    return;
  }
  const { profile, counts } = column;
  if (profile.kind === 'number') {
    const value = Number(cell);
    const bin = profile.edges.findIndex(edge => value < edge);
    const at = bin < 0 ? counts.length - 1 : bin;
    counts[at] = (counts[at] ?? 0) + 1;
    return;
  }
  const level = profile.levels.findIndex(l => l.value === String(cell));
  const at = level < 0 ? counts.length - 1 : level;
  counts[at] = (counts[at] ?? 0) + 1;
  if (level < 0) column.unseen++;
};

const driftRow = ({ profile, expected, counts, rows, missing, unseen }: Watched): DriftRow => {
  const told = counts.some(c => c > 0) && expected.some(c => c > 0);
  const share = (of: number): number => (rows === 0 ? 0 : of / rows);
  return {
    column: profile.column,
    rows,
    missing: share(missing),
    unseen: profile.kind === 'category' ? share(unseen) : null,
    psi: told ? psiOf(expected, counts) : null,
    ks: told && profile.kind === 'number' ? ksOf(expected, counts) : null,
  };
};
