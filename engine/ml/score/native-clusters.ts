/**
 * The nearest centre as a function that the running program gives the engine: as expressions each of 8 centres of 10
 * columns costs DuckDB 30 passes over its vectors (docs/decisions.md).
 */
import { z } from 'zod';
import { column, literal } from '../../plan/build.ts';
import type { Expr, NamedExpr } from '../../plan/expr.ts';
import { nearestSearch, type Search } from '../cluster/nearest.ts';
import type { Answers } from '../native-memory.ts';

export const clustersFunction = 'millrace_clusters';

/** Below this many numbers expressions are quick, run on every thread, and can be read. */
const few = 40;

export const hasManyCentres = (centres: readonly (readonly number[])[]): boolean =>
  centres.reduce((n, centre) => n + centre.length, 0) > few;

/** What is asked for: the number of the nearest centre, and the squared distance to it. */
export const places = { number: 0, squares: 1 } as const;

/** The number of the nearest centre, the first of equals, or the squared distance to it. */
export const nearestCentre = (
  centres: readonly (readonly number[])[],
  terms: readonly NamedExpr[],
  place: keyof typeof places,
): Expr => ({
  op: 'native',
  fn: clustersFunction,
  args: [
    literal(JSON.stringify(centres), 'VARCHAR'),
    literal(places[place], 'DOUBLE'),
    ...terms.map(term => column(term.name)),
  ],
});

export type Clusters = { readonly width: number; readonly centres: Float64Array; readonly search: Search };

export const clustersFrom = (text: string): Clusters => {
  const centres = z.array(z.array(z.number())).min(1).parse(JSON.parse(text));
  const width = centres[0]?.length ?? 0;
  return { width, centres: Float64Array.from(centres.flat()), search: nearestSearch(width) };
};

/** Answers for `rows` rows, whose terms are given column by column. */
export const askClusters = (
  { width, centres, search }: Clusters,
  columns: readonly Float64Array[],
  rows: number,
): Answers => {
  const values = new Float64Array(width * rows);
  for (const [j, column] of columns.entries()) values.set(column.subarray(0, rows), j * rows);
  const { cluster, best } = search({ rows, stride: rows, values }, centres);
  return new Map([
    [places.number, Float64Array.from(cluster.subarray(0, rows))],
    [places.squares, best.slice(0, rows)],
  ]);
};
