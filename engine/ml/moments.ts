/** Counts, means and variances of columns, for all rows or class by class, in one pass. */
import type { Block } from './engine.ts';
import { bump as add, get as element } from './kernels.ts';
import { addMemberSquares, addMembers } from './members.ts';
import type { Passes } from './passes.ts';
import { weightReader } from './weights.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const bump = add;
const get = element;

export type Moments = {
  readonly rows: number;
  /** Sum of weights by class. */
  readonly weights: Float64Array;
  /** By class, then column. */
  readonly means: Float64Array;
  /** `Σ w (x - mean)²` by class, then column. */
  readonly squares: Float64Array;
};

export type MomentsOptions = {
  readonly width: number;
  /** Column of the class number; all rows are one class where it is left out. */
  readonly classAt?: number;
  readonly classes?: number;
  readonly weight?: string | undefined;
  readonly weightAt?: number;
  readonly see?: (block: Block) => void;
};

/** Blocks are summed apart and merged (Chan, Golub, LeVeque), so that no digits are lost to large means. */
export const momentsPass = async (passes: Passes, options: MomentsOptions): Promise<Moments> => {
  const { width, classAt, classes = 1 } = options;
  const read = weightReader(options.weight, options.weightAt ?? width);
  const weights = new Float64Array(classes);
  const means = new Float64Array(classes * width);
  const squares = new Float64Array(classes * width);
  const here = new Float64Array(classes);
  const centres = new Float64Array(classes * width);
  const apart = new Float64Array(classes * width);
  let w = new Float64Array(0);
  let classOf = new Int32Array(0);
  let rows = 0;
  await passes.each(block => {
    const { rows: n, stride, values } = block;
    options.see?.(block);
    rows += n;
    if (w.length < n) {
      w = new Float64Array(n);
      classOf = new Int32Array(n);
    }
    read(block, w);
    here.fill(0);
    for (let r = 0; r < n; r++) {
      const k = classAt === undefined ? 0 : get(values, classAt * stride + r);
      classOf[r] = k;
      bump(here, k, get(w, r));
    }
    centres.fill(0);
    addMembers(centres, block, classOf, w, width);
    for (let k = 0; k < classes; k++)
      for (let j = 0; j < width; j++)
        centres[k * width + j] = get(here, k) > 0 ? get(centres, k * width + j) / get(here, k) : 0;
    apart.fill(0);
    addMemberSquares(apart, block, classOf, w, centres, width);
    for (let k = 0; k < classes; k++) {
      const mass = get(here, k);
      if (mass === 0) continue;
      const before = get(weights, k);
      const all = before + mass;
      for (let i = k * width; i < (k + 1) * width; i++) {
        const by = get(centres, i) - get(means, i);
        bump(means, i, (by * mass) / all);
        bump(squares, i, get(apart, i) + (by * by * before * mass) / all);
      }
    }
    for (let k = 0; k < classes; k++) bump(weights, k, get(here, k));
  });
  return { rows, weights, means, squares };
};

/** The classes of moments taken together as one. */
export const together = ({ rows, weights, means, squares }: Moments, width: number): Moments => {
  const all = weights.reduce((s, w) => s + w, 0);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    for (let k = 0; k < weights.length; k++)
      bump(mean, j, (get(weights, k) * get(means, k * width + j)) / all);
    for (let k = 0; k < weights.length; k++)
      bump(
        square,
        j,
        get(squares, k * width + j) + get(weights, k) * (get(means, k * width + j) - get(mean, j)) ** 2,
      );
  }
  return { rows, weights: Float64Array.of(all), means: mean, squares: square };
};
