/**
 * What the threads that grow trees together have in common: numbers in shared memory, and who does what. Features are
 * summed each by one thread, in the order of the rows, which stays when they are moved; everything else is row by row. So
 * the trees are the same whatever the number of threads.
 */
import { place } from '../workers/board.ts';
import { fill, type Member } from './fill.ts';
import { addStep, chancesOf, type Standing, slopesOf } from './slopes.ts';
import { pairRows, sides } from './sums.ts';

export type TreeShare = {
  readonly kind: 'tree';
  /** The bin of each row, by feature. */
  readonly codes: readonly Uint8Array[];
  /** The features, in parts that one thread takes at a time. */
  readonly parts: readonly (readonly Member[])[];
  readonly rows: Int32Array;
  /** Where rows that move stand meanwhile. */
  readonly spare: Int32Array;
  /** Of rows that are moved in parts, how many of each part go left. */
  readonly moved: Int32Array;
  readonly standing: Standing;
  /** Sums of bins, by level of the tree. */
  readonly levels: readonly Float64Array[];
  /** Leaves of a tree: the rows of each, from and to by turns, and its step. */
  readonly leaves: { readonly ends: Int32Array; readonly steps: Float64Array };
};

/** What a task is: sums of a level, slopes of a score, chances, rows that move, or steps of leaves. */
export const task = { sums: 0, slopes: 1, chances: 2, move: 3, steps: 4 } as const;

/** Rows in a part of what is done row by row. */
export const partRows = 32_768;

/** Features in a part: few enough to share out, many enough to share what rows count for. */
export const partsOf = (members: readonly Member[], threads: number): readonly (readonly Member[])[] => {
  const size = Math.max(1, Math.min(8, Math.ceil(members.length / threads)));
  return Array.from({ length: Math.ceil(members.length / size) }, (_, i) =>
    members.slice(i * size, (i + 1) * size),
  );
};

/** Does one part of the task on the board. */
export const partOf = (share: TreeShare, board: Int32Array): ((part: number) => void) => {
  const { codes, parts, rows, spare, moved, standing, levels, leaves } = share;
  const target = pairRows(standing.pairs);
  const about = (i: number): number => Atomics.load(board, place.about[i + 1] ?? 0);
  const n = rows.length;
  return part => {
    const [from, to] = [part * partRows, Math.min(n, (part + 1) * partRows)];
    switch (about(0)) {
      case task.sums: {
        const own = rows.subarray(about(2), about(3));
        fill(codes, parts[part] as readonly Member[], own, target, levels[about(1)] as Float64Array);
        break;
      }
      case task.slopes:
        slopesOf(standing, about(1), from, to);
        break;
      case task.chances:
        chancesOf(standing, from, to);
        break;
      case task.move: {
        const [first, last] = chunkOf(about(3), about(4), part, moved.length);
        const own = rows.subarray(first, last);
        moved[part] = sides(codes[about(1)] as Uint8Array, about(2), own, spare.subarray(first, last));
        break;
      }
      case task.steps: {
        const [ends, step] = [leaves.ends, leaves.steps[part] as number];
        const scores = standing.scores[about(1)] as Float64Array;
        addStep(scores, rows, ends[2 * part] as number, ends[2 * part + 1] as number, step);
        break;
      }
    }
  };
};

/** The rows of one of so many parts that are moved apart and put together. */
export const chunkOf = (from: number, to: number, part: number, parts: number): readonly [number, number] => {
  const size = Math.ceil((to - from) / parts);
  return [Math.min(to, from + part * size), Math.min(to, from + (part + 1) * size)];
};
