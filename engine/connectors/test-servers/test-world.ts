import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Schema } from '../../schema/types.ts';
import type { Cell, RowStream, Stage, World } from '../contract.ts';

/** A world for tests: secrets from a record, a temporary folder, everything that was reported kept for a look. */
type TestWorld = World & {
  readonly hosts: readonly string[];
  readonly reports: readonly unknown[];
  readonly done: () => Promise<void>;
};

export const testWorld = async (
  secrets: Readonly<Record<string, string>>,
  signal = new AbortController().signal,
): Promise<TestWorld> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-world-'));
  const hosts: string[] = [];
  const reports: unknown[] = [];
  let files = 0;
  return {
    hosts,
    reports,
    readPath: async path => path,
    writePath: async path => path,
    allowHost: host => void hosts.push(host),
    resolveSecrets: text => text.replace(/\$\{env:(\w+)\}/g, (_, name: string) => secrets[name] ?? ''),
    tempFile: suffix => join(folder, `${files++}${suffix}`),
    query: async () => [],
    signal,
    progress: report => void reports.push(report),
    done: () => rm(folder, { recursive: true, force: true }),
  };
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

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
      .map((f, i) => `CAST(CAST(c${i} AS ${f.type}) AS VARCHAR) AS ${quoted(f.name)}`)
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
export const rowStream = (columns: Schema, rows: readonly (readonly Cell[])[], size = 2): RowStream => ({
  columns,
  async *batches() {
    for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
  },
});
