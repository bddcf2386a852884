/** The one place where the numeric core meets DuckDB: relations become SELECTs, chunks become blocks. */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import { type Names, printRel } from '../duckdb/relational.ts';
import type { Block, Cell, Engine } from './engine.ts';

/** DuckDB's vectors hold at most this many rows. */
const stride = 2048;

let made = 0;

export const duckdbEngine = (connection: DuckDBConnection, names: Names): Engine => ({
  keep: async rel => {
    const name = `kept rows ${made++}`;
    await connection.run(`CREATE TEMP TABLE ${names.ref(name)} AS ${printRel(rel, names)}`);
    const drop = async (): Promise<void> => {
      await connection.run(`DROP TABLE ${names.ref(name)}`);
    };
    return { rel: { op: 'ref', name }, drop };
  },
  rows: async rel => {
    const reader = await connection.runAndReadAll(printRel(rel, names));
    return reader.getRows().map(row => row.map(cell));
  },
  async *blocks(rel) {
    const result = await connection.stream(printRel(rel, names));
    const values = new Float64Array(result.columnCount * stride);
    // The next chunk is on its way while the reader looks at this one.
    let coming = result.fetchChunk();
    try {
      for (;;) {
        const chunk = await coming;
        if (chunk === null || chunk.rowCount === 0) return;
        coming = result.fetchChunk();
        yield filled(values, chunk);
      }
    } finally {
      await coming.catch(() => {});
    }
  },
});

const cell = (value: DuckDBValue): Cell => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return typeof value === 'bigint' ? Number(value) : String(value);
};

/** Every column is a DOUBLE, so the vector's own memory is copied, and nulls are put in afterwards. */
const filled = (values: Float64Array, chunk: DuckDBDataChunk): Block => {
  const rows = chunk.rowCount;
  for (let j = 0; j < chunk.columnCount; j++) {
    const vector = chunk.getColumnVector(j) as unknown as {
      readonly items: Float64Array;
      readonly validity: { readonly data: BigUint64Array | null; itemValid(row: number): boolean };
    };
    values.set(vector.items.subarray(0, rows), j * stride);
    if (vector.validity.data === null) continue;
    for (let r = 0; r < rows; r++) if (!vector.validity.itemValid(r)) values[j * stride + r] = Number.NaN;
  }
  return { rows, stride, values };
};
