/** Short words for functions over row windows. */
import type { Expr, Frame, FrameBound, OverExpr, SortKey } from '../../engine/plan/expr.ts';

export type Window = {
  readonly partition: readonly Expr[];
  readonly order: readonly SortKey[];
  readonly frame?: Frame;
};

/** A window or aggregate function over a row window; `fn` is a name of the function table. */
export const over = (fn: string, args: readonly Expr[], window: Window, filter?: Expr): OverExpr => ({
  op: 'over',
  fn,
  args,
  partition: window.partition,
  order: window.order,
  ...(window.frame && { frame: window.frame }),
  ...(filter && { filter }),
});

const unbounded: FrameBound = { kind: 'unbounded' };

/** Every row of the partition, whatever the order. */
export const wholePartition: Frame = { unit: 'rows', start: unbounded, end: unbounded };

/** From the first row of the partition to this one. */
export const upToHere: Frame = { unit: 'rows', start: unbounded, end: { kind: 'current' } };
