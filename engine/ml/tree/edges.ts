/** Where the bins of a column are, and which of them a value is in. */
import type { Block } from '../engine.ts';

export const mostBins = 255;

/** Halfway between neighbours where values are few, else between quantiles of the sample. */
export const edgesOf = (blocks: readonly Block[], j: number): Float64Array => {
  const all = new Float64Array(blocks.reduce((n, b) => n + b.rows, 0));
  let at = 0;
  for (const { rows, stride, values } of blocks) {
    all.set(values.subarray(j * stride, j * stride + rows), at);
    at += rows;
  }
  all.sort();
  const distinct = all.filter((v, i) => i === 0 || v !== all[i - 1]);
  const middle = (low: number, high: number): number => {
    const half = low + (high - low) / 2;
    return half < high ? half : low;
  };
  if (distinct.length <= mostBins)
    return Float64Array.from({ length: distinct.length - 1 }, (_, i) =>
      middle(distinct[i] as number, distinct[i + 1] as number),
    );
  const edges = new Set<number>();
  for (let b = 1; b < mostBins; b++) {
    const i = Math.floor((b * all.length) / mostBins);
    const [low = 0, high = 0] = [all[i - 1], all[i]];
    edges.add(low < high ? middle(low, high) : low);
  }
  return Float64Array.from(edges);
};

/** Cells of equal width that say about where among the edges a value is. */
const cells = 4096;

/** Puts a column's values in their bins: how many edges are below each. */
export const codesOf = (edges: Float64Array): ((values: Float64Array, codes: Uint8Array) => void) => {
  const low = edges[0] ?? 0;
  const step = cells / ((edges.at(-1) ?? 0) - low);
  // A cell is never before that of a smaller value, whatever is rounded: so only its own edges are to be looked at.
  const scale = Number.isFinite(step) ? step : 0;
  const first = new Uint8Array(cells + 2);
  for (const edge of edges) (first[cellOf(edge, low, scale) + 1] as number) += 1;
  for (let c = 0; c <= cells; c++) (first[c + 1] as number) += first[c] as number;
  return (values, codes) => place(values, edges, first, low, scale, codes);
};

const cellOf = (value: number, low: number, scale: number): number =>
  Math.min(Math.max((value - low) * scale, 0), cells) | 0;

const place = (
  values: Float64Array,
  edges: Float64Array,
  first: Uint8Array,
  low: number,
  scale: number,
  codes: Uint8Array,
): void => {
  for (let r = 0; r < values.length; r++) {
    const value = values[r] as number;
    const cell = cellOf(value, low, scale);
    let from = first[cell] as number;
    let to = first[cell + 1] as number;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((edges[middle] as number) < value) from = middle + 1;
      else to = middle;
    }
    codes[r] = from;
  }
};
