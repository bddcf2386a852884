/** The owner's side of the threads that grow one tree together. */
import { giveOut, newBoard } from '../workers/board.ts';
import { started } from '../workers/start.ts';
import type { Member } from './fill.ts';
import { partsOf, type Shared, sumsOf } from './shared.ts';

export type Crew = {
  /** Sums of bins, by level of the tree, in shared memory. */
  readonly levels: readonly Float64Array[];
  /** Adds the rows from `from` to `to` to the sums of a level. */
  readonly fill: (level: number, from: number, to: number) => void;
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
  const shared: Shared = { kind: 'sums', ...common, board, parts };
  const workers = await started(script, threads - 1, shared);
  // One that ends with a part cannot be heard of while its owner waits; any other is not missed.
  for (const worker of workers) worker.on('error', () => {});
  const act = sumsOf(shared);
  return {
    levels: shared.levels,
    fill: (level, from, to) => giveOut(board, parts.length, [level, from, to], act, patience),
    end: async () => void (await Promise.all(workers.map(worker => worker.terminate()))),
  };
};
