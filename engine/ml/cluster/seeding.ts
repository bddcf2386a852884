/** Greedy k-means++: each new centre is the best of a few rows drawn by their distance from those before. */
import { engineError } from '../../diagnostics/errors.ts';
import type { Random } from '../../plan/random.ts';
import type { Block } from '../engine.ts';
import { dot, get as element, total } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import { weightReader } from '../weights.ts';
import { assigning } from './assign.ts';
import { movedCentres } from './move.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** The best of several seedings after a few passes over the sample. */
export const seeded = async (
  sample: Passes,
  width: number,
  k: number,
  random: Random,
  starts: number,
  weight?: string,
): Promise<Float64Array> => {
  const { rows, weights } = await rowsOf(sample, width, weight);
  let best: { readonly centres: Float64Array; readonly inertia: number } | undefined;
  for (let start = 0; start < starts; start++) {
    const clusters = assigning(sample, width, weight);
    let centres = plusPlus(rows, weights, width, k, random);
    for (let pass = 0; pass < 10; pass++) centres = await movedCentres(clusters, centres);
    const { inertia } = await clusters.measure(centres);
    if (best === undefined || inertia < best.inertia) best = { centres, inertia };
  }
  return best?.centres ?? new Float64Array(k * width);
};

/** Row after row, with the weight of each. */
const rowsOf = async (
  sample: Passes,
  width: number,
  weight: string | undefined,
): Promise<{ readonly rows: Float64Array; readonly weights: Float64Array }> => {
  const blocks: Block[] = [];
  await sample.each(block => void blocks.push(block));
  const count = blocks.reduce((n, block) => n + block.rows, 0);
  const rows = new Float64Array(count * width);
  const weights = new Float64Array(count);
  const read = weightReader(weight, width);
  let at = 0;
  for (const block of blocks) {
    read(block, weights.subarray(at, at + block.rows));
    turn(block, width, rows, at * width);
    at += block.rows;
  }
  return { rows, weights };
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const turn = ({ rows: n, stride, values }: Block, width: number, rows: Float64Array, from: number): void => {
  for (let r = 0; r < n; r++)
    for (let j = 0; j < width; j++) rows[from + r * width + j] = get(values, j * stride + r);
};

const plusPlus = (
  rows: Float64Array,
  weights: Float64Array,
  width: number,
  k: number,
  random: Random,
): Float64Array => {
  const centres = new Float64Array(k * width);
  const tries = 2 + Math.floor(Math.log(k));
  let nearest: Float64Array = new Float64Array(weights.length).fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < k; c++) {
    if (c > 0 && dot(nearest, 0, weights, 0, weights.length) === 0)
      throw engineError('ml-few-rows', { rows: c, needed: k, what: `${k} clusters` });
    const mass = c === 0 ? weights : nearest.map((d, r) => d * get(weights, r));
    const drawn = Array.from({ length: c === 0 ? 1 : tries }, () => draw(mass, random));
    const options = drawn.map(row => {
      const distances = closer(rows, width, row, nearest);
      return { row, distances, left: dot(distances, 0, weights, 0, weights.length) };
    });
    const best = options.reduce((a, b) => (b.left < a.left ? b : a));
    centres.set(rows.subarray(best.row * width, (best.row + 1) * width), c * width);
    nearest = best.distances;
  }
  return centres;
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

const closer = (rows: Float64Array, width: number, to: number, than: Float64Array): Float64Array => {
  const distances = than.slice();
  const centre = rows.slice(to * width, (to + 1) * width);
  keepCloser(rows, width, centre, distances);
  return distances;
};

const keepCloser = (
  rows: Float64Array,
  width: number,
  centre: Float64Array,
  distances: Float64Array,
): void => {
  for (let r = 0; r < distances.length; r++) {
    const d = squareBetween(rows, r * width, centre, width, get(distances, r));
    if (d < get(distances, r)) distances[r] = d;
  }
};

/** Stops where it is beyond `most`. */
const squareBetween = (
  rows: Float64Array,
  from: number,
  centre: Float64Array,
  width: number,
  most: number,
): number => {
  let d = 0;
  let j = 0;
  for (; j + 3 < width && d < most; j += 4) {
    const x = get(rows, from + j) - get(centre, j);
    const y = get(rows, from + j + 1) - get(centre, j + 1);
    const z = get(rows, from + j + 2) - get(centre, j + 2);
    const u = get(rows, from + j + 3) - get(centre, j + 3);
    d += x * x + y * y + (z * z + u * u);
  }
  return d < most ? d + restBetween(rows, from, centre, j, width) : d;
};

const restBetween = (
  rows: Float64Array,
  from: number,
  centre: Float64Array,
  start: number,
  width: number,
): number => {
  let d = 0;
  for (let j = start; j < width; j++) {
    const by = get(rows, from + j) - get(centre, j);
    d += by * by;
  }
  return d;
};
