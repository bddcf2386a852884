/** Growing one tree on binned columns. */
import { z } from 'zod';
import type { Random } from '../../plan/random.ts';
import { real } from '../shapes.ts';
import type { Binned } from './bins.ts';

export const treeShape: z.ZodType<Tree> = z.lazy(() =>
  z.union([
    z.strictObject({ value: z.array(real).min(1).max(1000) }),
    z.strictObject({
      term: z.int().min(0),
      threshold: real,
      gain: real,
      left: treeShape,
      right: treeShape,
    }),
  ]),
);

/** Rows with `term <= threshold` go left. */
export type Tree =
  | { value: number[] }
  | { term: number; threshold: number; gain: number; left: Tree; right: Tree };

export type Target = {
  /** Sums kept of each bin. */
  readonly channels: number;
  /** Adds what a row counts for. */
  readonly add: (sums: Float64Array, at: number, row: number) => void;
  /** How good it is to keep these sums together; a split gains what its sides have more. */
  readonly score: (sums: Float64Array, at: number) => number;
  readonly leaf: (sums: Float64Array) => number[];
  /** Whether a side may stand alone. */
  readonly enough: (sums: Float64Array, at: number, rows: number) => boolean;
};

export type GrowOptions = {
  readonly depth: number;
  readonly leastGain: number;
  /** Features looked at in each node. */
  readonly features: number;
  readonly random: Random;
};

type Split = { readonly feature: number; readonly bin: number; readonly gain: number };

export const grow = (binned: Binned, rows: Int32Array, target: Target, options: GrowOptions): Tree => {
  const { channels } = target;
  const spare = new Int32Array(rows.length);

  const node = (from: number, to: number, depth: number): Tree => {
    const total = new Float64Array(channels);
    for (let i = from; i < to; i++) target.add(total, 0, rows[i] as number);
    const split = depth < options.depth ? bestSplit(from, to, total) : undefined;
    if (split === undefined) return { value: target.leaf(total) };
    const middle = part(from, to, split);
    return {
      term: split.feature,
      threshold: binned.edges[split.feature]?.[split.bin] as number,
      gain: split.gain,
      left: node(from, middle, depth + 1),
      right: node(middle, to, depth + 1),
    };
  };

  const bestSplit = (from: number, to: number, total: Float64Array): Split | undefined => {
    let best: Split | undefined;
    const whole = target.score(total, 0);
    for (const feature of chosen(binned.codes.length, options)) {
      const found = splitOf(feature, from, to, total, whole);
      if (found !== undefined && found.gain > (best?.gain ?? options.leastGain)) best = found;
    }
    return best;
  };

  const splitOf = (
    feature: number,
    from: number,
    to: number,
    total: Float64Array,
    whole: number,
  ): Split | undefined => {
    const codes = binned.codes[feature] as Uint8Array;
    const bins = (binned.edges[feature] as Float64Array).length + 1;
    const sums = new Float64Array(bins * channels);
    const counts = new Int32Array(bins);
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const bin = codes[row] as number;
      counts[bin] = (counts[bin] as number) + 1;
      target.add(sums, bin * channels, row);
    }
    const left = new Float64Array(channels);
    const right = new Float64Array(channels);
    let best: Split | undefined;
    let before = 0;
    for (let bin = 0; bin < bins - 1; bin++) {
      before += counts[bin] as number;
      for (let c = 0; c < channels; c++) {
        left[c] = (left[c] as number) + (sums[bin * channels + c] as number);
        right[c] = (total[c] as number) - (left[c] as number);
      }
      if (counts[bin] === 0) continue;
      if (!target.enough(left, 0, before) || !target.enough(right, 0, to - from - before)) continue;
      const gain = target.score(left, 0) + target.score(right, 0) - whole;
      if (gain > (best?.gain ?? 0)) best = { feature, bin, gain };
    }
    return best;
  };

  /** Left rows first; the order within a side stays, so that sums are added in one order always. */
  const part = (from: number, to: number, { feature, bin }: Split): number => {
    const codes = binned.codes[feature] as Uint8Array;
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      if ((codes[row] as number) <= bin) rows[left++] = row;
      else spare[right++] = row;
    }
    rows.set(spare.subarray(0, right), left);
    return left;
  };

  return node(0, rows.length, 0);
};

const chosen = (all: number, { features, random }: GrowOptions): readonly number[] => {
  const list = Array.from({ length: all }, (_, j) => j);
  if (features >= all) return list;
  for (let i = 0; i < features; i++) {
    const other = i + Math.floor(random() * (all - i));
    [list[i], list[other]] = [list[other] as number, list[i] as number];
  }
  return list.slice(0, features).sort((a, b) => a - b);
};

/** The leaf of a row that is binned already. */
export const leafOf = (tree: Tree, { codes, edges }: Binned, row: number): number[] => {
  let at = tree;
  while ('term' in at) {
    const bin = codes[at.term]?.[row] as number;
    // An edge is a threshold: bins up to it go left.
    const limits = edges[at.term] as Float64Array;
    at = bin < limits.length && (limits[bin] as number) <= at.threshold ? at.left : at.right;
  }
  return at.value;
};
