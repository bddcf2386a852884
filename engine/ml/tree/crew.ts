/** The owner's side of the threads that grow trees together. */
import type { Team } from '../workers/team.ts';
import type { Member } from './fill.ts';
import { chunkOf, partRows, partsOf, type TreeShare, task } from './shared.ts';

export type Leaf = { readonly from: number; readonly to: number; readonly step: number };

export type Crew = {
  /** Sums of bins, by level of the tree, in shared memory. */
  readonly levels: readonly Float64Array[];
  /** Adds the rows from `from` to `to` to the sums of a level. */
  readonly fill: (level: number, from: number, to: number) => void;
  readonly slopes: (score: number) => void;
  readonly chances: () => void;
  /** Puts the rows from `from` to `to` that are up to a bin first, in their order: how many they are. */
  readonly move: (feature: number, bin: number, from: number, to: number) => number;
  readonly steps: (score: number, leaves: readonly Leaf[]) => void;
};

/** What a team does for boosted trees. */
export const crewOf = (
  team: Team,
  members: readonly Member[],
  common: Omit<TreeShare, 'kind' | 'parts'>,
): Crew => {
  const share: TreeShare = { kind: 'tree', ...common, parts: partsOf(members, team.threads) };
  const { rows, spare, moved, leaves, parts, levels } = share;
  // Nothing is binned any more: rows and columns need not stay in memory.
  const give = team.share(share, { instead: true });
  const byRows = Math.ceil(rows.length / partRows);
  return {
    levels,
    fill: (level, from, to) => give(parts.length, task.sums, level, from, to),
    slopes: score => give(byRows, task.slopes, score),
    chances: () => give(byRows, task.chances),
    move: (feature, bin, from, to) => {
      give(moved.length, task.move, feature, bin, from, to);
      return together(rows, spare, moved, from, to);
    },
    steps: (score, list) => {
      for (const [i, { from, to, step }] of list.entries()) {
        leaves.ends[2 * i] = from;
        leaves.ends[2 * i + 1] = to;
        leaves.steps[i] = step;
      }
      give(list.length, task.steps, score);
    },
  };
};

/** Each part has its left rows first, and its right ones in the spare: all left ones are brought together, then the right. */
const together = (
  rows: Int32Array,
  spare: Int32Array,
  moved: Int32Array,
  from: number,
  to: number,
): number => {
  let at = from;
  for (const [part, left] of moved.entries()) {
    const [first] = chunkOf(from, to, part, moved.length);
    rows.copyWithin(at, first, first + left);
    at += left;
  }
  const middle = at;
  for (const [part, left] of moved.entries()) {
    const [first, last] = chunkOf(from, to, part, moved.length);
    rows.set(spare.subarray(first, last - left), at);
    at += last - first - left;
  }
  return middle - from;
};
