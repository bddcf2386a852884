/** How far centres are from each other, and which of them a row need not look at. */
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type Gaps = {
  /** Half the distance from each centre to the nearest other. */
  readonly half: Float64Array;
  /**
   * The centres that may be nearer than centre `c` to a row no farther than `reach` from it, in ascending order and with
   * itself; and how far from `c` the nearest of those left out is. Every centre where there are too many to keep their gaps.
   */
  readonly around: (
    c: number,
    reach: number,
  ) => { readonly near: readonly number[] | undefined; readonly beyond: number };
};

const apart = 1e-9;
/** So many centres have half a megabyte of gaps. */
const mostCentres = 256;

/** Whether what is at most `upper` is less than what is at least `bound`, by more than rounding. */
export const clear = (upper: number, bound: number): boolean => upper + apart * (upper + bound) < bound;

export const gapsOf = (centres: Float64Array, width: number): Gaps => {
  const k = centres.length / width;
  const table =
    k > mostCentres
      ? undefined
      : Float64Array.from({ length: k * k }, (_, i) =>
          between(centres, Math.floor(i / k), centres, i % k, width),
        );
  const gap = (c: number, other: number): number =>
    table === undefined ? between(centres, c, centres, other, width) : get(table, c * k + other);
  const half = Float64Array.from({ length: k }, (_, c) => {
    let least = Number.POSITIVE_INFINITY;
    for (let other = 0; other < k; other++) if (other !== c) least = Math.min(least, gap(c, other));
    return least / 2;
  });
  if (table === undefined)
    return { half, around: () => ({ near: undefined, beyond: Number.POSITIVE_INFINITY }) };
  const around: Gaps['around'] = (c, reach) => {
    const near: number[] = [];
    let beyond = Number.POSITIVE_INFINITY;
    for (let other = 0; other < k; other++) {
      const far = gap(c, other);
      if (other !== c && clear(reach, far - reach)) beyond = Math.min(beyond, far);
      else near.push(other);
    }
    return { near, beyond };
  };
  return { half, around };
};

/** For each centre how far any of the others moved. */
export const farthestOthers = (moves: Float64Array): Float64Array => {
  let [farthest, next] = [0, 0];
  for (const move of moves)
    if (move > farthest) [farthest, next] = [move, farthest];
    else if (move > next) next = move;
  return moves.map(move => (move === farthest ? next : farthest));
};

/** Puts rows in the order of their clusters; where those of each cluster end. */
export const sortedByOwner = (
  cluster: Int32Array,
  rows: Uint32Array,
  count: number,
  k: number,
  into: Uint32Array,
): Float64Array => {
  const ends = new Float64Array(k);
  countOwners(cluster, rows, count, ends);
  let before = 0;
  for (let c = 0; c < k; c++) {
    const size = get(ends, c);
    ends[c] = before;
    before += size;
  }
  placeByOwner(cluster, rows, count, ends, into);
  return ends;
};

const countOwners = (cluster: Int32Array, rows: Uint32Array, count: number, sizes: Float64Array): void => {
  for (let i = 0; i < count; i++) (sizes[cluster[rows[i] as number] as number] as number) += 1;
};

const placeByOwner = (
  cluster: Int32Array,
  rows: Uint32Array,
  count: number,
  next: Float64Array,
  into: Uint32Array,
): void => {
  for (let i = 0; i < count; i++) {
    const r = rows[i] as number;
    const c = cluster[r] as number;
    const at = get(next, c);
    into[at] = r;
    next[c] = at + 1;
  }
};

/** The greatest of the bounds of some rows. */
export const farthestOf = (upper: Float64Array, rows: Uint32Array, from: number, end: number): number => {
  let most = 0;
  for (let i = from; i < end; i++) most = Math.max(most, get(upper, rows[i] as number));
  return most;
};

export const between = (a: Float64Array, i: number, b: Float64Array, j: number, width: number): number => {
  let squares = 0;
  for (let x = 0; x < width; x++) squares += (get(a, i * width + x) - get(b, j * width + x)) ** 2;
  return Math.sqrt(squares);
};
