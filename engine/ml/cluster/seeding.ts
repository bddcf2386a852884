/** Greedy k-means++: each new centre is the best of a few rows drawn by their distance from those before. */
import { engineError } from '../../diagnostics/errors.ts';
import type { Random } from '../../plan/random.ts';
import { get as element } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import { assign, movedCentres } from './assign.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** The best of several seedings after a few passes over the sample. */
export const seeded = async (
  sample: Passes,
  width: number,
  k: number,
  random: Random,
  starts: number,
): Promise<Float64Array> => {
  const rows = await rowsOf(sample, width);
  let best: { readonly centres: Float64Array; readonly inertia: number } | undefined;
  for (let start = 0; start < starts; start++) {
    let centres = plusPlus(rows, width, k, random);
    for (let pass = 0; pass < 10; pass++)
      centres = movedCentres(await assign(sample, width, centres), width, k);
    const { inertia } = await assign(sample, width, centres);
    if (best === undefined || inertia < best.inertia) best = { centres, inertia };
  }
  return best?.centres ?? new Float64Array(k * width);
};

/** Row after row. */
const rowsOf = async (sample: Passes, width: number): Promise<Float64Array> => {
  const parts: Float64Array[] = [];
  await sample.each(({ rows, stride, values }) => {
    const part = new Float64Array(rows * width);
    for (let r = 0; r < rows; r++)
      for (let j = 0; j < width; j++) part[r * width + j] = get(values, j * stride + r);
    parts.push(part);
  });
  const all = new Float64Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const plusPlus = (rows: Float64Array, width: number, k: number, random: Random): Float64Array => {
  const n = rows.length / width;
  const centres = new Float64Array(k * width);
  const tries = 2 + Math.floor(Math.log(k));
  let nearest: Float64Array = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < k; c++) {
    if (c > 0 && sum(nearest) === 0)
      throw engineError('ml-few-rows', { rows: c, needed: k, what: `${k} clusters` });
    const drawn =
      c === 0 ? [Math.floor(random() * n)] : Array.from({ length: tries }, () => draw(nearest, random));
    const options = drawn.map(row => ({ row, distances: closer(rows, width, row, nearest) }));
    const best = options.reduce((a, b) => (sum(b.distances) < sum(a.distances) ? b : a));
    centres.set(rows.subarray(best.row * width, (best.row + 1) * width), c * width);
    nearest = best.distances;
  }
  return centres;
};

const sum = (values: Float64Array): number => values.reduce((s, v) => s + v, 0);

const draw = (weights: Float64Array, random: Random): number => {
  let left = random() * sum(weights);
  for (let i = 0; i < weights.length; i++) {
    left -= get(weights, i);
    if (left < 0) return i;
  }
  return Math.floor(random() * weights.length);
};

const closer = (rows: Float64Array, width: number, to: number, than: Float64Array): Float64Array =>
  than.map((before, r) => {
    let d = 0;
    for (let j = 0; j < width; j++) d += (get(rows, r * width + j) - get(rows, to * width + j)) ** 2;
    return Math.min(before, d);
  });
