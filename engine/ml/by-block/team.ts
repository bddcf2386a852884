/** Threads that answer for blocks of rows side by side. */
import { type Block, type Data, rowsIn } from '../engine.ts';
import { giveOut, newBoard, place, worthThreads } from '../workers/board.ts';
import { orAlone, started } from '../workers/start.ts';
import { askingOf, type BlockPlan } from './plan.ts';

/** What is told to a thread that answers for blocks; a task is about a share, and the first block of those it is for. */
export type TeamTask = { readonly kind: 'blocks'; readonly board: Int32Array };

/** Blocks and what is asked of them, all numbers in shared memory. */
export type Share = {
  readonly plan: BlockPlan;
  readonly blocks: readonly Block[];
  readonly input: Float64Array;
  /** Of as many blocks as a task is for at most. */
  readonly outputs: Float64Array;
  readonly known: readonly Float64Array[];
};

export type Team = {
  /** Tells all threads of a share; what comes back has so many blocks answered, from one on. */
  readonly share: (share: Share) => (first: number, count: number) => void;
  readonly end: () => Promise<void>;
};

/** Answers for a block, by its place in the share. */
export const sharer = (
  { plan, blocks, input, outputs, known }: Share,
  board: Int32Array,
): ((part: number) => void) => {
  const { answer, output } = askingOf(plan);
  return part => {
    const at = Atomics.load(board, place.about[1]) + part;
    answer(blocks[at] as Block, input, outputs.subarray(part * output, (part + 1) * output), known[at]);
  };
};

/** Starts `threads - 1` workers, the caller being the other thread. Rejects where one cannot be started. */
export const openTeam = async (script: string, threads: number, patience?: number): Promise<Team> => {
  const board = newBoard();
  const task: TeamTask = { kind: 'blocks', board };
  const workers = await started(script, threads - 1, task);
  // One that ends with a block cannot be heard of while its owner waits; any other is not missed.
  for (const worker of workers) worker.on('error', () => {});
  let shares = 0;
  return {
    share: share => {
      const id = shares++;
      for (const worker of workers) worker.postMessage(share);
      const act = sharer(share, board);
      return (first, count) => giveOut(board, count, [id, first], act, patience);
    },
    end: async () => void (await Promise.all(workers.map(worker => worker.terminate()))),
  };
};

/** Blocks for each thread, at least: fewer, and it is not worth its start. */
const leastBlocks = 4;
const blockRows = 2048;

/**
 * Fits with threads, where there are more than one and `work` (numbers gone through, by rows) is worth it. They are started
 * while rows are still being read.
 */
export const withTeam = async <T>(
  data: Data,
  work: (rows: number) => number,
  learn: (team: Promise<Team | undefined>) => Promise<T>,
): Promise<T> => {
  const { helpers } = data.engine;
  const rows = helpers === undefined || helpers.threads < 2 ? 0 : await rowsIn(data);
  const threads = Math.min(helpers?.threads ?? 1, Math.floor(rows / blockRows / leastBlocks));
  const team =
    helpers === undefined || threads < 2 || work(rows) < worthThreads
      ? Promise.resolve(undefined)
      : orAlone(helpers, script => openTeam(script, threads));
  try {
    return await learn(team);
  } finally {
    await (await team)?.end();
  }
};
