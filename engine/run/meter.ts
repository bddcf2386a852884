/**
 * Counts rows while they pass through a fused query. A function without arguments that DuckDB calls once per chunk of
 * up to 2,048 rows adds the chunk's size and answers true. It is marked volatile, and the query wraps it in a branch
 * that can fail, so that the optimiser neither drops it nor moves it past another filter.
 */
import { BOOLEAN, type DuckDBConnection, DuckDBScalarFunction } from '@duckdb/node-api';

export type Meter = {
  /** SQL that counts a row of the relation and is true. */
  readonly tick: (relation: string) => string;
  /** Rows seen so far, and when the last of them was seen. */
  readonly seen: (relation: string) => { readonly rows: number; readonly lastAt: number } | undefined;
  /** Forgets the count, before a query is run again. */
  readonly reset: (relation: string) => void;
};

export const createMeter = (connection: DuckDBConnection, now: () => number): Meter => {
  const numbers = new Map<string, number>();
  const counts: { rows: number; lastAt: number }[] = [];
  return {
    tick: relation => {
      const known = numbers.get(relation);
      if (known !== undefined) return `millrace_tick_${known}()`;
      const index = counts.length;
      const count = { rows: 0, lastAt: 0 };
      counts.push(count);
      numbers.set(relation, index);
      connection.registerScalarFunction(
        DuckDBScalarFunction.create({
          name: `millrace_tick_${index}`,
          parameterTypes: [],
          returnType: BOOLEAN,
          volatile: true,
          mainFunction: (_info, input, output) => {
            const size = input.rowCount;
            count.rows += size;
            count.lastAt = now();
            for (let i = 0; i < size; i++) output.setItem(i, true);
            output.flush();
          },
        }),
      );
      return `millrace_tick_${index}()`;
    },
    seen: relation => {
      const index = numbers.get(relation);
      return index === undefined ? undefined : counts[index];
    },
    reset: relation => {
      const index = numbers.get(relation);
      const count = index === undefined ? undefined : counts[index];
      if (count !== undefined) Object.assign(count, { rows: 0, lastAt: 0 });
    },
  };
};
