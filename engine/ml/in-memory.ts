/** Rows as plain numbers in memory, for methods that compare every row with every other one. */
import type { NamedExpr } from '../plan/expr.ts';
import type { Data } from './engine.ts';
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
  const step = Math.max(1, Math.ceil(rows / most));
  const kept = columns.map(() => new Float64Array(Math.ceil(rows / step)));
  let seen = 0;
  let at = 0;
  await passes.each(({ rows: n, stride, values }) => {
    for (let r = 0; r < n; r++) {
      if (seen++ % step !== 0) continue;
      for (let j = 0; j < kept.length; j++) (kept[j] as Float64Array)[at] = get(values, j * stride + r);
      at++;
    }
  });
  return { columns: kept, rows };
};
