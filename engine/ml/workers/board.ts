/** Work in numbered parts, shared out among threads that meet in shared memory: whoever is free takes the next part. */
import { engineError } from '../../diagnostics/errors.ts';

/** Shared memory for numbers. */
export const sharedDoubles = (n: number): Float64Array => new Float64Array(new SharedArrayBuffer(n * 8));
export const sharedInts = (n: number): Int32Array => new Int32Array(new SharedArrayBuffer(n * 4));
export const sharedBytes = (n: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(n));

export const sharedCopy = (values: Float64Array): Float64Array => {
  const copy = sharedDoubles(values.length);
  copy.set(values);
  return copy;
};

/** Numbers to go through from which on threads are worth their start. */
export const worthThreads = 20_000_000;

/** Numbers on a board. */
export const place = {
  /** Goes up with each task; threads wait for it. */
  task: 0,
  parts: 1,
  /** Parts of the task that nobody has taken; below 0 where threads asked for more. */
  left: 2,
  /** Parts of the task that are done; the owner waits for it. */
  done: 3,
  /** What the task is about, as its owner and its threads agreed. */
  about: [4, 5, 6, 7, 8, 9],
} as const;

export const newBoard = (): Int32Array => sharedInts(10);

/** Does parts of the task on the board until none is left. */
export const takeParts = (board: Int32Array, act: (part: number) => void): void => {
  for (;;) {
    const left = Atomics.sub(board, place.left, 1);
    if (left <= 0) return;
    act(Atomics.load(board, place.parts) - left);
    Atomics.add(board, place.done, 1);
    Atomics.notify(board, place.done);
  }
};

/** Milliseconds, more than any part takes: a thread that has not answered by then is gone. */
const longest = 120_000;

/**
 * Puts a task on the board, does what others leave of it, and waits until all of it is done. Throws `ml-fit-stopped` where a
 * thread does not come back with its part.
 */
export const giveOut = (
  board: Int32Array,
  parts: number,
  about: readonly number[],
  act: (part: number) => void,
  patience = longest,
): void => {
  for (const [i, number] of about.entries()) Atomics.store(board, place.about[i] ?? 0, number);
  Atomics.store(board, place.parts, parts);
  Atomics.store(board, place.done, 0);
  // From here on parts can be taken.
  Atomics.store(board, place.left, parts);
  Atomics.add(board, place.task, 1);
  Atomics.notify(board, place.task);
  takeParts(board, act);
  for (;;) {
    const done = Atomics.load(board, place.done);
    if (done === parts) return;
    if (Atomics.wait(board, place.done, done, patience) === 'timed-out')
      throw engineError('ml-fit-stopped', { reason: 'a thread does not answer' });
  }
};

/** Does parts of one task after another. It waits without its event loop: its owner ends it. */
export const serve = (board: Int32Array, act: (part: number) => void): never => {
  for (;;) {
    const task = Atomics.load(board, place.task);
    takeParts(board, act);
    Atomics.wait(board, place.task, task);
  }
};
