/** The rows that are farthest from their centres. */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';
import { ownSquares } from '../members.ts';
import type { Passes } from '../passes.ts';
import { weightReader } from '../weights.ts';
import { nearestSearch } from './nearest.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type Far = {
  readonly distance: number;
  readonly cluster: number;
  readonly weight: number;
  readonly values: Float64Array;
};

/** Rows that count for something, farthest first, the first of equals first; at most `most`. */
export const farthestRows = async (
  passes: Passes,
  { width, weight }: { readonly width: number; readonly weight: string | undefined },
  centres: Float64Array,
  most: number,
): Promise<readonly Far[]> => {
  const search = nearestSearch(width);
  const read = weightReader(weight, width);
  let farthest: readonly Far[] = [];
  await passes.each(block => {
    const w = new Float64Array(block.rows);
    read(block, w);
    const { cluster } = search(block, centres);
    const squares = new Float64Array(block.rows);
    const every = Uint32Array.from(squares, (_, r) => r);
    ownSquares(block, every, cluster, centres, width, block.rows, squares);
    farthest = farther(farthest, block, squares, cluster, w, width, most);
  });
  return farthest;
};

const farther = (
  before: readonly Far[],
  { rows: n, stride, values }: Block,
  squares: Float64Array,
  cluster: Int32Array,
  w: Float64Array,
  width: number,
  most: number,
): readonly Far[] => {
  let farthest = before;
  for (let r = 0; r < n; r++) {
    const distance = get(squares, r);
    if (get(w, r) === 0) continue;
    if (farthest.length === most && distance <= (farthest.at(-1)?.distance ?? 0)) continue;
    const row: Far = {
      distance,
      cluster: cluster[r] as number,
      weight: get(w, r),
      values: Float64Array.from({ length: width }, (_, j) => get(values, j * stride + r)),
    };
    farthest = [...farthest, row].sort((a, b) => b.distance - a.distance).slice(0, most);
  }
  return farthest;
};
