/**
 * What the threads that grow one tree have in common: numbers in shared memory, and who does what. Features are summed each
 * by one thread, in the order of the rows, so the trees are the same whatever the number of threads.
 */
import { place } from '../workers/board.ts';
import { fill, type Member } from './fill.ts';
import { pairRows } from './sums.ts';

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
  /** A task is about a level, and the rows from one place to another. */
  readonly board: Int32Array;
};

/** Features in a part: few enough to share out, many enough to share what rows count for. */
export const partsOf = (members: readonly Member[], threads: number): readonly (readonly Member[])[] => {
  const size = Math.max(1, Math.min(8, Math.ceil(members.length / threads)));
  return Array.from({ length: Math.ceil(members.length / size) }, (_, i) =>
    members.slice(i * size, (i + 1) * size),
  );
};

/** Sums one part of the task on the board. */
export const sumsOf = ({ codes, parts, rows, pairs, levels, board }: Shared): ((part: number) => void) => {
  const target = pairRows(pairs);
  const [level, from, to] = place.about;
  return part => {
    const own = rows.subarray(Atomics.load(board, from), Atomics.load(board, to));
    const into = levels[Atomics.load(board, level)] as Float64Array;
    fill(codes, parts[part] as readonly Member[], own, target, into);
  };
};
