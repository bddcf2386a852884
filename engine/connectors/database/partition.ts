import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import { requireField } from './names.ts';
import { type SliceKind, sliceBounds, sliceConditions } from './slices.ts';

/** More connections than this gain little and are a burden to the server. */
const mostConnections = 4;

/** How many connections read so many slices. */
export const connectionsFor = (slices: readonly string[]): number => Math.min(mostConnections, slices.length);

/** The partition's column and how its values are split; it must be a number, date or timestamp. */
export const partitionColumn = <C extends { readonly name: string }>(
  columns: readonly C[],
  schema: Schema,
  name: string,
  kindOf: (column: C) => SliceKind | undefined,
): { readonly column: C; readonly kind: SliceKind } => {
  const field = requireField(schema, name);
  const column = columns.find(c => c.name === field.name);
  const kind = column && kindOf(column);
  if (column && kind !== undefined) return { column, kind };
  throw engineError('database-partition', { column: name, type: field.type }, { param: 'partition' });
};

/**
 * One condition a slice, from the smallest and largest value of a column. The two only set the stride: rows that were
 * not there when they were asked for still fall into one slice.
 */
export const slicesBetween = (
  [low, high]: readonly Cell[],
  by: { readonly reference: string; readonly kind: SliceKind; readonly literal: (bound: string) => string },
  parts: number,
): readonly string[] =>
  typeof low === 'string' && typeof high === 'string'
    ? sliceConditions(by.reference, sliceBounds(low, high, parts, by.kind), by.literal)
    : ['TRUE'];

/** Reads slices until `next` has none left. */
export type SliceReader = (next: () => string | undefined) => Promise<void>;

/** Shares slices among readers, each taking the next that is left; after a first failure none is left. Waits for all. */
export const shareOut = async (slices: readonly string[], readers: readonly SliceReader[]): Promise<void> => {
  const rest = [...slices];
  const work = readers.map(reader => reader(() => rest.shift()));
  for (const one of work)
    one.catch(() => {
      rest.length = 0;
    });
  const ends = await Promise.allSettled(work);
  const failed = ends.find(end => end.status === 'rejected');
  if (failed) throw failed.reason;
};
