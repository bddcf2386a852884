/** What k-means asks of a block: which centre each row is nearest to, and the sums that the centres move by. */
import type { Asking } from '../by-block/asking.ts';
import { dot, get as element } from '../kernels.ts';
import { ownSquares } from '../members.ts';
import { weightReader } from '../weights.ts';
import { type Bounds, boundedSearch } from './bounds.ts';
import { nearestSearch } from './nearest.ts';
import { keepsSums, memberSums } from './sums.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** The first `width` columns are the terms, with the weight behind them where there is one. */
export type MembersPlan = {
  readonly kind: 'members';
  readonly width: number;
  readonly k: number;
  readonly weight: string | undefined;
};

/** Where things stand in what is asked: the number of the pass, whether to measure, the centres, how far each of them moved. */
export const askedPlace = ({ width, k }: MembersPlan) => ({
  pass: 0,
  measuring: 1,
  centres: 2,
  moves: 2 + k * width,
  end: 2 + k * width + k,
});

/** Where things stand in an answer: sums by cluster and column, rows and weights by cluster, weighted squared distances. */
export const answerPlace = ({ width, k }: MembersPlan) => ({
  sums: 0,
  sizes: k * width,
  weights: k * width + k,
  inertia: k * width + 2 * k,
  end: k * width + 2 * k + 1,
});

/**
 * Of a block that stays, 20 bytes of bounds a row are known and, for few clusters, its sums, which take a thirty-second of
 * what its rows take. The answers are the same bits either way.
 */
export const membersAsked = (plan: MembersPlan): Asking => {
  const { width, k, weight } = plan;
  const [asked, found] = [askedPlace(plan), answerPlace(plan)];
  const bounded = boundedSearch(width);
  const search = nearestSearch(width);
  const add = memberSums(width);
  const read = weightReader(weight, width);
  let w = new Float64Array(0);
  let squares = new Float64Array(0);
  let every = new Uint32Array(0);
  let pass = Number.NaN;
  return {
    input: asked.end,
    output: found.end,
    known: rows => knownPlace(rows).sums + (keepsSums(k, rows) ? k * width : 0),
    answer: (block, input, output, known) => {
      const n = block.rows;
      if (w.length < n) {
        w = new Float64Array(n);
        squares = new Float64Array(n);
        every = Uint32Array.from({ length: n }, (_, r) => r);
      }
      read(block, w);
      const centres = input.subarray(asked.centres, asked.moves);
      if (known !== undefined && pass !== input[asked.pass]) {
        bounded.begin(centres, input.subarray(asked.moves, asked.end));
        pass = get(input, asked.pass);
      }
      output.fill(0);
      const before = known && beforeOf(known, n);
      const { cluster, marks } = before
        ? bounded.find(block, before.bounds, before.fresh)
        : { ...search(block, centres), marks: undefined };
      countMembers(output, found.sizes, found.weights, cluster, w, n);
      add(output.subarray(0, k * width), block, cluster, w, marks && before && { marks, sums: before.sums });
      if (input[asked.measuring] !== 1) return;
      ownSquares(block, every, cluster, centres, width, n, squares);
      output[found.inertia] = dot(w, 0, squares, 0, n);
    },
  };
};

/** Bounds of so many rows, whether there are any, and sums. */
const knownPlace = (n: number) => ({
  upper: 0,
  lower: n,
  cluster: 2 * n,
  seen: 2 * n + Math.ceil(n / 2),
  sums: 2 * n + Math.ceil(n / 2) + 1,
});

type Before = { readonly bounds: Bounds; readonly sums: Float64Array; readonly fresh: boolean };

const beforeOf = (known: Float64Array, n: number): Before => {
  const { upper, lower, cluster, seen, sums } = knownPlace(n);
  const fresh = known[seen] === 0;
  known[seen] = 1;
  const bounds = {
    upper: known.subarray(upper, n),
    lower: known.subarray(lower, lower + n),
    cluster: new Int32Array(known.buffer, known.byteOffset + 8 * cluster, n),
  };
  return { bounds, sums: known.subarray(sums), fresh };
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const countMembers = (
  output: Float64Array,
  sizes: number,
  weights: number,
  cluster: Int32Array,
  w: Float64Array,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const c = cluster[r] as number;
    (output[sizes + c] as number) += 1;
    (output[weights + c] as number) += get(w, r);
  }
};
