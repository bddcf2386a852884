import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Schema } from '../../schema/types.ts';
import type { Cell, RowStream, Stage, World } from '../contract.ts';
import { rowStream as batchedRows, type FakeWorld, fakeFolder } from '../fake-world.ts';
import { ident } from '../quote.ts';

/** A world with these secrets and a folder for its files; `done` removes the folder. */
export const testWorld = async (
  secrets: Readonly<Record<string, string>>,
  signal = new AbortController().signal,
): Promise<FakeWorld & { readonly done: () => Promise<void> }> => {
  const { world, remove } = fakeFolder({ secrets, signal });
  return { ...world, done: async () => remove() };
};

/** A stage like the run's: a CSV file or appended rows, then cast to the described types by DuckDB. */
export const testStage = (world: World) => {
  const path = world.tempFile('.csv');
  const stage: Stage = {
    append: () => Promise.reject(new Error('These connectors stream CSV.')),
    csvFile: () => path,
  };
  const rows = async (schema: Schema, order = ''): Promise<readonly (readonly Cell[])[]> => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const columns = schema.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
    const casts = schema
      .map((f, i) => `CAST(CAST(c${i} AS ${f.type}) AS VARCHAR) AS ${ident(f.name)}`)
      .join(', ');
    const reader = await connection.runAndReadAll(
      `SELECT ${casts} FROM read_csv('${path}', auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', columns = {${columns}}) ${order}`,
    );
    connection.closeSync();
    return reader.getRowsJson() as Cell[][];
  };
  return { stage, rows, text: () => readFile(path, 'utf8') };
};

/** Rows from an array, a few at a time. */
export const rowStream = (columns: Schema, rows: readonly (readonly Cell[])[]): RowStream =>
  batchedRows(columns, rows, 2);
