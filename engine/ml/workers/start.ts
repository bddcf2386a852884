/** Threads, started together. */
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../engine.ts';

/** Starts so many workers and waits until they are there. Rejects where one cannot be started, and ends the others. */
export const started = async (
  script: string,
  count: number,
  workerData?: unknown,
): Promise<readonly Worker[]> => {
  const workers = Array.from(
    { length: count },
    () => new Worker(script, { env: {}, execArgv: [], workerData }),
  );
  try {
    await Promise.all(workers.map(isReady));
    return workers;
  } catch (error) {
    await Promise.all(workers.map(worker => worker.terminate()));
    throw error;
  }
};

/** What is started with the helpers' program; where it cannot be, that is told, and the fit goes on alone. */
export const orAlone = async <T>(
  { script, alone }: Helpers,
  start: (script: string) => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await start(await script());
  } catch (cause) {
    alone?.(cause instanceof Error ? cause.message : '');
    return undefined;
  }
};

const isReady = (worker: Worker): Promise<void> =>
  new Promise((done, failed) => {
    worker.once('message', () => done());
    worker.once('error', failed);
    worker.once('exit', code => failed(new Error(`exit code ${code}`)));
  });
