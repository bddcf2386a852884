import type { z } from 'zod';
import { briefly, choice, column, group, listOf, toggle } from '../../engine/catalogue/params.ts';
import type { SortKey } from '../../engine/plan/expr.ts';

/** Columns to order by. A column's name alone stands for it ascending, nulls last. */
export const orderKeys = (said: { readonly label: string; readonly help?: string }) =>
  listOf(
    briefly(
      'column',
      group({
        column: column({ label: 'Column' }),
        descending: toggle({ label: 'Descending' }).default(false),
        nulls: choice(['first', 'last'], { label: 'Nulls' }).default('last'),
      }),
    ),
    said,
  );

type OrderKeys = z.output<ReturnType<typeof orderKeys>>;

export const sortKeys = (keys: OrderKeys): readonly SortKey[] =>
  keys.map(key => ({ expr: key.column, descending: key.descending, nulls: key.nulls }));

/** The same order read from its end. */
export const reversed = (keys: readonly SortKey[]): readonly SortKey[] =>
  keys.map(key => ({
    expr: key.expr,
    descending: !key.descending,
    nulls: key.nulls === 'first' ? 'last' : 'first',
  }));
