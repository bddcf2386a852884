/** One pass of k-means: each row to its nearest centre. */
import { bump as add, get as element } from '../kernels.ts';
import type { Passes } from '../passes.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const bump = add;
const get = element;

type Far = { readonly distance: number; readonly cluster: number; readonly values: Float64Array };

export type Assigned = {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
  readonly inertia: number;
  /** The rows farthest from their centres, farthest first; as many as there are empty clusters at most. */
  readonly farthest: readonly Far[];
};

export const assign = async (passes: Passes, width: number, centres: Float64Array): Promise<Assigned> => {
  const first = await assignPass(passes, width, centres, 0);
  const empty = first.sizes.filter(size => size === 0).length;
  return empty === 0 ? first : assignPass(passes, width, centres, empty);
};

const assignPass = async (
  passes: Passes,
  width: number,
  centres: Float64Array,
  keep: number,
): Promise<Assigned> => {
  const k = centres.length / width;
  const sums = new Float64Array(k * width);
  const sizes = new Float64Array(k);
  const farthest: Far[] = [];
  let inertia = 0;
  let distance = new Float64Array(0);
  let best = new Float64Array(0);
  let nearest = new Int32Array(0);
  await passes.each(({ rows: n, stride, values }) => {
    if (best.length < n) {
      distance = new Float64Array(n);
      best = new Float64Array(n);
      nearest = new Int32Array(n);
    }
    best.fill(Number.POSITIVE_INFINITY, 0, n);
    for (let c = 0; c < k; c++) {
      distance.fill(0, 0, n);
      let j = 0;
      for (; j + 3 < width; j += 4)
        addFourSquares(distance, values, j * stride, stride, centres, c * width + j, n);
      for (; j < width; j++) addSquares(distance, values, j * stride, get(centres, c * width + j), n);
      for (let r = 0; r < n; r++) {
        const d = get(distance, r);
        if (d < get(best, r)) {
          best[r] = d;
          nearest[r] = c;
        }
      }
    }
    for (let r = 0; r < n; r++) {
      inertia += get(best, r);
      bump(sizes, nearest[r] as number, 1);
    }
    for (let j = 0; j < width; j++)
      for (let r = 0; r < n; r++) bump(sums, (nearest[r] as number) * width + j, get(values, j * stride + r));
    if (keep === 0) return;
    for (let r = 0; r < n; r++) {
      if (farthest.length === keep && get(best, r) <= (farthest.at(-1)?.distance ?? 0)) continue;
      farthest.push({
        distance: get(best, r),
        cluster: nearest[r] as number,
        values: Float64Array.from({ length: width }, (_, j) => get(values, j * stride + r)),
      });
      farthest.sort((a, b) => b.distance - a.distance);
      farthest.length = Math.min(farthest.length, keep);
    }
  });
  return { sums, sizes, inertia, farthest };
};

const addSquares = (
  to: Float64Array,
  values: Float64Array,
  from: number,
  centre: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) {
    const by = get(values, from + r) - centre;
    to[r] = get(to, r) + by * by;
  }
};

/** Four columns at once: the distances are read and written a quarter as often. */
const addFourSquares = (
  to: Float64Array,
  values: Float64Array,
  from: number,
  stride: number,
  centres: Float64Array,
  at: number,
  n: number,
): void => {
  const [c0, c1, c2, c3] = [
    get(centres, at),
    get(centres, at + 1),
    get(centres, at + 2),
    get(centres, at + 3),
  ];
  for (let r = 0; r < n; r++) {
    const i = from + r;
    const a = (values[i] as number) - c0;
    const b = (values[i + stride] as number) - c1;
    const c = (values[i + 2 * stride] as number) - c2;
    const d = (values[i + 3 * stride] as number) - c3;
    to[r] = (to[r] as number) + (a * a + b * b) + (c * c + d * d);
  }
};

/** Means of the members. A cluster that lost all of its rows takes the row farthest from its centre, as scikit-learn does. */
export const movedCentres = (found: Assigned, width: number, k: number): Float64Array => {
  const sums = found.sums.slice();
  const sizes = found.sizes.slice();
  const far = [...found.farthest];
  for (let c = 0; c < k; c++) {
    if (get(sizes, c) > 0) continue;
    const row = far.shift();
    if (row === undefined) break;
    for (let j = 0; j < width; j++) {
      sums[c * width + j] = get(row.values, j);
      bump(sums, row.cluster * width + j, -get(row.values, j));
    }
    sizes[c] = 1;
    bump(sizes, row.cluster, -1);
  }
  return sums.map((s, i) => {
    const size = get(sizes, Math.floor(i / width));
    return size > 0 ? s / size : 0;
  });
};
