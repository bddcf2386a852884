/** Asks all blocks of rows. */
import { axpy } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import { sharedDoubles } from '../workers/board.ts';
import type { Team } from '../workers/team.ts';
import type { Asking } from './asking.ts';
import { askingOf, type BlockPlan } from './plan.ts';

/** Hands out the answer of block after block, in their order; each is valid until the next. */
export type Ask = (input: Float64Array, add: (output: Float64Array) => void) => Promise<void>;

/** Numbers in the answers that wait to be added up, or a few answers where those have more. */
const mostWaiting = 4_000_000;

/**
 * Answers are found by whoever is free and added up by one, in the order of the blocks: the sums are the same whatever the
 * number of threads, and whether the rows are kept or read again.
 */
export const askAll = (passes: Passes, plan: BlockPlan, team?: Team, waiting = mostWaiting): Ask => {
  const asking = askingOf(plan);
  let ask: Ask | undefined;
  return async (input, add) => {
    ask ??= passes.blocks() && team ? together(passes, plan, asking, team, waiting) : alone(passes, asking);
    await ask(input, add);
  };
};

/** The answers of all blocks, added up. */
export const sumAll = (
  passes: Passes,
  plan: BlockPlan,
  team?: Team,
): ((input: Float64Array) => Promise<Float64Array>) => {
  const ask = askAll(passes, plan, team);
  const { output: size } = askingOf(plan);
  return async input => {
    const all = new Float64Array(size);
    await ask(input, output => axpy(1, output, 0, all, 0, size));
    return all;
  };
};

const alone = (passes: Passes, { answer, output, known }: Asking): Ask => {
  const numbers = new Float64Array(output);
  const memory: Float64Array[] = [];
  return async (input, add) => {
    const stay = passes.blocks() !== undefined;
    let at = 0;
    await passes.each(block => {
      if (stay) memory[at] ??= new Float64Array(known(block.rows));
      answer(block, input, numbers, memory[at++]);
      add(numbers);
    });
  };
};

const together = (
  passes: Passes,
  plan: BlockPlan,
  { input: size, output, known }: Asking,
  team: Team,
  waiting: number,
): Ask => {
  const blocks = passes.blocks() ?? [];
  const most = Math.max(8, Math.min(blocks.length, Math.floor(waiting / output)));
  const asked = sharedDoubles(size);
  const outputs = sharedDoubles(most * output);
  const give = team.share({
    kind: 'blocks',
    plan,
    blocks,
    input: asked,
    outputs,
    known: blocks.map(block => sharedDoubles(known(block.rows))),
  });
  return async (input, add) => {
    await passes.pause();
    asked.set(input);
    for (let first = 0; first < blocks.length; first += most) {
      const count = Math.min(most, blocks.length - first);
      give(count, first);
      for (let i = 0; i < count; i++) add(outputs.subarray(i * output, (i + 1) * output));
    }
  };
};
