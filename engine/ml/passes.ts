/** Passes over the rows as numbers: kept in memory while they fit, else asked of the engine again each time. */
import { engineError } from '../diagnostics/errors.ts';
import type { NamedExpr } from '../plan/expr.ts';
import { type Block, type Data, roomOf } from './engine.ts';
import { double } from './words.ts';
import { sharedDoubles } from './workers/board.ts';

export type Passes = {
  readonly names: readonly string[];
  /** Shows every row once, always in the same blocks and order. */
  each(visit: (block: Block) => void): Promise<void>;
  /** The blocks, where they stay in memory after the first pass: in shared memory, for other threads. */
  blocks(): readonly Block[] | undefined;
  /** Lets others have a turn; throws where the work is not wanted any more. */
  pause(): Promise<void>;
};

export type PassOptions = {
  /** Bytes of numbers that may be kept between passes; what the engine has room for unless it is said. */
  readonly keep?: number;
  /** Lets null, NaN and infinity through as NaN or infinity: for what skips them. */
  readonly missing?: 'refuse' | 'pass';
};

/**
 * Passes over columns, each read as DOUBLE. The first pass throws `ml-missing-values` where a value is null, NaN or
 * infinite, and `ml-no-rows` where there is none: a sum would turn both into a model that says NaN for everything.
 */
export const passesOver = (
  { engine, rel }: Data,
  columns: readonly NamedExpr[],
  { keep = roomOf(engine), missing = 'refuse' }: PassOptions = {},
): Passes => {
  const names = columns.map(c => c.name);
  const projected = {
    op: 'project' as const,
    input: rel,
    columns: columns.map((c, j) => ({ name: `c${j}`, expr: double(c.expr) })),
  };
  let kept: Block[] | undefined;
  let checked = false;
  const first = async (visit: (block: Block) => void): Promise<void> => {
    const bad = new Float64Array(columns.length);
    let blocks: Block[] | undefined = [];
    let bytes = 0;
    let rows = 0;
    for await (const block of engine.blocks(projected)) {
      rows += block.rows;
      if (missing === 'refuse') countBad(block, bad);
      bytes += block.rows * columns.length * 8;
      if (bytes > keep) blocks = undefined;
      const own = blocks && copied(block, columns.length);
      if (own) blocks?.push(own);
      // What is not finite would only be spread by the visitor; the pass still counts all of it.
      if (bad.every(count => count === 0)) visit(own ?? block);
    }
    if (rows === 0) throw engineError('ml-no-rows', {});
    if (bad.some(count => count > 0))
      throw engineError('ml-missing-values', {
        columns: names.flatMap((name, j) => ((bad[j] ?? 0) > 0 ? [{ name, count: bad[j] ?? 0 }] : [])),
        rows,
      });
    kept = blocks;
    checked = true;
  };
  const pause = async (): Promise<void> => engine.pause?.();
  return {
    names,
    blocks: () => kept,
    pause,
    each: async visit => {
      if (!checked) return first(visit);
      await pause();
      if (kept !== undefined) for (const block of kept) visit(block);
      else for await (const block of engine.blocks(projected)) visit(block);
    },
  };
};

const countBad = ({ rows, stride, values }: Block, bad: Float64Array): void => {
  for (let j = 0; j < bad.length; j++) {
    let count = 0;
    const from = j * stride;
    for (let r = 0; r < rows; r++) {
      const value = values[from + r] as number;
      if (value - value !== 0) count++;
    }
    bad[j] = (bad[j] ?? 0) + count;
  }
};

const copied = ({ rows, stride, values }: Block, width: number): Block => {
  const copy = sharedDoubles(rows * width);
  for (let j = 0; j < width; j++) copy.set(values.subarray(j * stride, j * stride + rows), j * rows);
  return { rows, stride: rows, values: copy, stays: true };
};
