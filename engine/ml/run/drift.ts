/** Drift of a whole table, as rows. */
import { z } from 'zod';
import { messageText } from '../../diagnostics/messages.ts';
import { fieldNamed, type Schema } from '../../schema/types.ts';
import type { Artifact } from '../artifact.ts';
import { type DriftRow, driftOf } from '../drift.ts';
import type { Cell, Data } from '../engine.ts';
import { name } from '../shapes.ts';
import { predictionCounts } from './predictions.ts';
import { countsLike } from './profile.ts';

/** The columns of the table. */
export const driftOptions = z.strictObject({ columns: z.array(z.strictObject({ name, type: z.string() })) });

/** The usual reading of the index: from 0.1 on something, from 0.25 on much has moved. */
const words = (psi: number | null): string | null =>
  psi === null ? null : psi < 0.1 ? 'little' : psi < 0.25 ? 'some' : 'much';

const rowOf = (profile: Artifact['profile'][number], row: DriftRow): readonly Cell[] => {
  const then = profile.rows === 0 ? 0 : profile.missing / profile.rows;
  return [row.what, row.column, row.rows, row.missing, then, row.unseen, row.psi, row.ks, words(row.psi)];
};

/** A row for each column of the model's profile that the table has, in the order of the profile; predictions come last. */
export const driftRows = async (
  data: Data,
  model: Artifact,
  columns: Schema,
  warn?: (message: string) => void,
): Promise<readonly (readonly Cell[])[]> => {
  const rows: (readonly Cell[])[] = [];
  for (const own of model.profile) {
    if (fieldNamed(columns, own.column) === undefined) continue;
    rows.push(rowOf(own, driftOf(own, await countsLike(data, own))));
  }
  const { predictions: then } = model;
  if (then === undefined) warn?.(messageText('drift-no-predictions', {}));
  else if (model.input.every(f => fieldNamed(columns, f.name) !== undefined))
    rows.push(rowOf(then, driftOf(then, await predictionCounts(data, model, columns, then), 'prediction')));
  return rows;
};
