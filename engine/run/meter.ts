/**
 * Counts rows while they pass through a fused query. A function without arguments that DuckDB calls once per chunk of
 * up to 2,048 rows adds the chunk's size and answers true; another one adds up numbers that the query counted itself.
 * Both are marked volatile, and the query wraps them in a branch that can fail, so that the optimiser neither drops
 * them nor moves them past another filter.
 */
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBScalarFunction,
} from '@duckdb/node-api';

export type Meter = {
  /** SQL that counts a row of the relation and is true. */
  readonly tick: (relation: string) => string;
  /** SQL that adds a column's value to the relation's count and is true. */
  readonly add: (relation: string, column: string) => string;
  /** Rows seen so far, and when the last of them was seen. */
  readonly seen: (relation: string) => { readonly rows: number; readonly lastAt: number } | undefined;
  /** Whether the rows of a relation show only once those above it are complete. */
  readonly isLate: (relation: string) => boolean;
  /** Forgets the count, before a query is run again. */
  readonly reset: (relation: string) => void;
};

type Count = { readonly name: string; readonly late: boolean; rows: number; lastAt: number };

export const createMeter = (connection: DuckDBConnection, now: () => number): Meter => {
  const ticks = new Map<string, Count>();
  const sums = new Map<string, Count>();
  const register = (known: Map<string, Count>, relation: string, late: boolean): Count => {
    const before = known.get(relation);
    if (before !== undefined) return before;
    const count: Count = {
      name: `millrace_${late ? 'add' : 'tick'}_${known.size}`,
      late,
      rows: 0,
      lastAt: 0,
    };
    known.set(relation, count);
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: count.name,
        parameterTypes: late ? [DOUBLE] : [],
        returnType: BOOLEAN,
        volatile: true,
        mainFunction: (_info, input, output) => {
          const size = input.rowCount;
          count.rows += late ? sumOf(input, size) : size;
          count.lastAt = now();
          for (let i = 0; i < size; i++) output.setItem(i, true);
          output.flush();
        },
      }),
    );
    return count;
  };
  // A relation is counted in one way by each query; the last one is meant.
  const current = new Map<string, Count>();
  const use = (relation: string, count: Count): Count => {
    current.set(relation, count);
    return count;
  };
  return {
    tick: relation => `${use(relation, register(ticks, relation, false)).name}()`,
    add: (relation, column) => `${use(relation, register(sums, relation, true)).name}(${column})`,
    seen: relation => current.get(relation),
    isLate: relation => current.get(relation)?.late === true,
    reset: relation => {
      const count = current.get(relation);
      if (count !== undefined) Object.assign(count, { rows: 0, lastAt: 0 });
    },
  };
};

const sumOf = (input: DuckDBDataChunk, size: number): number => {
  const values = input.getColumnVector(0);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Number(values.getItem(i));
  return sum;
};
