/** Threads, started together. */
import { Worker } from 'node:worker_threads';

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

const isReady = (worker: Worker): Promise<void> =>
  new Promise((done, failed) => {
    worker.once('message', () => done());
    worker.once('error', failed);
    worker.once('exit', code => failed(new Error(`exit code ${code}`)));
  });
