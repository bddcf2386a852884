/** What is there of a column: count, mean, spread and range, without nulls, NaN and infinities. */
import { engineError } from '../../diagnostics/errors.ts';
import type { Block, Data } from '../engine.ts';
import { get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { doubleColumn } from '../words.ts';

export type Observed = {
  readonly column: string;
  readonly count: number;
  readonly mean: number;
  /** Population variance. */
  readonly variance: number;
  readonly least: number;
  readonly most: number;
};

/** Throws `ml-all-null` for a column without an ordinary number: nothing can be learned of it. */
export const observe = async (
  data: Data,
  columns: readonly string[],
  /** Looks at the same blocks, so that what else is wanted of them needs no pass of its own. */
  see?: (block: Block) => void,
): Promise<readonly Observed[]> => {
  const passes = passesOver(
    data,
    columns.map(name => ({ name, expr: doubleColumn(name) })),
    { keep: 0, missing: 'pass' },
  );
  const state = columns.map(() => ({
    count: 0,
    mean: 0,
    square: 0,
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
  }));
  await passes.each(block => {
    see?.(block);
    const { rows, stride, values } = block;
    for (const [j, s] of state.entries()) {
      let n = 0;
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        const x = get(values, j * stride + r);
        if (!Number.isFinite(x)) continue;
        n++;
        sum += x;
        if (x < s.least) s.least = x;
        if (x > s.most) s.most = x;
      }
      if (n === 0) continue;
      const mean = sum / n;
      let square = 0;
      for (let r = 0; r < rows; r++) {
        const x = get(values, j * stride + r);
        if (Number.isFinite(x)) square += (x - mean) ** 2;
      }
      const all = s.count + n;
      const by = mean - s.mean;
      s.mean += (by * n) / all;
      s.square += square + (by * by * s.count * n) / all;
      s.count = all;
    }
  });
  return state.map((s, j) => {
    const column = columns[j] ?? '';
    if (s.count === 0) throw engineError('ml-all-null', { column });
    return {
      column,
      count: s.count,
      mean: s.mean,
      variance: s.square / s.count,
      least: s.least,
      most: s.most,
    };
  });
};
