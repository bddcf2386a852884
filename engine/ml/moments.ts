/** Counts, means and variances of columns, for all rows or class by class, in one pass. */
import type { Block } from './engine.ts';
import { bump as add, get as element } from './kernels.ts';
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
  let rows = 0;
  await passes.each(block => {
    const { rows: n, stride, values } = block;
    options.see?.(block);
    rows += n;
    const w = new Float64Array(n);
    read(block, w);
    const classOf = new Uint16Array(n);
    const here = new Float64Array(classes);
    for (let r = 0; r < n; r++) {
      const k = classAt === undefined ? 0 : get(values, classAt * stride + r);
      classOf[r] = k;
      bump(here, k, get(w, r));
    }
    for (let j = 0; j < width; j++) {
      const sums = new Float64Array(classes);
      for (let r = 0; r < n; r++) bump(sums, classOf[r] as number, get(w, r) * get(values, j * stride + r));
      const centre = sums.map((s, k) => (get(here, k) > 0 ? s / get(here, k) : 0));
      const apart = new Float64Array(classes);
      for (let r = 0; r < n; r++) {
        const k = classOf[r] as number;
        const by = get(values, j * stride + r) - get(centre, k);
        bump(apart, k, get(w, r) * by * by);
      }
      for (let k = 0; k < classes; k++) {
        const before = get(weights, k);
        const all = before + get(here, k);
        if (get(here, k) === 0) continue;
        const by = get(centre, k) - get(means, k * width + j);
        bump(means, k * width + j, (by * get(here, k)) / all);
        bump(squares, k * width + j, get(apart, k) + (by * by * before * get(here, k)) / all);
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
