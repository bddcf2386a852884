/**
 * Counts rows while they pass through a fused query. A function without arguments that DuckDB calls once per chunk of
 * up to 2,048 rows adds the chunk's size and answers true. It is marked volatile, and the query wraps it in a branch
 * that can fail, so that the optimiser neither drops it nor moves it past another filter.
 */
import {
  BIGINT,
  BOOLEAN,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBScalarFunction,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

export type Meter = {
  /** SQL that counts a row of the relation and is true. */
  readonly tick: (relation: string) => string;
  /** SQL that adds a number of the relation's rows, a BIGINT, and is true. */
  readonly add: (relation: string, rows: string) => string;
  /** SQL that counts a row like `tick` and remembers the first sample, a VARCHAR. */
  readonly watch: (relation: string, sample: string) => string;
  /** The sample of the first watched row. */
  readonly sample: (relation: string) => string | undefined;
  /** Rows seen so far, and when the last of them was seen. */
  readonly seen: (relation: string) => { readonly rows: number; readonly lastAt: number } | undefined;
  /** Forgets the count, before a query is run again. */
  readonly reset: (relation: string) => void;
};

type Count = { rows: number; lastAt: number; sample?: string };

/** What every chunk is answered with: DuckDB's chunks have at most 2,048 rows. */
const trues = new Uint8Array(2048).fill(1).buffer;

type Chunk = Parameters<typeof duckdb.data_chunk_get_size>[0];

/**
 * Registers a function that is true for every row, and hands each chunk to `see`. It answers through the binding itself:
 * the library's vector would be filled row by row, which took longer than the rest of the call.
 */
const register = (
  connection: DuckDBConnection,
  name: string,
  parameterTypes: DuckDBType[],
  see: (chunk: Chunk, size: number) => void,
): void => {
  const made = DuckDBScalarFunction.create({
    name,
    parameterTypes,
    returnType: BOOLEAN,
    volatile: true,
    mainFunction: () => {},
  });
  duckdb.scalar_function_set_function(made.scalar_function, (_info, input, output) => {
    const size = duckdb.data_chunk_get_size(input);
    see(input, size);
    duckdb.copy_data_to_vector(output, 0, trues, 0, size);
  });
  connection.registerScalarFunction(made);
};

const sumOf = (chunk: Chunk, size: number): number => {
  const added = new DuckDBDataChunk(chunk).getColumnVector(0);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Number(added.getItem(i));
  return sum;
};

export const createMeter = (connection: DuckDBConnection, now: () => number): Meter => {
  const counts = new Map<string, Count>();
  const registered = new Map<string, string>();

  const countOf = (relation: string): Count => {
    const known = counts.get(relation);
    if (known !== undefined) return known;
    const count = { rows: 0, lastAt: 0 };
    counts.set(relation, count);
    return count;
  };

  /** The name of a relation's function, which is registered when it is first asked for. */
  const functionOf = (
    kind: 'tick' | 'add' | 'watch',
    relation: string,
    types: DuckDBType[],
    rowsOf: (chunk: Chunk, size: number, count: Count) => number,
  ): string => {
    const key = `${kind} ${relation}`;
    const known = registered.get(key);
    if (known !== undefined) return known;
    const name = `millrace_${kind}_${registered.size}`;
    registered.set(key, name);
    const count = countOf(relation);
    register(connection, name, types, (chunk, size) => {
      count.rows += rowsOf(chunk, size, count);
      count.lastAt = now();
    });
    return name;
  };

  return {
    tick: relation => `${functionOf('tick', relation, [], (_, size) => size)}()`,
    add: (relation, rows) => `${functionOf('add', relation, [BIGINT], sumOf)}(${rows})`,
    watch: (relation, sample) =>
      `${functionOf('watch', relation, [VARCHAR], (chunk, size, count) => {
        if (count.sample === undefined) {
          const first = new DuckDBDataChunk(chunk).getColumnVector(0).getItem(0);
          if (typeof first === 'string') count.sample = first;
        }
        return size;
      })}(${sample})`,
    sample: relation => counts.get(relation)?.sample,
    seen: relation => counts.get(relation),
    reset: relation => void Object.assign(countOf(relation), { rows: 0, lastAt: 0 }),
  };
};
