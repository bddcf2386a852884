/** The owner's side of the threads that grow one tree together. */
import { engineError } from '../../diagnostics/errors.ts';
import { started } from '../workers/start.ts';
import type { Member } from './fill.ts';
import { partsOf, place, type Shared, sharedInts, work } from './shared.ts';

export type Crew = {
  /** Sums of bins, by level of the tree, in shared memory. */
  readonly levels: readonly Float64Array[];
  /** Adds the rows from `from` to `to` to the sums of a level. */
  readonly fill: (level: number, from: number, to: number) => void;
  readonly end: () => Promise<void>;
};

/** Milliseconds, more than any part takes: a thread that has not answered by then is gone. */
const longest = 120_000;

/** Starts `threads - 1` workers, the caller being the other thread. Rejects where one cannot be started. */
export const openCrew = async (
  script: string,
  threads: number,
  members: readonly Member[],
  common: Omit<Shared, 'kind' | 'board' | 'parts'>,
  patience = longest,
): Promise<Crew> => {
  const parts = partsOf(members, threads);
  const board = sharedInts(Object.keys(place).length);
  // There is nothing to take yet.
  Atomics.store(board, place.next, parts.length);
  const shared: Shared = { kind: 'sums', ...common, board, parts };
  const workers = await started(script, threads - 1, shared);
  // One that ends with a part cannot be heard of while its owner waits; any other is not missed.
  for (const worker of workers) worker.on('error', () => {});
  const own = work(shared);
  return {
    levels: shared.levels,
    fill: (level, from, to) => {
      Atomics.store(board, place.level, level);
      Atomics.store(board, place.from, from);
      Atomics.store(board, place.to, to);
      Atomics.store(board, place.done, 0);
      Atomics.store(board, place.next, 0);
      Atomics.add(board, place.task, 1);
      Atomics.notify(board, place.task);
      own();
      for (;;) {
        const done = Atomics.load(board, place.done);
        if (done === parts.length) return;
        if (Atomics.wait(board, place.done, done, patience) === 'timed-out')
          throw engineError('ml-fit-stopped', { reason: 'a thread does not answer' });
      }
    },
    end: async () => void (await Promise.all(workers.map(worker => worker.terminate()))),
  };
};
