/** Columns as bins: at most 255 values of one byte, which is all that a split looks at. */
import type { NamedExpr } from '../../plan/expr.ts';
import type { Block, Data } from '../engine.ts';
import { passesOver } from '../passes.ts';
import { blockSample } from '../sample.ts';

export type Binned = {
  readonly rows: number;
  /** By feature: the bin of each row. */
  readonly codes: readonly Uint8Array[];
  /** By feature: a row is in bin b when exactly b edges are below its value. */
  readonly edges: readonly Float64Array[];
  /** The columns after the features, as they are. */
  readonly rest: readonly Float64Array[];
};

const mostBins = 255;

/** Edges come from a sample of rows, the same each time; the bytes of all rows are then kept in memory. */
export const binned = async (
  data: Data,
  features: readonly NamedExpr[],
  rest: readonly NamedExpr[],
): Promise<Binned> => {
  const passes = passesOver(data, [...features, ...rest]);
  const sample = blockSample(32);
  let rows = 0;
  await passes.each(block => {
    sample.see(block);
    rows += block.rows;
  });
  const seen: Block[] = [];
  await sample.passes(passes.names).each(block => void seen.push(block));
  const edges = features.map((_, j) => edgesOf(seen, j));
  const codes = features.map(() => new Uint8Array(rows));
  const others = rest.map(() => new Float64Array(rows));
  let at = 0;
  await passes.each(({ rows: n, stride, values }) => {
    for (const [j, own] of codes.entries()) {
      const limits = edges[j] as Float64Array;
      for (let r = 0; r < n; r++) own[at + r] = binOf(limits, values[j * stride + r] as number);
    }
    for (const [i, own] of others.entries()) {
      const from = (features.length + i) * stride;
      own.set(values.subarray(from, from + n), at);
    }
    at += n;
  });
  return { rows, codes, edges, rest: others };
};

/** Halfway between neighbours where values are few, else between quantiles of the sample. */
const edgesOf = (blocks: readonly Block[], j: number): Float64Array => {
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

/** How many edges are below the value. */
const binOf = (edges: Float64Array, value: number): number => {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
