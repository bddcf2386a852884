/** Exact quantiles of columns of any number of rows. */
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, ascending, column, isNotNull } from '../../plan/build.ts';
import type { Rel } from '../../plan/relation.ts';
import { aggregatesOf, type Data } from '../engine.ts';
import { ordinary } from '../words.ts';

/**
 * Quantiles of each column, interpolated between neighbours; what is no ordinary number is left out, and a column
 * without any throws `ml-all-null`. The engine puts a column in order, beyond its memory on disk, and the values that
 * are asked for are picked as they pass: its own `quantile_cont` holds every value for every quantile, whatever the limit.
 */
export const quantiles = async (
  data: Data,
  columns: readonly string[],
  at: readonly number[],
): Promise<readonly (readonly number[])[]> => {
  const counts = await aggregatesOf(
    data,
    columns.map((name, j) => ({ name: `n${j}`, expr: aggregated('count', [ordinary(name)]) })),
  );
  const found: (readonly number[])[] = [];
  for (const [j, name] of columns.entries()) {
    const last = Number(counts[j]) - 1;
    if (last < 0) throw engineError('ml-all-null', { column: name });
    const places = at.map(share => last * share);
    const values = await valuesAt(
      data,
      name,
      places.flatMap(p => [Math.floor(p), Math.ceil(p)]),
    );
    found.push(places.map(place => between(values, place)));
  }
  return found;
};

/** As DuckDB and scikit-learn do it, to the last digit. */
const between = (values: ReadonlyMap<number, number>, place: number): number => {
  const low = values.get(Math.floor(place)) ?? Number.NaN;
  const high = values.get(Math.ceil(place)) ?? Number.NaN;
  const share = place - Math.floor(place);
  return low * (1 - share) + high * share;
};

/** The values at these places of the column in order. */
const valuesAt = async (
  { engine, rel }: Data,
  name: string,
  places: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  const wanted = [...new Set(places)].sort((a, b) => a - b);
  const found = new Map<number, number>();
  let seen = 0;
  let next = 0;
  for await (const { rows, values } of engine.blocks(inOrder(rel, name))) {
    for (; next < wanted.length; next++) {
      const place = wanted[next] as number;
      if (place >= seen + rows) break;
      found.set(place, values[place - seen] ?? Number.NaN);
    }
    seen += rows;
  }
  return found;
};

const inOrder = (rel: Rel, name: string): Rel => ({
  op: 'sort',
  keys: [ascending(column('value'))],
  input: {
    op: 'filter',
    condition: isNotNull(column('value')),
    input: { op: 'project', input: rel, columns: [{ name: 'value', expr: ordinary(name) }] },
  },
});
