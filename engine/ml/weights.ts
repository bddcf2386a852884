import { engineError } from '../diagnostics/errors.ts';
import { column } from '../plan/build.ts';
import type { NamedExpr } from '../plan/expr.ts';
import type { Block } from './engine.ts';
import { get } from './kernels.ts';
import { double } from './words.ts';

/** The weight as the last column of a pass, where there is one. */
export const weightColumns = (weight: string | undefined): readonly NamedExpr[] =>
  weight === undefined ? [] : [{ name: weight, expr: double(column(weight)) }];

/** Row weights of a block: column `at`, or 1 for all. Throws `ml-bad-weight` for one below 0. */
export const weightReader = (
  weight: string | undefined,
  at: number,
): ((block: Block, to: Float64Array) => void) => {
  if (weight === undefined) return ({ rows }, to) => void to.fill(1, 0, rows);
  return ({ rows, stride, values }, to) => {
    for (let r = 0; r < rows; r++) {
      const w = get(values, at * stride + r);
      if (w < 0) throw engineError('ml-bad-weight', { column: weight, least: w });
      to[r] = w;
    }
  };
};
