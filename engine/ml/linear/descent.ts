import { get } from '../kernels.ts';

export type Quadratic = {
  /** Positive semidefinite, row after row, squares of the penalty included. */
  readonly matrix: Float64Array;
  readonly target: Float64Array;
  /** Weight of |b| by coefficient. */
  readonly l1: Float64Array;
};

const soft = (x: number, by: number): number => (x > by ? x - by : x < -by ? x + by : 0);

/** The b that makes `½ bᵀ A b - cᵀ b + Σ l1 |b|` least, one coefficient after the other until none moves. */
export const descend = (
  { matrix, target, l1 }: Quadratic,
  start: Float64Array,
  { tolerance = 1e-13, rounds = 100_000 } = {},
): { readonly solution: Float64Array; readonly converged: boolean } => {
  const width = target.length;
  const b = start.slice();
  // What is left of the target: c - A b, kept up to date with every move.
  const rest = target.slice();
  const move = (j: number, by: number): void => {
    for (let i = 0; i < width; i++) rest[i] = get(rest, i) - by * get(matrix, j * width + i);
  };
  for (let j = 0; j < width; j++) if (get(b, j) !== 0) move(j, get(b, j));
  for (let round = 0; round < rounds; round++) {
    let largest = 0;
    let size = 0;
    for (let j = 0; j < width; j++) {
      const a = get(matrix, j * width + j);
      const next = a > 0 ? soft(get(rest, j) + a * get(b, j), get(l1, j)) / a : 0;
      const by = next - get(b, j);
      if (by !== 0) {
        move(j, by);
        b[j] = next;
      }
      largest = Math.max(largest, Math.abs(by) * Math.sqrt(Math.max(a, 0)));
      size = Math.max(size, Math.abs(next) * Math.sqrt(Math.max(a, 0)));
    }
    if (largest <= tolerance * Math.max(size, 1e-300)) return { solution: b, converged: true };
  }
  return { solution: b, converged: false };
};
