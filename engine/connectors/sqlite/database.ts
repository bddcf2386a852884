import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Database, SqlJsStatic } from 'sql.js';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { fileId } from '../files/facts.ts';
import type { SqliteValue } from './cells.ts';

/** An open database in memory, and whether its file was in write-ahead mode. */
export type OpenDatabase = { readonly db: Database; readonly wasWal: boolean };

/** Offsets of the two header bytes that say how a database is written: 1 in place, 2 with a write-ahead log. */
const writeVersion = 18;
const readVersion = 19;

/** A file that was looked at and allowed before: where it is, which one it must be, and how the pipeline says it. */
type KnownFile = { readonly absolute: string; readonly id: string; readonly shown: string };

/** The bytes of the file. Throws `workbook-changed` when the path leads to another one by now. */
const bytesOf = ({ absolute, id, shown }: KnownFile): Buffer => {
  const file = openSync(absolute, 'r');
  try {
    if (fileId(fstatSync(file)) !== id)
      throw engineError('workbook-changed', { path: shown }, { param: 'path' });
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
};

/** Opens the bytes of a database. There is no user SQL, and nothing in the file may act on its own. */
export const openDatabase = (sql: SqlJsStatic, file: KnownFile | null): OpenDatabase => {
  const bytes = file === null ? null : bytesOf(file);
  const wasWal = bytes !== null && bytes[readVersion] === 2;
  if (bytes !== null && wasWal) {
    // In memory there is no log to share; the caller has made sure that the one beside the file is empty.
    bytes[writeVersion] = 1;
    bytes[readVersion] = 1;
  }
  const db = new sql.Database(bytes);
  db.run('PRAGMA trusted_schema = OFF');
  db.run('PRAGMA cell_size_check = ON');
  return { db, wasWal };
};

/** The bytes to save, with the write-ahead mode as it was. */
export const savedBytes = ({ db, wasWal }: OpenDatabase): Uint8Array => {
  const bytes = db.export();
  if (wasWal && bytes.length > readVersion) {
    bytes[writeVersion] = 2;
    bytes[readVersion] = 2;
  }
  return bytes;
};

/** All rows of a query, integers as bigint. For catalogue questions: small results. */
export const allRows = (db: Database, sql: string): SqliteValue[][] => {
  const statement = db.prepare(sql);
  try {
    const rows: SqliteValue[][] = [];
    while (statement.step()) rows.push(currentRow(statement));
    return rows;
  } finally {
    statement.free();
  }
};

/** The row that a statement stands on. The typings do not know `useBigInt` yet. */
export const currentRow = (statement: { get(params?: null): unknown }): SqliteValue[] =>
  (statement.get as (params: null, config: { useBigInt: true }) => SqliteValue[]).call(statement, null, {
    useBigInt: true,
  });

const malformed = /malformed|corrupt|not a database|disk i\/o error|unsupported file format|database schema/i;

/** SQLite's own errors, by what they mean for the user. A trap of the sandbox is a damaged file as well. */
export const databaseFault = (error: unknown, shown: string, table: string): Error => {
  if (error instanceof EngineError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const place = { param: 'path' };
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) {
    const why = code === 'ENOSPC' ? 'the disk is full' : `${syscall} fails with ${code ?? 'an error'}`;
    return engineError(
      syscall === 'write' || code === 'ENOSPC' ? 'file-unwritable' : 'file-unreadable',
      { path: shown, reason: why },
      place,
      error,
    );
  }
  if (error instanceof WebAssembly.RuntimeError || malformed.test(reason))
    return engineError('sqlite-malformed', { path: shown, reason: reason.slice(0, 300) }, place, error);
  if (/constraint failed|datatype mismatch|cannot store/i.test(reason))
    return engineError(
      'sqlite-constraint',
      { table, reason: reason.slice(0, 300) },
      { param: 'table' },
      error,
    );
  return engineError('sqlite-failed', { path: shown, reason: reason.slice(0, 300) }, place, error);
};
