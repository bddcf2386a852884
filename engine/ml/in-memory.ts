/** Rows as plain numbers in memory, for methods that compare every row with every other one. */
import type { NamedExpr } from '../plan/expr.ts';
import type { Block, Data } from './engine.ts';
import { get } from './kernels.ts';
import { type PassOptions, passesOver } from './passes.ts';

/** Columns of at most `most` rows, taken at even steps through all of them; `rows` is how many there are. */
export const columnsOf = async (
  data: Data,
  columns: readonly NamedExpr[],
  most: number,
  options: PassOptions = {},
): Promise<{ readonly columns: readonly Float64Array[]; readonly rows: number }> => {
  const passes = passesOver(data, columns, options);
  let rows = 0;
  await passes.each(block => {
    rows += block.rows;
  });
  const taken = evenSteps(rows, most, columns.length);
  await passes.each(taken.see);
  return { columns: taken.columns, rows };
};

/** Takes at most `most` rows of blocks that pass, at even steps through all of so many rows. */
export const evenSteps = (
  rows: number,
  most: number,
  width: number,
): { readonly columns: readonly Float64Array[]; see(block: Block): void } => {
  const step = Math.max(1, Math.ceil(rows / most));
  const columns = Array.from({ length: width }, () => new Float64Array(Math.ceil(rows / step)));
  let seen = 0;
  let at = 0;
  return {
    columns,
    see: ({ rows: n, stride, values }) => {
      for (let r = (step - (seen % step)) % step; r < n; r += step) {
        for (let j = 0; j < width; j++) (columns[j] as Float64Array)[at] = get(values, j * stride + r);
        at++;
      }
      seen += n;
    },
  };
};
