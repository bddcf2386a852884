/** One DuckDB instance for one run or one design session, locked to what it may touch. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Cell } from '../connectors/contract.ts';
import { ident, text } from '../connectors/quote.ts';

export type SessionOptions = {
  /** Folders that may be read and written by statements of ours. */
  readonly folders: readonly string[];
  /** Single files. */
  readonly files: readonly string[];
  /** Such as `2GB`; the rest of what DuckDB accepts is refused by the caller. */
  readonly memory?: string;
  readonly threads?: number;
  /** Where large intermediate results spill; a fresh folder below it is used and removed. */
  readonly spill?: string;
  /** Folder of the cache, which statements of ours read and write. */
  readonly cache?: string;
};

export type Session = {
  readonly connection: DuckDBConnection;
  /** A folder of this session, removed at its end. */
  readonly folder: string;
  run(sql: string): Promise<void>;
  /** Rows of a SELECT; cells are text or null. */
  rows(sql: string): Promise<readonly (readonly Cell[])[]>;
  /** No setting can change after this. */
  lock(): Promise<void>;
  close(): Promise<void>;
};

export const openSession = async (options: SessionOptions): Promise<Session> => {
  const parent = options.spill ?? tmpdir();
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'millrace-'));
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: folder,
    ...(options.memory && { memory_limit: options.memory }),
    ...(options.threads && { threads: String(options.threads) }),
  });
  const connection = await instance.connect();
  const list = (paths: readonly string[]) => `[${paths.map(text).join(', ')}]`;
  const run = async (sql: string): Promise<void> => {
    await connection.run(sql);
  };
  await run(
    [
      `SET allowed_directories = ${list([...options.folders, folder, ...(options.cache ? [options.cache] : [])])}`,
      `SET allowed_paths = ${list(options.files)}`,
      'SET enable_external_access = false',
      "SET TimeZone = 'UTC'",
      'SET enable_progress_bar = false',
      'SET preserve_insertion_order = true',
    ].join('; '),
  );
  // Progress is only kept by DuckDB while its bar is on; printing it is what must not happen.
  await run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
  return {
    connection,
    folder,
    run,
    rows: async sql => {
      const reader = await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})`);
      return reader.getRows() as readonly (readonly Cell[])[];
    },
    lock: () => run('SET lock_configuration = true'),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export { ident };
