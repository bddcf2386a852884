/**
 * Sums over the rows of a block, each in its cluster or class. Four columns at once: what is looked up by row, its cluster and the
 * sum so far, is looked up a quarter as often.
 */
import type { Block } from './engine.ts';

/** Adds every row, times its weight, to the sums of its cluster, which stand cluster after cluster, then by column. */
export const addMembers = (
  sums: Float64Array,
  { rows, stride, values }: Block,
  cluster: Int32Array,
  weights: Float64Array,
  width: number,
): void => {
  let j = 0;
  for (; j + 3 < width; j += 4) addFour(sums, j, values, j * stride, stride, cluster, weights, width, rows);
  for (; j < width; j++) addOne(sums, j, values, j * stride, cluster, weights, width, rows);
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const addFour = (
  sums: Float64Array,
  j: number,
  values: Float64Array,
  a: number,
  stride: number,
  cluster: Int32Array,
  weights: Float64Array,
  width: number,
  rows: number,
): void => {
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  for (let r = 0; r < rows; r++) {
    const at = (cluster[r] as number) * width + j;
    const w = weights[r] as number;
    (sums[at] as number) += w * (values[a + r] as number);
    (sums[at + 1] as number) += w * (values[b + r] as number);
    (sums[at + 2] as number) += w * (values[c + r] as number);
    (sums[at + 3] as number) += w * (values[d + r] as number);
  }
};

const addOne = (
  sums: Float64Array,
  j: number,
  values: Float64Array,
  from: number,
  cluster: Int32Array,
  weights: Float64Array,
  width: number,
  rows: number,
): void => {
  for (let r = 0; r < rows; r++)
    (sums[(cluster[r] as number) * width + j] as number) +=
      (weights[r] as number) * (values[from + r] as number);
};

/** Squared distances of these `n` rows to the centres of their own clusters, in the order of the rows asked for. */
export const ownSquares = (
  { stride, values }: Block,
  rows: Uint32Array,
  cluster: Int32Array,
  centres: Float64Array,
  width: number,
  n: number,
  into: Float64Array,
): void => {
  into.fill(0, 0, n);
  let j = 0;
  for (; j + 3 < width; j += 4) addOwnFour(into, values, j, stride, rows, cluster, centres, width, n);
  for (; j < width; j++) addOwn(into, values, j, stride, rows, cluster, centres, width, n);
};

const addOwnFour = (
  into: Float64Array,
  values: Float64Array,
  j: number,
  stride: number,
  rows: Uint32Array,
  cluster: Int32Array,
  centres: Float64Array,
  width: number,
  n: number,
): void => {
  const a = j * stride;
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  for (let i = 0; i < n; i++) {
    const r = rows[i] as number;
    const at = (cluster[r] as number) * width + j;
    const x = (values[a + r] as number) - (centres[at] as number);
    const y = (values[b + r] as number) - (centres[at + 1] as number);
    const z = (values[c + r] as number) - (centres[at + 2] as number);
    const u = (values[d + r] as number) - (centres[at + 3] as number);
    into[i] = (into[i] as number) + (x * x + y * y) + (z * z + u * u);
  }
};

const addOwn = (
  into: Float64Array,
  values: Float64Array,
  j: number,
  stride: number,
  rows: Uint32Array,
  cluster: Int32Array,
  centres: Float64Array,
  width: number,
  n: number,
): void => {
  for (let i = 0; i < n; i++) {
    const r = rows[i] as number;
    const by = (values[j * stride + r] as number) - (centres[(cluster[r] as number) * width + j] as number);
    (into[i] as number) += by * by;
  }
};

/** Adds the squared distances to the centres of their own clusters, times the weights, cluster after cluster, by column. */
export const addMemberSquares = (
  sums: Float64Array,
  { rows, stride, values }: Block,
  cluster: Int32Array,
  weights: Float64Array,
  centres: Float64Array,
  width: number,
): void => {
  let j = 0;
  for (; j + 1 < width; j += 2)
    addTwoSquares(sums, j, values, j * stride, stride, cluster, weights, centres, width, rows);
  for (; j < width; j++) addOneSquares(sums, j, values, j * stride, cluster, weights, centres, width, rows);
};

const addTwoSquares = (
  sums: Float64Array,
  j: number,
  values: Float64Array,
  a: number,
  stride: number,
  cluster: Int32Array,
  weights: Float64Array,
  centres: Float64Array,
  width: number,
  rows: number,
): void => {
  const b = a + stride;
  for (let r = 0; r < rows; r++) {
    const at = (cluster[r] as number) * width + j;
    const w = weights[r] as number;
    const x = (values[a + r] as number) - (centres[at] as number);
    const y = (values[b + r] as number) - (centres[at + 1] as number);
    (sums[at] as number) += w * x * x;
    (sums[at + 1] as number) += w * y * y;
  }
};

const addOneSquares = (
  sums: Float64Array,
  j: number,
  values: Float64Array,
  from: number,
  cluster: Int32Array,
  weights: Float64Array,
  centres: Float64Array,
  width: number,
  rows: number,
): void => {
  for (let r = 0; r < rows; r++) {
    const at = (cluster[r] as number) * width + j;
    const by = (values[from + r] as number) - (centres[at] as number);
    (sums[at] as number) += (weights[r] as number) * by * by;
  }
};
