/** Drift of a whole table, as rows. */
import { z } from 'zod';
import type { Artifact } from '../artifact.ts';
import { driftOf } from '../drift.ts';
import type { Cell, Data } from '../engine.ts';
import { name } from '../shapes.ts';
import { countsLike } from './profile.ts';

/** The columns of the table. */
export const driftOptions = z.strictObject({ columns: z.array(name) });

/** The usual reading of the index: from 0.1 on something, from 0.25 on much has moved. */
const words = (psi: number | null): string | null =>
  psi === null ? null : psi < 0.1 ? 'little' : psi < 0.25 ? 'some' : 'much';

/** A row for each column of the model's profile that the table has, in the order of the profile. */
export const driftRows = async (
  data: Data,
  { profile }: Artifact,
  columns: readonly string[],
): Promise<readonly (readonly Cell[])[]> => {
  const there = new Set(columns);
  const rows: (readonly Cell[])[] = [];
  for (const own of profile) {
    if (!there.has(own.column)) continue;
    const row = driftOf(own, await countsLike(data, own));
    const then = own.rows === 0 ? 0 : own.missing / own.rows;
    rows.push([row.column, row.rows, row.missing, then, row.unseen, row.psi, row.ks, words(row.psi)]);
  }
  return rows;
};
