/** Counts, means and variances of columns, for all rows or class by class, in one pass. */
import type { Block } from './engine.ts';
import { bump as add, dot, get as element, total } from './kernels.ts';
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
  const all = emptyMoments(classes, width);
  const here = emptyMoments(classes, width);
  let w = new Float64Array(0);
  let classOf = new Int32Array(0);
  let rows = 0;
  await passes.each(block => {
    const n = block.rows;
    options.see?.(block);
    rows += n;
    if (w.length < n) {
      w = new Float64Array(n);
      classOf = new Int32Array(n);
    }
    read(block, w);
    if (classAt === undefined) sumAll(block, w, width, here);
    else {
      readClasses(block, classAt, classOf);
      sumClasses(block, classOf, w, width, here);
    }
    for (let k = 0; k < classes; k++) merge(all, here, k, width);
  });
  return { rows, ...all };
};

type Sums = Omit<Moments, 'rows'>;

const emptyMoments = (classes: number, width: number): Sums => ({
  weights: new Float64Array(classes),
  means: new Float64Array(classes * width),
  squares: new Float64Array(classes * width),
});

/** Columns of a block, where all of its rows are of one class. */
const sumAll = ({ rows: n, stride, values }: Block, w: Float64Array, width: number, into: Sums): void => {
  const mass = total(w, 0, n);
  into.weights[0] = mass;
  if (mass === 0) return;
  for (let j = 0; j < width; j++) {
    const mean = dot(w, 0, values, j * stride, n) / mass;
    into.means[j] = mean;
    into.squares[j] = squaresFrom(values, j * stride, mean, w, n);
  }
};

const sumClasses = (block: Block, classOf: Int32Array, w: Float64Array, width: number, into: Sums): void => {
  const { weights, means, squares } = into;
  weights.fill(0);
  addWeights(weights, classOf, w, block.rows);
  means.fill(0);
  addMembers(means, block, classOf, w, width);
  for (const [k, mass] of weights.entries())
    for (let i = k * width; i < (k + 1) * width; i++) means[i] = mass > 0 ? get(means, i) / mass : 0;
  squares.fill(0);
  addMemberSquares(squares, block, classOf, w, means, width);
};

const merge = (all: Sums, here: Sums, k: number, width: number): void => {
  const mass = get(here.weights, k);
  if (mass === 0) return;
  const before = get(all.weights, k);
  const both = before + mass;
  for (let i = k * width; i < (k + 1) * width; i++) {
    const by = get(here.means, i) - get(all.means, i);
    bump(all.means, i, (by * mass) / both);
    bump(all.squares, i, get(here.squares, i) + (by * by * before * mass) / both);
  }
  all.weights[k] = both;
};

// Each loop over rows is a function of its own, for the reason that README.md has under “Loops over rows”.
const readClasses = ({ rows, stride, values }: Block, classAt: number, into: Int32Array): void => {
  for (let r = 0; r < rows; r++) into[r] = get(values, classAt * stride + r);
};

const addWeights = (weights: Float64Array, classOf: Int32Array, w: Float64Array, n: number): void => {
  for (let r = 0; r < n; r++) (weights[classOf[r] as number] as number) += get(w, r);
};

const squaresFrom = (
  values: Float64Array,
  from: number,
  mean: number,
  w: Float64Array,
  n: number,
): number => {
  let even = 0;
  let odd = 0;
  let r = 0;
  for (; r + 1 < n; r += 2) {
    const x = get(values, from + r) - mean;
    const y = get(values, from + r + 1) - mean;
    even += get(w, r) * x * x;
    odd += get(w, r + 1) * y * y;
  }
  return r < n ? even + odd + get(w, r) * (get(values, from + r) - mean) ** 2 : even + odd;
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
