/** Data sets and expected numbers of `fixtures/ml`, and an engine over them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'vitest';
import { ident } from '../connectors/quote.ts';
import { EngineError } from '../diagnostics/errors.ts';
import type { Rel } from '../plan/relation.ts';
import { duckdbEngine } from './duckdb.ts';
import { registerNatives } from './duckdb-natives.ts';
import type { Cell, Data } from './engine.ts';
import { numeric } from './feature.ts';

const folder = join(import.meta.dirname, '../../fixtures/ml');
const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

export type DataSet = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
  readonly target: readonly number[];
};
const sets = new Map<string, DataSet>();
export const dataSet = (name: string): DataSet => {
  const set = sets.get(name) ?? read(name);
  sets.set(name, set);
  return set;
};
export const expected = read('expected');
/** Encodings of columns, by the same script. */
export const expectedEncoding = read('encoding');

/** The weights of `expected.py`. */
export const rowWeight = (row: number): number => 0.5 + (row % 7) / 3;

export type TestTable = Data & { readonly connection: DuckDBConnection };

const never = (): never => {
  throw new Error('tests read tables only');
};

export const connect = async (threads = 2): Promise<DuckDBConnection> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  registerNatives(connection);
  return connection;
};

export const dataOf = (connection: DuckDBConnection, name: string): TestTable => ({
  connection,
  engine: duckdbEngine(connection, { ref: ident, scan: never, rejects: never, made: never }),
  rel: { op: 'ref', name },
});

/** A table of these columns; cells as SQL reads them. */
export const tableOf = async (
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  threads = 2,
): Promise<TestTable> => {
  const connection = await connect(threads);
  await connection.run(`CREATE TABLE t (${columns.join(', ')})`);
  const appender = await connection.createAppender('t');
  for (const row of rows) {
    for (const cell of row)
      if (cell === null) appender.appendNull();
      else if (typeof cell === 'string') appender.appendVarchar(cell);
      else appender.appendDouble(Number(cell));
    appender.endRow();
  }
  appender.closeSync();
  return dataOf(connection, 't');
};

/** A data set as table `t`: its columns, `y` and the weight `w`. */
export const loaded = async (
  name: string,
  change: (row: readonly number[], i: number) => readonly number[] | undefined = row => row,
  threads = 2,
): Promise<TestTable & { readonly features: ReturnType<typeof numeric>[] }> => {
  const { rows, target } = dataSet(name);
  const changed = rows.flatMap((row, i) => {
    const next = change(row, i);
    return next === undefined ? [] : [[...next, target[i] ?? 0, rowWeight(i)]];
  });
  const names = (changed[0] ?? []).slice(0, -2).map((_, j) => `x${j}`);
  const table = await tableOf([...names.map(n => `${n} DOUBLE`), 'y DOUBLE', 'w DOUBLE'], changed, threads);
  return { ...table, features: names.map(numeric) };
};

/** Columns made mean 0 and deviation 1, as `StandardScaler` does. */
export const standardised = (name: string): ((row: readonly number[]) => readonly number[]) => {
  const { rows, columns } = dataSet(name);
  const of = columns.map((_, j) => {
    const mean = rows.reduce((s, r) => s + (r[j] ?? 0), 0) / rows.length;
    const variance = rows.reduce((s, r) => s + ((r[j] ?? 0) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return row => row.map((v, j) => (v - (of[j]?.mean ?? 0)) / (of[j]?.deviation ?? 1));
};

/** Columns of a relation, row by row. */
export const answer = (
  { engine }: Data,
  rel: Rel,
  columns: readonly string[],
): Promise<readonly (readonly Cell[])[]> =>
  engine.rows({
    op: 'project',
    input: rel,
    columns: columns.map(name => ({ name, expr: { op: 'column', name } })),
  });

/** Numbers, nested alike, that differ by at most a share of their size (or of 1). */
export const expectClose = (got: unknown, wanted: unknown, tolerance = 1e-6, path = ''): void => {
  if (Array.isArray(wanted)) {
    expect(Array.isArray(got) && got.length, `length of ${path}`).toBe(wanted.length);
    wanted.forEach((w, i) => void expectClose((got as unknown[])[i], w, tolerance, `${path}[${i}]`));
    return;
  }
  const off = Math.abs(Number(got) - Number(wanted)) / Math.max(1, Math.abs(Number(wanted)));
  if (!(off <= tolerance)) expect.fail(`${path}: ${got} instead of ${wanted}, off by ${off}`);
};

/** The code of the error that a promise ends with. */
export const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(EngineError);
  return (error as EngineError).code;
};
