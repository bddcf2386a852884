/** How far the rows that are scored have moved from the rows that the model learned from. */
import { type Artifact, predictsNumber } from '../../engine/ml/artifact.ts';
import { type DriftRow, driftOf, expectedOf, placeIn } from '../../engine/ml/drift.ts';
import { defaultOutputs } from '../../engine/ml/score/score.ts';
import { familyOf } from '../../engine/schema/types.ts';
import type { Cell, Row } from './request-rows.ts';

export type Drift = {
  see(rows: readonly Row[], said: readonly (readonly Cell[])[]): void;
  /** A row for each column, and one for the predictions where the model keeps those of its training rows. */
  table(): readonly DriftRow[];
  /** Rows by predicted class, or the mean of predicted numbers. */
  predictions(): { readonly classes: ReadonlyMap<string, number>; readonly mean: number | null };
};

type Profile = Artifact['profile'][number];

type Watched = {
  readonly at: number;
  readonly what: DriftRow['what'];
  readonly profile: Profile;
  readonly counts: number[];
  /** A class as the profile writes it. */
  readonly written: (cell: Cell) => Cell;
  rows: number;
  missing: number;
};

const mostClasses = 1000;

export const createDrift = (artifact: Artifact): Drift => {
  const { input, output, profile, predictions } = artifact;
  const place = new Map(input.map((f, i) => [f.name, i] as const));
  const columns = profile.flatMap(p => {
    const at = place.get(p.column);
    return at === undefined ? [] : [watch(p, at, 'column')];
  });
  const answer = output.findIndex(f => f.name === defaultOutputs.prediction);
  const said =
    predictions === undefined ? [] : [watch(predictions, answer, 'prediction', output[answer]?.type)];
  const isNumber = predictsNumber(artifact);
  const classes = new Map<string, number>();
  let [count, sum] = [0, 0];
  return {
    see: (rows, answers) => {
      for (const column of columns) for (const row of rows) notice(column, row[column.at] ?? null);
      for (const column of said) for (const row of answers) notice(column, row[column.at] ?? null);
      for (const row of answers) {
        const value = row[answer];
        if (value === null || value === undefined) continue;
        count++;
        if (isNumber) sum += Number(value);
        else if (classes.has(String(value)) || classes.size < mostClasses)
          classes.set(String(value), (classes.get(String(value)) ?? 0) + 1);
      }
    },
    table: () => [...columns, ...said].map(c => driftOf(c.profile, c, c.what)),
    predictions: () => ({ classes, mean: isNumber && count > 0 ? sum / count : null }),
  };
};

const watch = (profile: Profile, at: number, what: DriftRow['what'], type = 'VARCHAR'): Watched => {
  // The engine writes the class 1 of doubles as 1.0, JSON as 1.
  const levels = new Map(
    profile.kind === 'category' && familyOf(type) === 'float'
      ? profile.levels.map(l => [Number(l.value), l.value] as const)
      : [],
  );
  const written = (cell: Cell): Cell => levels.get(Number(cell)) ?? cell;
  return { at, what, profile, written, counts: expectedOf(profile).map(() => 0), rows: 0, missing: 0 };
};

const notice = (column: Watched, cell: Cell): void => {
  column.rows++;
  if (cell === null) {
    column.missing++;
    return;
  }
  const { profile, counts, written } = column;
  const at = placeIn(profile, profile.kind === 'number' ? Number(cell) : String(written(cell)));
  counts[at] = (counts[at] ?? 0) + 1;
};
