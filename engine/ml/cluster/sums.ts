/**
 * The sums that centres move by, block by block. A block's sums of a cluster are looked up where none of its rows came or
 * went since the pass before; the others are summed run by run, in the order of the rows, so that both are the same bits.
 */
import type { Block } from '../engine.ts';
import { get as element } from '../kernels.ts';
import { addMembers } from '../members.ts';
import { sortedByOwner } from './gaps.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** Fewer rows a cluster than this in a block, and the runs are too short to pay, and the sums too many to keep. */
const leastRun = 32;

export const keepsSums = (k: number, rows: number): boolean => k * leastRun <= rows;

/** The sums of the pass before, and the clusters that have other members than then marked 1. */
export type Changed = { readonly marks: Uint8Array; readonly sums: Float64Array };

/** Writes the sums of a block's clusters; those that did not change are taken from the pass before where it is told. */
export const memberSums = (
  width: number,
): ((sums: Float64Array, block: Block, cluster: Int32Array, w: Float64Array, changed?: Changed) => void) => {
  let every = new Uint8Array(0);
  let picked = new Uint32Array(0);
  let sorted = new Uint32Array(0);
  return (sums, block, cluster, w, changed) => {
    const k = sums.length / width;
    if (!keepsSums(k, block.rows)) return addMembers(sums, block, cluster, w, width);
    if (picked.length < block.rows) {
      picked = new Uint32Array(block.rows);
      sorted = new Uint32Array(block.rows);
    }
    if (every.length !== k) every = new Uint8Array(k).fill(1);
    const marks = changed?.marks ?? every;
    const here = changed?.sums ?? sums;
    const ends = sortedByOwner(cluster, picked, pick(cluster, marks, block.rows, picked), k, sorted);
    for (let c = 0, from = 0; c < k; c++) {
      const end = get(ends, c);
      if (marks[c] === 1) sumRun(here, c * width, block, w, width, sorted, from, end);
      from = end;
    }
    if (here !== sums) sums.set(here);
  };
};

const pick = (cluster: Int32Array, marks: Uint8Array, n: number, into: Uint32Array): number => {
  let count = 0;
  for (let r = 0; r < n; r++) if (marks[cluster[r] as number] === 1) into[count++] = r;
  return count;
};

const sumRun = (
  sums: Float64Array,
  at: number,
  { stride, values }: Block,
  w: Float64Array,
  width: number,
  rows: Uint32Array,
  from: number,
  end: number,
): void => {
  let j = 0;
  for (; j + 3 < width; j += 4) sumFour(sums, at + j, values, j * stride, stride, w, rows, from, end);
  for (; j < width; j++) sums[at + j] = sumOne(values, j * stride, w, rows, from, end);
};

const sumFour = (
  sums: Float64Array,
  at: number,
  values: Float64Array,
  a: number,
  stride: number,
  w: Float64Array,
  rows: Uint32Array,
  from: number,
  end: number,
): void => {
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = from; i < end; i++) {
    const r = rows[i] as number;
    const by = get(w, r);
    s0 += by * get(values, a + r);
    s1 += by * get(values, b + r);
    s2 += by * get(values, c + r);
    s3 += by * get(values, d + r);
  }
  sums[at] = s0;
  sums[at + 1] = s1;
  sums[at + 2] = s2;
  sums[at + 3] = s3;
};

const sumOne = (
  values: Float64Array,
  a: number,
  w: Float64Array,
  rows: Uint32Array,
  from: number,
  end: number,
): number => {
  let sum = 0;
  for (let i = from; i < end; i++) {
    const r = rows[i] as number;
    sum += get(w, r) * get(values, a + r);
  }
  return sum;
};
