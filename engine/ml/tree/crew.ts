/** The owner's side of the threads that grow trees together. */
import { giveOut, newBoard } from '../workers/board.ts';
import { started } from '../workers/start.ts';
import type { Member } from './fill.ts';
import { chunkOf, partOf, partRows, partsOf, type Shared, task } from './shared.ts';

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
  readonly end: () => Promise<void>;
};

/** Starts `threads - 1` workers, the caller being the other thread. Rejects where one cannot be started. */
export const openCrew = async (
  script: string,
  threads: number,
  members: readonly Member[],
  common: Omit<Shared, 'kind' | 'board' | 'parts'>,
  patience?: number,
): Promise<Crew> => {
  const parts = partsOf(members, threads);
  const board = newBoard();
  const shared: Shared = { kind: 'tree', ...common, board, parts };
  const { rows, spare, moved, leaves } = shared;
  const workers = await started(script, threads - 1, shared);
  // One that ends with a part cannot be heard of while its owner waits; any other is not missed.
  for (const worker of workers) worker.on('error', () => {});
  const act = partOf(shared);
  const give = (count: number, ...about: number[]): void => giveOut(board, count, about, act, patience);
  const byRows = Math.ceil(rows.length / partRows);
  return {
    levels: shared.levels,
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
    end: async () => void (await Promise.all(workers.map(worker => worker.terminate()))),
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
