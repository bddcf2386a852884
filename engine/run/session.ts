/** One DuckDB instance for one run or one design session: from its start it can reach nothing but what it is given. */
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { BindAnswer } from '../compile/needs.ts';
import type { Cell } from '../connectors/contract.ts';
import { ident, text } from '../connectors/quote.ts';
import { engineError } from '../diagnostics/errors.ts';
import { registerNatives } from '../ml/duckdb-natives.ts';
import { makeFolders } from './outputs.ts';
import { isLeftOver, processTag } from './owner.ts';

type SessionOptions = {
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
  /** For asking what columns a query has: it plans without the optimiser, which takes half of the time. */
  readonly binder: DuckDBConnection;
  /** What the binder said before, by the text of the query. It depends on nothing else: queries name their inputs. */
  readonly bound: Map<string, BindAnswer>;
  /** A folder of this session, removed at its end. */
  readonly folder: string;
  /** Another connection to the same tables, temporary ones aside; closed with the session. */
  connect(): Promise<DuckDBConnection>;
  run(sql: string): Promise<void>;
  /** Keeps the rows of a SELECT in a table of that name, until the session ends. Gives their number. */
  makeTable(name: string, sql: string): Promise<number>;
  /** Rows of a SELECT; cells are text or null. */
  rows(sql: string): Promise<readonly (readonly Cell[])[]>;
  /** Settles how a run counts its rows; no setting can change after this. */
  lock(how: { readonly countsBelowJoin: boolean }): Promise<void>;
  /** Whether `lock` was called: another run then needs a session of its own. */
  isLocked(): boolean;
  close(): Promise<void>;
};

/**
 * Opens a session. The lists of what may be touched hold at once and cannot be taken back. Throws `no-temp-folder`
 * where nothing can be spilled.
 */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const folder = await sessionFolder(options.spill);
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: folder,
    ...(options.memory && { memory_limit: options.memory }),
    ...(options.threads && { threads: String(options.threads) }),
  });
  const connection = await instance.connect();
  registerNatives(connection);
  const binder = await instance.connect();
  await binder.run("PRAGMA disable_optimizer; SET TimeZone = 'UTC'");
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
  let locked = false;
  const others: DuckDBConnection[] = [];
  return {
    connect: async () => {
      const other = await instance.connect();
      others.push(other);
      await other.run("SET TimeZone = 'UTC'");
      return other;
    },
    connection,
    binder,
    bound: new Map(),
    folder,
    run,
    makeTable: async (name, sql) => {
      const told = await connection.runAndReadAll(`CREATE OR REPLACE TEMP TABLE ${ident(name)} AS ${sql}`);
      return Number(told.getRows()[0]?.[0] ?? 0);
    },
    rows: async sql => {
      const reader = await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (${sql})`);
      return reader.getRows() as readonly (readonly Cell[])[];
    },
    lock: async ({ countsBelowJoin }) => {
      locked = true;
      // A window over a whole partition would be planned as a join of its input with itself: the input is computed, and
      // its rows are counted, twice. Rows below a join are counted while they pass; join filters would thin them out
      // before the counter, and pulling filters up would move the counter above the join.
      const off = ['window_self_join', ...(countsBelowJoin ? ['join_filter_pushdown', 'filter_pullup'] : [])];
      await run(`SET disabled_optimizers = '${off.join(',')}'`);
      await run('SET lock_configuration = true');
    },
    isLocked: () => locked,
    close: async () => {
      for (const other of others) other.closeSync();
      connection.closeSync();
      binder.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
      openFolders.delete(folder);
    },
  };
};

/** Folders of sessions that are open in this process. */
const openFolders = new Set<string>();

/** Removes what open sessions have spilled, for a process that is about to end without closing them. */
export const removeSpilled = (): void => {
  for (const folder of openFolders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
};

const folderName = /^millrace-(\d+)-([0-9a-f]{8})-/;

/** A fresh folder for spilling, below the given one or the system's. Folders of dead processes are removed. */
const sessionFolder = async (spill: string | undefined): Promise<string> => {
  const parent = spill ?? tmpdir();
  try {
    if (spill !== undefined) await makeFolders(spill);
    const folder = await mkdtemp(join(parent, `millrace-${process.pid}-${processTag}-`));
    openFolders.add(folder);
    await sweep(parent);
    return folder;
  } catch (cause) {
    throw engineError(
      'no-temp-folder',
      { path: parent, given: spill !== undefined, reason: systemReason(cause) },
      {},
      cause,
    );
  }
};

const sweep = async (parent: string): Promise<void> => {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, pid, tag] = folderName.exec(name) ?? [];
    if (pid !== undefined && tag !== undefined && isLeftOver(Number(pid), tag))
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
};

const systemReason = (cause: unknown): string => {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'it is not a folder',
    EEXIST: 'it is not a folder',
  };
  return known[code] ?? 'the system refuses';
};
