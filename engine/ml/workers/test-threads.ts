/** For tests: rows enough for threads to be started, and what is seen of those. */
import type { Worker } from 'node:worker_threads';
import { randomOf } from '../../plan/random.ts';
import { fitHelper } from '../../run/fit-worker-file.ts';
import type { Helpers } from '../engine.ts';
import { type TestTable, tableOf } from '../test-data.ts';

/** Threads started while something goes on; one that has ended has the number -1. */
export const threadsOf = async (work: () => Promise<unknown>): Promise<readonly Worker[]> => {
  const seen: Worker[] = [];
  const see = (worker: Worker): void => void seen.push(worker);
  process.on('worker', see);
  try {
    await work();
  } finally {
    process.off('worker', see);
  }
  return seen;
};

/** Helpers of so many threads, how often their program was asked for, and what was told. */
export const watchedHelpers = (threads: number) => {
  let asked = 0;
  const told: string[] = [];
  const script = (): Promise<string> => {
    asked++;
    return fitHelper();
  };
  const helpers: Helpers = { script, threads, alone: reason => void told.push(reason) };
  return { helpers, told, asked: () => asked };
};

export const width = 12;
export const names = Array.from({ length: width }, (_, j) => `x${j}`);

/** A table with a number, two and more classes to learn: `y`, `two` and `c`. */
export const threeLabels = (): Promise<TestTable> => {
  const random = randomOf(5);
  const rows = Array.from({ length: 6000 }, () => {
    const x = names.map(() => Math.round(1000 * random()) / 1000);
    const sum = (x[0] ?? 0) + (x[1] ?? 0) * (x[2] ?? 0) + 0.1 * random();
    return [...x, sum, Math.floor(1.5 * sum), sum > 0.8 ? 1 : 0];
  });
  return tableOf(
    [...names, 'y', 'c', 'two'].map(name => `${name} DOUBLE`),
    rows,
  );
};
