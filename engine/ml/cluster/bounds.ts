/**
 * The nearest centre of every row, pass after pass, without looking at every centre again (Hamerly, "Making k-means even
 * faster", SDM 2010). For each row it is kept how far its own centre is at most and any other at least; both change by no
 * more than the centres moved. The answer is that of looking at all of them, to the last bit: a row is only left out where
 * the bounds are apart by more than rounding.
 */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';
import { ownSquares } from '../members.ts';
import { type Nearest, nearestSearch } from './nearest.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

type Bounds = { readonly cluster: Int32Array; readonly upper: Float64Array; readonly lower: Float64Array };

export type BoundedSearch = {
  /** Says where the centres of the pass that begins are. */
  readonly begin: (centres: Float64Array) => void;
  /** The nearest centres of the pass's `at`-th block; valid until the next pass. */
  readonly find: (block: Block, at: number) => Int32Array;
};

/** Beyond this share of a block's rows it is quicker to search all of it than to gather them. */
const most = 0.6;
const apart = 1e-9;

export const boundedSearch = (width: number): BoundedSearch => {
  const search = nearestSearch(width);
  const blocks: Bounds[] = [];
  let centres = new Float64Array(0);
  let moves = new Float64Array(0);
  /** Half the distance from each centre to the nearest other. */
  let half = new Float64Array(0);
  let open = new Uint32Array(0);
  let owner = new Int32Array(0);
  let squares = new Float64Array(0);
  let gathered = new Float64Array(0);

  const begin = (next: Float64Array): void => {
    const k = next.length / width;
    moves = Float64Array.from({ length: k }, (_, c) =>
      centres.length === next.length ? between(centres, c, next, c, width) : 0,
    );
    half = Float64Array.from({ length: k }, (_, c) => {
      let least = Number.POSITIVE_INFINITY;
      for (let other = 0; other < k; other++)
        if (other !== c) least = Math.min(least, between(next, c, next, other, width));
      return least / 2;
    });
    centres = next.slice();
  };

  const first = (block: Block): Bounds => {
    const { cluster, best, second } = search(block, centres);
    return {
      cluster: cluster.slice(0, block.rows),
      upper: best.slice(0, block.rows).map(Math.sqrt),
      lower: second.slice(0, block.rows).map(Math.sqrt),
    };
  };

  /** Rows whose bounds do not tell their centre: first by what is known, then by the distance to their own. */
  const opened = (block: Block, known: Bounds): number => {
    const { cluster } = known;
    let [farthest, next] = [0, 0];
    for (const move of moves)
      if (move > farthest) [farthest, next] = [move, farthest];
      else if (move > next) next = move;
    const others = moves.map(move => (move === farthest ? next : farthest));
    const count = widen(known, moves, others, half, open);
    if (count === 0) return 0;
    // Those of all rows where most are wanted, since the values of one row stand far apart.
    const all = count > most * cluster.length;
    const some = all ? block : gather(block, count);
    if (!all) owners(owner, cluster, open, count);
    ownSquares(some, all ? cluster : owner, centres, width, some.rows, squares);
    return all ? narrow(known, squares, half, open, count) : narrowSome(known, squares, half, open, count);
  };

  const again = (block: Block, known: Bounds): void => {
    if (open.length < block.rows) {
      open = new Uint32Array(block.rows);
      owner = new Int32Array(block.rows);
      squares = new Float64Array(block.rows);
    }
    const count = opened(block, known);
    if (count === 0) return;
    const whole = count > most * block.rows;
    const found = search(whole ? block : gather(block, count), centres);
    if (whole) renew(known, found, block.rows);
    else renewSome(known, found, open, count);
  };

  const gather = ({ stride, values }: Block, count: number): Block => {
    if (gathered.length < count * width) gathered = new Float64Array(count * width);
    for (let j = 0; j < width; j++) gatherColumn(gathered, j * count, values, j * stride, open, count);
    return { rows: count, stride: count, values: gathered };
  };

  const find = (block: Block, at: number): Int32Array => {
    const known = blocks[at];
    if (known !== undefined) again(block, known);
    else blocks[at] = first(block);
    return (blocks[at] as Bounds).cluster;
  };
  return { begin, find };
};

// Each loop over rows is a function of its own that returns after it: V8 drops its fast code where it comes to what had not
// run yet when it was made, and did so at each call.

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

/** Sets the upper bounds of open rows to their distances, which stand by row; those still open, and how many. */
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
    const up = Math.sqrt(get(squares, r));
    upper[r] = up;
    if (!clear(up, Math.max(get(lower, r), get(half, cluster[r] as number)))) open[left++] = r;
  }
  return left;
};

/** The same where the distances stand in the order of the open rows. */
const narrowSome = (
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

const owners = (owner: Int32Array, cluster: Int32Array, open: Uint32Array, count: number): void => {
  for (let i = 0; i < count; i++) owner[i] = cluster[open[i] as number] as number;
};

const renew = ({ cluster, upper, lower }: Bounds, found: Nearest, n: number): void => {
  for (let r = 0; r < n; r++) {
    cluster[r] = found.cluster[r] as number;
    upper[r] = Math.sqrt(get(found.best, r));
    lower[r] = Math.sqrt(get(found.second, r));
  }
};

const renewSome = (
  { cluster, upper, lower }: Bounds,
  found: Nearest,
  open: Uint32Array,
  count: number,
): void => {
  for (let i = 0; i < count; i++) {
    const r = open[i] as number;
    cluster[r] = found.cluster[i] as number;
    upper[r] = Math.sqrt(get(found.best, i));
    lower[r] = Math.sqrt(get(found.second, i));
  }
};

const gatherColumn = (
  to: Float64Array,
  at: number,
  values: Float64Array,
  from: number,
  open: Uint32Array,
  count: number,
): void => {
  for (let i = 0; i < count; i++) to[at + i] = get(values, from + (open[i] as number));
};

const clear = (upper: number, bound: number): boolean => upper + apart * (upper + bound) < bound;

const between = (a: Float64Array, i: number, b: Float64Array, j: number, width: number): number => {
  let squares = 0;
  for (let x = 0; x < width; x++) squares += (get(a, i * width + x) - get(b, j * width + x)) ** 2;
  return Math.sqrt(squares);
};
