/** Exact quantiles of columns of any number of rows. */
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, ascending, column, isNotNull } from '../../plan/build.ts';
import type { Rel } from '../../plan/relation.ts';
import { aggregatesOf, type Data, roomOf } from '../engine.ts';
import { number, ordinary } from '../words.ts';

/**
 * Quantiles of each column, interpolated between neighbours; what is no ordinary number is left out, and a column
 * without any throws `ml-all-null`. DuckDB's `quantile_cont` holds every value for every quantile, whatever its limit:
 * it is asked for few quantiles of what has room. Else the column is put in order, beyond the engine's memory on disk,
 * and the values are picked as they pass. Both ways give the same to the last digit.
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
    const count = Number(counts[j]);
    if (count === 0) throw engineError('ml-all-null', { column: name });
    const held = count * at.length * bytesHeld;
    const inMemory = at.length <= fewQuantiles && held <= roomOf(data.engine);
    found.push(inMemory ? await aggregatesAt(data, name, at) : await pickedAt(data, name, count, at));
  }
  return found;
};

/** From here on one sort is faster than an aggregate for each quantile. */
const fewQuantiles = 3;
/** A number in a list that doubles as it grows. */
const bytesHeld = 16;

const aggregatesAt = async (data: Data, name: string, at: readonly number[]): Promise<readonly number[]> => {
  const cells = await aggregatesOf(
    data,
    at.map((share, i) => ({
      name: `q${i}`,
      expr: aggregated('quantile_cont', [ordinary(name), number(share)]),
    })),
  );
  return cells.map(Number);
};

const pickedAt = async (
  data: Data,
  name: string,
  count: number,
  at: readonly number[],
): Promise<readonly number[]> => {
  const places = at.map(share => (count - 1) * share);
  const values = await valuesAt(
    data,
    name,
    places.flatMap(p => [Math.floor(p), Math.ceil(p)]),
  );
  return places.map(place => {
    const low = values.get(Math.floor(place)) ?? Number.NaN;
    const high = values.get(Math.ceil(place)) ?? Number.NaN;
    const share = place - Math.floor(place);
    return low * (1 - share) + high * share;
  });
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
  // Kept, not streamed: DuckDB 1.5.5 sorts into a table within 60 MB, and runs out of 100 MB on the way to a reader.
  const sorted = await engine.keep(inOrder(rel, name));
  try {
    for await (const { rows, values } of engine.blocks(sorted.rel)) {
      for (; next < wanted.length; next++) {
        const place = wanted[next] as number;
        if (place >= seen + rows) break;
        found.set(place, values[place - seen] ?? Number.NaN);
      }
      seen += rows;
    }
    return found;
  } finally {
    await sorted.drop();
  }
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
