/** Threads that share what one fit has to do. */
import { type Data, rowsIn } from '../engine.ts';
import { giveOut, newBoard, worthThreads } from './board.ts';
import { actOf, type Share } from './shares.ts';
import { orAlone, started } from './start.ts';

/** What is told to a thread of a team. The first thing a task is about is the share that it belongs to. */
export type TeamTask = { readonly kind: 'team'; readonly board: Int32Array };

/** What is told to it later, of one share after another. */
export type Told = { readonly share: Share; readonly instead: boolean };

/** Has so many parts of a share done by whoever is free; what else they are about is between owner and share. */
export type Give = (parts: number, ...about: number[]) => void;

export type Team = {
  readonly threads: number;
  /**
   * Tells all threads of something to do, all of whose numbers are in shared memory. What they were told of before is
   * forgotten with `instead`, and must not be given out any more.
   */
  readonly share: (share: Share, how?: { readonly instead: boolean }) => Give;
  readonly end: () => Promise<void>;
};

/** Starts `threads - 1` workers, the caller being the other thread. Rejects where one cannot be started. */
export const openTeam = async (script: string, threads: number, patience?: number): Promise<Team> => {
  const board = newBoard();
  const task: TeamTask = { kind: 'team', board };
  const workers = await started(script, threads - 1, task);
  // One that ends with a part cannot be heard of while its owner waits; any other is not missed.
  for (const worker of workers) worker.on('error', () => {});
  let shares = 0;
  return {
    threads,
    share: (share, { instead } = { instead: false }) => {
      const id = shares++;
      const told: Told = { share, instead };
      for (const worker of workers) worker.postMessage(told);
      const act = actOf(share, board);
      return (parts, ...about) => giveOut(board, parts, [id, ...about], act, patience);
    },
    end: async () => void (await Promise.all(workers.map(worker => worker.terminate()))),
  };
};

type Worth = {
  /** Numbers to go through, by rows. */
  readonly work: (rows: number) => number;
  /** Rows for each thread: fewer, and it is not worth its start. */
  readonly leastRows: number;
};

/** Fits with threads where that is worth it. They are started while rows are still being read. */
export const withTeam = async <T>(
  data: Data,
  { work, leastRows }: Worth,
  learn: (team: Promise<Team | undefined>) => Promise<T>,
): Promise<T> => {
  const { helpers } = data.engine;
  const rows = helpers === undefined || helpers.threads < 2 ? 0 : await rowsIn(data);
  const threads = Math.min(helpers?.threads ?? 1, Math.floor(rows / leastRows));
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
