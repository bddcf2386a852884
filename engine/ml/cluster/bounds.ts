/**
 * The nearest centre of every row, pass after pass, without looking at every centre again (Hamerly, "Making k-means even
 * faster", SDM 2010). For each row it is kept how far its own centre is at most and any other at least; both change by no
 * more than the centres moved. The answer is that of looking at all of them, to the last bit: a row is only left out where
 * the bounds are apart by more than rounding. Rows that are searched look only at the centres that may be nearer than their own.
 */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';
import { ownSquares } from '../members.ts';
import { clear, farthestOf, farthestOthers, gapsOf, sortedByOwner } from './gaps.ts';
import { type Nearest, nearestSearch } from './nearest.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type Bounds = {
  readonly cluster: Int32Array;
  readonly upper: Float64Array;
  readonly lower: Float64Array;
};

export type BoundedSearch = {
  /** Says where the centres of the pass that begins are, and how far each moved since the pass before. */
  readonly begin: (centres: Float64Array, moves: Float64Array) => void;
  /**
   * Brings what is known of a block up to date, all of it where it is `fresh`: the nearest centres, and the clusters whose
   * members are not those of the pass before marked 1; valid until the next call.
   */
  readonly find: (
    block: Block,
    known: Bounds,
    fresh: boolean,
  ) => { readonly cluster: Int32Array; readonly marks: Uint8Array };
};

/** Beyond this share of a block's rows it is quicker to search all of it than to gather them. */
const most = 0.6;

export const boundedSearch = (width: number): BoundedSearch => {
  const search = nearestSearch(width);
  let centres: Float64Array = new Float64Array(0);
  let moves: Float64Array = new Float64Array(0);
  let others: Float64Array = new Float64Array(0);
  let gaps = gapsOf(centres, width);
  let marks = new Uint8Array(0);
  let open = new Uint32Array(0);
  let sorted = new Uint32Array(0);
  let squares = new Float64Array(0);
  let gathered = new Float64Array(0);

  const begin: BoundedSearch['begin'] = (next, by) => {
    const k = by.length;
    moves = by.slice();
    others = farthestOthers(moves);
    if (marks.length !== k) marks = new Uint8Array(k);
    gaps = gapsOf(next, width);
    centres = next.slice();
  };

  /** Rows whose bounds do not tell their centre: first by what is known, then by the distance to their own. */
  const opened = (block: Block, known: Bounds): number => {
    const count = widen(known, moves, others, gaps.half, open);
    if (count === 0) return 0;
    ownSquares(block, open, known.cluster, centres, width, count, squares);
    return narrow(known, squares, gaps.half, open, count);
  };

  const again = (block: Block, known: Bounds): void => {
    if (open.length < block.rows) {
      open = new Uint32Array(block.rows);
      sorted = new Uint32Array(block.rows);
      squares = new Float64Array(block.rows);
    }
    const count = opened(block, known);
    if (count === 0) return;
    if (count > most * block.rows) renewAll(known, search(block, centres), block.rows, marks);
    else byOwner(block, known, count);
  };

  /** Cluster by cluster: no row of one looks at a centre more than twice as far from its own as the row is. */
  const byOwner = (block: Block, known: Bounds, count: number): void => {
    const ends = sortedByOwner(known.cluster, open, count, moves.length, sorted);
    const values = gather(block, count);
    let from = 0;
    for (let c = 0; c < ends.length; c++) {
      const end = get(ends, c);
      if (end === from) continue;
      const { near, beyond } = gaps.around(c, farthestOf(known.upper, sorted, from, end));
      const found = search({ rows: end - from, stride: count, values: values.subarray(from) }, centres, near);
      renew(known, found, sorted, from, end, beyond, marks);
      from = end;
    }
  };

  const gather = ({ stride, values }: Block, count: number): Float64Array => {
    if (gathered.length < count * width) gathered = new Float64Array(count * width);
    for (let j = 0; j < width; j++) gatherColumn(gathered, j * count, values, j * stride, sorted, count);
    return gathered;
  };

  const find: BoundedSearch['find'] = (block, known, fresh) => {
    marks.fill(fresh ? 1 : 0);
    if (fresh) renewAll(known, search(block, centres), block.rows, marks);
    else again(block, known);
    return { cluster: known.cluster, marks };
  };
  return { begin, find };
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.

/** Lets the bounds apart by how far the centres moved; the rows that they leave open, and how many those are. */
const widen = (
  { cluster, upper, lower }: Bounds,
  moves: Float64Array,
  others: Float64Array,
  half: Float64Array,
  open: Uint32Array,
): number => {
  let count = 0;
  for (let r = 0; r < cluster.length; r++) {
    const c = cluster[r] as number;
    const low = get(lower, r) - get(others, c);
    const up = get(upper, r) + get(moves, c);
    lower[r] = low;
    upper[r] = up;
    if (!clear(up, Math.max(low, get(half, c)))) open[count++] = r;
  }
  return count;
};

/** Sets the upper bounds of open rows to their distances; those still open, and how many. */
const narrow = (
  { cluster, upper, lower }: Bounds,
  squares: Float64Array,
  half: Float64Array,
  open: Uint32Array,
  count: number,
): number => {
  let left = 0;
  for (let i = 0; i < count; i++) {
    const r = open[i] as number;
    const up = Math.sqrt(get(squares, i));
    upper[r] = up;
    if (!clear(up, Math.max(get(lower, r), get(half, cluster[r] as number)))) open[left++] = r;
  }
  return left;
};

const mark = (marks: Uint8Array, before: number, now: number): void => {
  marks[before] = 1;
  marks[now] = 1;
};

const renewAll = ({ cluster, upper, lower }: Bounds, found: Nearest, n: number, marks: Uint8Array): void => {
  for (let r = 0; r < n; r++) {
    if (cluster[r] !== found.cluster[r]) mark(marks, cluster[r] as number, found.cluster[r] as number);
    cluster[r] = found.cluster[r] as number;
    upper[r] = Math.sqrt(get(found.best, r));
    lower[r] = Math.sqrt(get(found.second, r));
  }
};

/** What was found for some rows; no centre that was left out is nearer to their old ones than `beyond`. */
const renew = (
  { cluster, upper, lower }: Bounds,
  found: Nearest,
  rows: Uint32Array,
  from: number,
  end: number,
  beyond: number,
  marks: Uint8Array,
): void => {
  for (let i = from; i < end; i++) {
    const r = rows[i] as number;
    lower[r] = Math.min(Math.sqrt(get(found.second, i - from)), beyond - get(upper, r));
    const c = found.cluster[i - from] as number;
    if (cluster[r] !== c) mark(marks, cluster[r] as number, c);
    cluster[r] = c;
    upper[r] = Math.sqrt(get(found.best, i - from));
  }
};

const gatherColumn = (
  to: Float64Array,
  at: number,
  values: Float64Array,
  from: number,
  rows: Uint32Array,
  count: number,
): void => {
  for (let i = 0; i < count; i++) to[at + i] = get(values, from + (rows[i] as number));
};
