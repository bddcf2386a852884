/** Sums of the bins of many features, over the rows of a node. */
import type { Binned } from './bins.ts';
import { type Rows, turn } from './sums.ts';

/** A feature, how many bins it has, and where their cells start. */
export type Member = { readonly feature: number; readonly bins: number; readonly start: number };

export type Group = {
  readonly members: readonly Member[];
  /** Cells of all their bins. */
  readonly size: number;
};

/** Features in groups whose bins have at most so many cells together, or which have one member. */
export const groupsOf = (
  edges: Binned['edges'],
  cells: number,
  features: readonly number[],
  most: number,
): readonly Group[] => {
  const groups: { members: Member[]; size: number }[] = [];
  for (const feature of features) {
    const bins = (edges[feature] as Float64Array).length + 1;
    const last = groups.at(-1);
    if (last === undefined || last.size + bins * cells > most)
      groups.push({ members: [{ feature, bins, start: 0 }], size: bins * cells });
    else {
      last.members.push({ feature, bins, start: last.size });
      last.size += bins * cells;
    }
  }
  return groups;
};

/** Adds rows to the bins of these features. */
export const fill = (
  codes: Binned['codes'],
  members: readonly Member[],
  rows: Int32Array,
  target: Rows,
  sums: Float64Array,
): void => {
  for (let i = 0; i < rows.length; i += turn) {
    target.take(rows.subarray(i, Math.min(i + turn, rows.length)));
    for (const { feature, start } of members) target.add(codes[feature] as Uint8Array, sums, start);
  }
};
