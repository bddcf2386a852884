/** Columns that a team bins: the edges of each, then the bins of its values. */
import type { Block } from '../engine.ts';
import { place } from '../workers/board.ts';
import { codesOf, edgesOf, mostBins } from './edges.ts';

export type ColumnShare = {
  readonly kind: 'columns';
  /** The rows that edges come from, and all rows. */
  readonly sample: readonly Block[];
  readonly blocks: readonly Block[];
  /** By feature: how many edges, then these. */
  readonly counts: Int32Array;
  readonly edges: Float64Array;
  readonly codes: readonly Uint8Array[];
};

/** What a task is. */
export const columnTask = { edges: 0, bins: 1 } as const;

/** The edges that were found for a feature. */
export const edgesIn = ({ counts, edges }: ColumnShare, j: number): Float64Array =>
  edges.slice(j * mostBins, j * mostBins + (counts[j] as number));

/** The parts of a task are the features. */
export const columnsOf = (share: ColumnShare, board: Int32Array): ((part: number) => void) => {
  const { sample, blocks, counts, edges, codes } = share;
  return j => {
    if (Atomics.load(board, place.about[1]) === columnTask.edges) {
      const found = edgesOf(sample, j);
      edges.set(found, j * mostBins);
      counts[j] = found.length;
      return;
    }
    const put = codesOf(edgesIn(share, j));
    let at = 0;
    for (const { rows, stride, values } of blocks) {
      put(values.subarray(j * stride, j * stride + rows), (codes[j] as Uint8Array).subarray(at, at + rows));
      at += rows;
    }
  };
};
