/**
 * What the threads that grow one tree have in common: numbers in shared memory, and who does what. Features are summed each
 * by one thread, in the order of the rows, so the trees are the same whatever the number of threads.
 */
import { fill, type Member } from './fill.ts';
import { pairRows } from './sums.ts';

/** Numbers to go through from which on threads are worth their start. */
export const worthThreads = 20_000_000;

/** Shared memory for numbers. */
export const sharedDoubles = (n: number): Float64Array => new Float64Array(new SharedArrayBuffer(n * 8));
export const sharedInts = (n: number): Int32Array => new Int32Array(new SharedArrayBuffer(n * 4));
export const sharedBytes = (n: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(n));

export type Shared = {
  readonly kind: 'sums';
  /** The bin of each row, by feature. */
  readonly codes: readonly Uint8Array[];
  /** The features, in parts that one thread takes at a time. */
  readonly parts: readonly (readonly Member[])[];
  readonly rows: Int32Array;
  readonly pairs: Float64Array;
  /** Sums of bins, by level of the tree. */
  readonly levels: readonly Float64Array[];
  /** See `place`. */
  readonly board: Int32Array;
};

/** Numbers on the board. */
export const place = {
  /** Goes up with each task; threads wait for it. */
  task: 0,
  /** The next parts of the task that nobody has taken. */
  next: 1,
  /** Parts of the task that are done; the owner waits for it. */
  done: 2,
  level: 3,
  from: 4,
  to: 5,
} as const;

/** Features in a part: few enough to share out, many enough to share what rows count for. */
export const partsOf = (members: readonly Member[], threads: number): readonly (readonly Member[])[] => {
  const size = Math.max(1, Math.min(8, Math.ceil(members.length / threads)));
  return Array.from({ length: Math.ceil(members.length / size) }, (_, i) =>
    members.slice(i * size, (i + 1) * size),
  );
};

/** Takes parts of the task on the board until none is left. */
export const work = ({ codes, parts, rows, pairs, levels, board }: Shared): (() => void) => {
  const target = pairRows(pairs);
  return () => {
    for (;;) {
      const part = parts[Atomics.add(board, place.next, 1)];
      if (part === undefined) return;
      const level = levels[Atomics.load(board, place.level)] as Float64Array;
      const own = rows.subarray(Atomics.load(board, place.from), Atomics.load(board, place.to));
      fill(codes, part, own, target, level);
      Atomics.add(board, place.done, 1);
      Atomics.notify(board, place.done);
    }
  };
};
