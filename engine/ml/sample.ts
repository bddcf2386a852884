import type { Block } from './engine.ts';
import type { Passes } from './passes.ts';
import { sharedCopy } from './workers/board.ts';

/** Keeps every so many-th block of a pass, at most `most` of them: a small likeness of the rows, the same each time. */
export const blockSample = (
  most: number,
): { see(block: Block): void; rows(): number; passes(names: readonly string[]): Passes } => {
  let kept: Block[] = [];
  let every = 1;
  let seen = 0;
  return {
    see: block => {
      if (seen++ % every !== 0) return;
      kept.push(block.stays ? block : { ...block, values: sharedCopy(block.values), stays: true });
      if (kept.length <= most) return;
      kept = kept.filter((_, i) => i % 2 === 0);
      every *= 2;
    },
    rows: () => kept.reduce((n, b) => n + b.rows, 0),
    passes: names => ({
      names,
      blocks: () => kept,
      pause: async () => {},
      each: async visit => kept.forEach(block => void visit(block)),
    }),
  };
};
