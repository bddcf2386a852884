import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import initSqlJs from 'sql.js';
import { allRows } from './database.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'));

/** SQLite in this process. For tests. */
export const sqlite = () =>
  initSqlJs({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
  });

/** Makes a database file of some SQL. */
export const writeDatabase = async (path: string, sql: string): Promise<Buffer> => {
  const db = new (await sqlite()).Database();
  db.run(sql);
  const bytes = Buffer.from(db.export());
  db.close();
  writeFileSync(path, bytes);
  return bytes;
};

/** Rows of a query on a database file, as text with types: `1`, `'a'`, `1.5`, `null`. */
export const queried = async (path: string, sql: string): Promise<string[]> => {
  const db = new (await sqlite()).Database(readFileSync(path));
  const rows = allRows(db, sql).map(row =>
    row
      .map(v =>
        typeof v === 'string'
          ? `'${v}'`
          : v instanceof Uint8Array
            ? `x${Buffer.from(v).toString('hex')}`
            : `${v}${typeof v === 'number' && Number.isInteger(v) ? '.0' : ''}`,
      )
      .join(' '),
  );
  db.close();
  return rows;
};
