/** What is asked of each block of rows, and answered in numbers. */
import type { Block } from '../engine.ts';

/**
 * Answers for one block what is asked of all of them, and writes every number of the answer. Where blocks stay between
 * passes, so does what is `known` of each, all 0 at first.
 */
export type Answer = (block: Block, input: Float64Array, output: Float64Array, known?: Float64Array) => void;

export type Asking = {
  readonly answer: Answer;
  /** Numbers in what is asked, and in what is answered. */
  readonly input: number;
  readonly output: number;
  /** Numbers that are known of a block of so many rows. */
  readonly known: (rows: number) => number;
};

export const nothingKnown = (): number => 0;
