/** Blocks of rows that a team answers for. */
import type { Block } from '../engine.ts';
import { place } from '../workers/board.ts';
import { askingOf, type BlockPlan } from './plan.ts';

/** Blocks and what is asked of them, all numbers in shared memory. A task is about the first block of those it is for. */
export type BlockShare = {
  readonly kind: 'blocks';
  readonly plan: BlockPlan;
  readonly blocks: readonly Block[];
  readonly input: Float64Array;
  /** Of as many blocks as a task is for at most. */
  readonly outputs: Float64Array;
  readonly known: readonly Float64Array[];
};

/** Answers for a block, by its place behind the first. */
export const answersOf = (
  { plan, blocks, input, outputs, known }: BlockShare,
  board: Int32Array,
): ((part: number) => void) => {
  const { answer, output } = askingOf(plan);
  return part => {
    const at = Atomics.load(board, place.about[1]) + part;
    answer(blocks[at] as Block, input, outputs.subarray(part * output, (part + 1) * output), known[at]);
  };
};

/** Rows for each thread, at least: four blocks. */
export const leastRows = 4 * 2048;
