import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** Cholesky factor of a positive definite matrix, lower triangle; undefined where a pivot all but vanishes. */
export const cholesky = (matrix: Float64Array, width: number, floor = 1e-11): Float64Array | undefined => {
  const factor = new Float64Array(width * width);
  for (let j = 0; j < width; j++) {
    for (let i = j; i < width; i++) {
      let s = get(matrix, i * width + j);
      for (let k = 0; k < j; k++) s -= get(factor, i * width + k) * get(factor, j * width + k);
      if (i > j) factor[i * width + j] = s / get(factor, j * width + j);
      else if (!(s > floor * Math.abs(get(matrix, j * width + j)))) return undefined;
      else factor[j * width + j] = Math.sqrt(s);
    }
  }
  return factor;
};

export const solveFactored = (factor: Float64Array, right: Float64Array): Float64Array => {
  const width = right.length;
  const x = right.slice();
  for (let i = 0; i < width; i++) {
    let s = get(x, i);
    for (let k = 0; k < i; k++) s -= get(factor, i * width + k) * get(x, k);
    x[i] = s / get(factor, i * width + i);
  }
  for (let i = width - 1; i >= 0; i--) {
    let s = get(x, i);
    for (let k = i + 1; k < width; k++) s -= get(factor, k * width + i) * get(x, k);
    x[i] = s / get(factor, i * width + i);
  }
  return x;
};

/** Eigenvalues, largest first, with their vectors as rows. */
export const eigen = (
  matrix: Float64Array,
  width: number,
): { readonly values: Float64Array; readonly vectors: readonly Float64Array[] } => {
  const evd = new EigenvalueDecomposition(Matrix.from1DArray(width, width, Array.from(matrix)), {
    assumeSymmetric: true,
  });
  const order = Array.from(evd.realEigenvalues.keys()).reverse();
  return {
    values: Float64Array.from(order, i => evd.realEigenvalues[i] ?? 0),
    vectors: order.map(i => Float64Array.from(evd.eigenvectorMatrix.getColumn(i))),
  };
};

/** The shortest solution where several are equally good. `rank` is the number of directions that the rows span. */
export const solveShortest = (
  matrix: Float64Array,
  right: Float64Array,
): { readonly solution: Float64Array; readonly rank: number } => {
  const width = right.length;
  const { values, vectors } = eigen(matrix, width);
  const least = 1e-12 * width * Math.max(0, get(values, 0));
  const solution = new Float64Array(width);
  let rank = 0;
  for (const [k, vector] of vectors.entries()) {
    const value = get(values, k);
    if (!(value > least)) break;
    rank++;
    const along = vector.reduce((s, v, i) => s + v * get(right, i), 0) / value;
    for (let i = 0; i < width; i++) solution[i] = get(solution, i) + along * get(vector, i);
  }
  return { solution, rank };
};
