/** Means and centred products of columns: what everything linear is solved from. */
import { engineError } from '../diagnostics/errors.ts';
import type { NamedExpr } from '../plan/expr.ts';
import type { Data } from './engine.ts';
import { addProducts, axpy, bump, get, mirror, total } from './kernels.ts';
import { type Passes, type PassOptions, passesOver } from './passes.ts';
import { weightColumns, weightReader } from './weights.ts';

export type Gram = {
  readonly names: readonly string[];
  readonly rows: number;
  /** Sum of the weights; the number of rows without any. */
  readonly weight: number;
  readonly means: Float64Array;
  /** `Σ w (x_i - mean_i)(x_j - mean_j)`, row after row, both triangles. */
  readonly products: Float64Array;
};

export const gramOf = async (
  data: Data,
  columns: readonly NamedExpr[],
  weight?: string,
  options?: PassOptions,
): Promise<Gram & { readonly passes: Passes }> => {
  const passes = passesOver(data, [...columns, ...weightColumns(weight)], options);
  return { ...(await gramPass(passes, columns.length, weight)), passes };
};

/**
 * One pass. Values are shifted by the means of the first block, so that products of large numbers that differ little
 * lose no digits, and the shift is taken out at the end.
 */
export const gramPass = async (passes: Passes, width: number, weight?: string): Promise<Gram> => {
  const readWeights = weightReader(weight, width);
  const products = new Float64Array(width * width);
  const sums = new Float64Array(width);
  let shift: Float64Array | undefined;
  let scratch = new Float64Array(0);
  let weighted = new Float64Array(0);
  let w = new Float64Array(0);
  let rows = 0;
  let weightSum = 0;
  await passes.each(block => {
    const n = block.rows;
    if (scratch.length < width * n) {
      scratch = new Float64Array(width * n);
      weighted = weight === undefined ? scratch : new Float64Array(width * n);
      w = new Float64Array(n);
    }
    readWeights(block, w);
    shift ??= Float64Array.from({ length: width }, (_, j) => total(block.values, j * block.stride, n) / n);
    for (let j = 0; j < width; j++) {
      const s = get(shift, j);
      shiftColumn(block.values, j * block.stride, s, scratch, j * n, n);
      if (weight !== undefined) multiplyColumn(scratch, j * n, w, weighted, n);
      bump(sums, j, total(weighted, j * n, n));
    }
    addProducts(products, weighted, scratch, width, n, n);
    rows += n;
    weightSum += total(w, 0, n);
  });
  if (!(weightSum > 0)) throw engineError('ml-bad-weight', { column: weight ?? '', least: 0 });
  const means = sums.map(sum => sum / weightSum);
  for (let i = 0; i < width; i++) axpy(-get(sums, i), means, i, products, i * width + i, width - i);
  mirror(products, width);
  for (let j = 0; j < width; j++) bump(means, j, shift === undefined ? 0 : get(shift, j));
  return { names: passes.names.slice(0, width), rows, weight: weightSum, means, products };
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const shiftColumn = (
  values: Float64Array,
  from: number,
  shift: number,
  into: Float64Array,
  to: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) into[to + r] = get(values, from + r) - shift;
};

const multiplyColumn = (
  values: Float64Array,
  at: number,
  by: Float64Array,
  into: Float64Array,
  n: number,
): void => {
  for (let r = 0; r < n; r++) into[at + r] = get(values, at + r) * get(by, r);
};

/** How far a column's centred square sum may be above zero by rounding alone: then it is constant. */
export const isConstant = (gram: Gram, j: number): boolean => {
  const square = get(gram.products, j * gram.means.length + j);
  return square <= 1e-24 * gram.weight * Math.max(1e-300, get(gram.means, j) ** 2);
};
