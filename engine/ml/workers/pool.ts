/** Worker threads that fit side by side. */
import type { Worker } from 'node:worker_threads';
import { type EngineError, engineError } from '../../diagnostics/errors.ts';
import type { EstimatorChoice, Lesson } from '../run/estimators.ts';
import type { Model } from '../score/score.ts';
import { answer } from './answers.ts';
import { errorOf, type FitOrder, type Report } from './protocol.ts';
import { started } from './start.ts';

export type Pool = {
  /** Fits when a worker is free, those first that were asked for first. */
  readonly fit: (choice: EstimatorChoice, lesson: Lesson) => Promise<Model>;
  /** Ends all workers, in the middle of their work where they have any. */
  readonly end: (why: EngineError) => Promise<void>;
};

type Job = {
  readonly choice: EstimatorChoice;
  readonly lesson: Lesson;
  readonly done: (model: Model) => void;
  readonly failed: (error: unknown) => void;
};

/** Starts so many workers and waits until they are there. Rejects where one cannot be started. */
export const openPool = async (script: string, count: number): Promise<Pool> => {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  const working = new Map<Worker, Job>();
  let gone: EngineError | undefined;

  const next = (worker: Worker): void => {
    const job = waiting.shift();
    if (job === undefined) {
      idle.push(worker);
      return;
    }
    working.set(worker, job);
    const { data, ...lesson } = job.lesson;
    const { rel, engine } = data;
    const order: FitOrder = { choice: job.choice, lesson: { ...lesson, rel }, room: engine.room };
    worker.postMessage(order);
  };
  const hear = (worker: Worker, report: Report): void => {
    const job = working.get(worker);
    if (job === undefined || report.say === 'ready') return;
    if (report.say === 'ask') {
      void answer(job.lesson.data.engine, report);
      return;
    }
    working.delete(worker);
    if (report.say === 'fitted') job.done(report.model);
    else job.failed(errorOf(report.fault));
    next(worker);
  };
  const stop = (why: EngineError): void => {
    gone ??= why;
    for (const job of [...working.values(), ...waiting.splice(0)]) job.failed(why);
    working.clear();
  };

  const workers = await started(script, count);
  for (const worker of workers) {
    worker.on('message', (report: Report) => hear(worker, report));
    // A thread that ran out of memory tells of it here, and is gone.
    worker.on('error', cause => stop(engineError('ml-fit-stopped', { reason: reasonOf(cause) }, {}, cause)));
    worker.on('exit', code => stop(engineError('ml-fit-stopped', { reason: `exit code ${code}` })));
    idle.push(worker);
  }
  return {
    fit: (choice, lesson) =>
      new Promise((done, failed) => {
        if (gone !== undefined) return failed(gone);
        waiting.push({ choice, lesson, done, failed });
        const worker = idle.shift();
        if (worker !== undefined) next(worker);
      }),
    end: async why => {
      stop(why);
      await Promise.all(workers.map(worker => worker.terminate()));
    },
  };
};

const reasonOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'out of memory'
    : String(cause instanceof Error ? cause.message : cause);
