/** How far the rows that are scored have moved from the rows that the model learned from. */
import type { Artifact } from '../../engine/ml/artifact.ts';
import { type DriftRow, driftOf, expectedOf, placeIn } from '../../engine/ml/drift.ts';
import type { Cell, Row } from './request-rows.ts';

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
  readonly counts: number[];
  rows: number;
  missing: number;
};

const mostClasses = 1000;

export const createDrift = (artifact: Artifact): Drift => {
  const place = new Map(artifact.input.map((f, i) => [f.name, i] as const));
  const watched: Watched[] = artifact.profile.flatMap(profile => {
    const at = place.get(profile.column);
    if (at === undefined) return [];
    return [{ at, profile, counts: expectedOf(profile).map(() => 0), rows: 0, missing: 0 }];
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
    table: () => watched.map(column => driftOf(column.profile, column)),
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
  const at = placeIn(profile, profile.kind === 'number' ? Number(cell) : String(cell));
  counts[at] = (counts[at] ?? 0) + 1;
};
