import type { ExampleTable } from '../../engine/catalogue/node.ts';
import type { Json } from '../../engine/schema/types.ts';

/** Rows for an example: the columns with their types, then the cells of each row. */
export const rows = (
  columns: { readonly [name: string]: string },
  cells: readonly (readonly Json[])[],
): ExampleTable => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  rows: cells,
});
