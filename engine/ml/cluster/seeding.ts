/** Greedy k-means++: each new centre is the best of a few rows drawn by their distance from those before. */
import { engineError, invariant } from '../../diagnostics/errors.ts';
import type { Random } from '../../plan/random.ts';
import type { Block } from '../engine.ts';
import { dot, get as element, total } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import { weightReader } from '../weights.ts';
import type { Team } from '../workers/team.ts';
import { assigning } from './assign.ts';
import type { MembersPlan } from './members-asked.ts';
import { movedCentres } from './move.ts';
import { squaresTo, tile } from './nearest.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** The best of several seedings after a few passes over the sample. */
export const seeded = async (
  sample: Passes,
  about: Omit<MembersPlan, 'kind'>,
  random: Random,
  starts: number,
  team?: Team,
): Promise<Float64Array> => {
  const { width, k, weight } = about;
  const rows = await rowsOf(sample, weight, width);
  let best: { readonly centres: Float64Array; readonly inertia: number } | undefined;
  for (let start = 0; start < starts; start++) {
    const clusters = assigning(sample, about, team);
    let centres = plusPlus(rows, width, k, random);
    for (let pass = 0; pass < 10; pass++) centres = await movedCentres(clusters, centres);
    const { inertia } = await clusters.measure(centres);
    if (best === undefined || inertia < best.inertia) best = { centres, inertia };
  }
  return best?.centres ?? new Float64Array(k * width);
};

type Rows = { readonly blocks: readonly Block[]; readonly weights: Float64Array };

const rowsOf = async (sample: Passes, weight: string | undefined, width: number): Promise<Rows> => {
  const blocks: Block[] = [];
  await sample.each(block => void blocks.push(block));
  const weights = new Float64Array(blocks.reduce((n, block) => n + block.rows, 0));
  const read = weightReader(weight, width);
  let at = 0;
  for (const block of blocks) {
    read(block, weights.subarray(at, at + block.rows));
    at += block.rows;
  }
  return { blocks, weights };
};

const plusPlus = (rows: Rows, width: number, k: number, random: Random): Float64Array => {
  const { weights } = rows;
  const centres = new Float64Array(k * width);
  const tries = 2 + Math.floor(Math.log(k));
  let nearest: Float64Array = new Float64Array(weights.length).fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < k; c++) {
    if (c > 0 && dot(nearest, 0, weights, 0, weights.length) === 0)
      throw engineError('ml-few-rows', { rows: c, needed: k, what: `${k} clusters` });
    const mass = c === 0 ? weights : products(nearest, weights);
    const drawn = Array.from({ length: c === 0 ? 1 : tries }, () => rowAt(rows, draw(mass, random), width));
    const options = closer(rows, drawn, nearest, width).map((distances, i) => ({
      row: drawn[i] as Float64Array,
      distances,
      left: dot(distances, 0, weights, 0, weights.length),
    }));
    const best = options.reduce((a, b) => (b.left < a.left ? b : a));
    centres.set(best.row, c * width);
    nearest = best.distances;
  }
  return centres;
};

const rowAt = ({ blocks }: Rows, row: number, width: number): Float64Array => {
  let r = row;
  const block = blocks.find(({ rows }) => {
    if (r < rows) return true;
    r -= rows;
    return false;
  });
  invariant(block !== undefined, 'a row that was drawn is there');
  return Float64Array.from({ length: width }, (_, j) => get(block.values, j * block.stride + r));
};

/** A row, as often as its share of the weights. */
const draw = (weights: Float64Array, random: Random): number => {
  let left = random() * sum(weights);
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = get(weights, i);
    if (weight > 0) last = i;
    left -= weight;
    if (left < 0) return i;
  }
  return last;
};

const sum = (values: Float64Array): number => total(values, 0, values.length);

/** For each of some new centres, how far all rows would be from the nearest with it. */
const closer = (
  { blocks }: Rows,
  drawn: readonly Float64Array[],
  nearest: Float64Array,
  width: number,
): readonly Float64Array[] => {
  const centres = Float64Array.from(drawn.flatMap(row => Array.from(row)));
  const places = drawn.map((_, i) => i);
  const squares = new Float64Array(drawn.length * tile);
  const all = drawn.map(() => new Float64Array(nearest.length));
  let at = 0;
  for (const block of blocks) {
    for (let from = 0; from < block.rows; from += tile) {
      const n = Math.min(tile, block.rows - from);
      squaresTo(squares, block, from, n, centres, places, width);
      for (const [i, distances] of all.entries()) keepCloser(squares, i * tile, nearest, at, distances, n);
      at += n;
    }
  }
  return all;
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const keepCloser = (
  squares: Float64Array,
  from: number,
  nearest: Float64Array,
  at: number,
  into: Float64Array,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const d = get(squares, from + r);
    const before = get(nearest, at + r);
    into[at + r] = d < before ? d : before;
  }
};

const products = (a: Float64Array, b: Float64Array): Float64Array => {
  const all = new Float64Array(a.length);
  for (let r = 0; r < a.length; r++) all[r] = get(a, r) * get(b, r);
  return all;
};
