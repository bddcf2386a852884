import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import { intentOf } from '../database/intent.ts';
import { keyColumns } from '../database/key-columns.ts';
import { matchColumns, shownTable, type TableName, type TargetColumn } from '../database/names.ts';
import type { WriteMode } from '../database/options.ts';
import { createTable } from './create-table.ts';
import { newName, quoteName, quoteTable } from './quote.ts';

/** A table that is there, as the server tells it. */
export type Existing = {
  readonly columns: readonly TargetColumn[];
  readonly unique: readonly (readonly string[])[];
  readonly engine: string;
  readonly transactional: boolean;
};

/**
 * The statements of a write. `prepare` and `publish` stand outside the transaction, since MySQL commits on every
 * change of a table's definition: until `publish`, which is one atomic statement, nobody sees a change.
 */
export type WritePlan = {
  readonly prepare: readonly string[];
  /** In the transaction: first `begin`, then the rows by `insert` and literals, then `finish`. */
  readonly begin: readonly string[];
  readonly insert: string;
  readonly finish: readonly string[];
  readonly publish?: string;
  /** Undoes `publish`, should `tidy` after it be refused. */
  readonly unpublish?: string;
  readonly tidy: readonly string[];
  /** Run on a failure: takes away what `prepare` made. */
  readonly undo: readonly string[];
};

const insertInto = (table: string, columns: readonly string[]): string =>
  `INSERT INTO ${table} (${columns.map(quoteName).join(', ')}) VALUES `;

const names = (columns: readonly { readonly name: string }[]): readonly string[] => columns.map(c => c.name);

/** Rows go to a new table, which takes the name, and with it the place of an older one, in one RENAME. */
const publishNew = (name: TableName, rows: Schema, replaces: boolean, temporary: string): WritePlan => {
  const beside = quoteTable({ ...name, table: temporary });
  const old = quoteTable({ ...name, table: `${temporary}_old` });
  const target = quoteTable(name);
  const plan = {
    prepare: [createTable(beside, rows)],
    begin: [],
    insert: insertInto(beside, names(rows)),
    finish: [],
    undo: [`DROP TABLE IF EXISTS ${beside}`],
  };
  if (!replaces) return { ...plan, publish: `RENAME TABLE ${beside} TO ${target}`, tidy: [] };
  return {
    ...plan,
    publish: `RENAME TABLE ${target} TO ${old}, ${beside} TO ${target}`,
    unpublish: `RENAME TABLE ${target} TO ${beside}, ${old} TO ${target}`,
    tidy: [`DROP TABLE ${old}`],
  };
};

/**
 * Rows go to a temporary table with the target's own types and collations, and are merged by the keys. An UPDATE and an
 * INSERT, because ON DUPLICATE KEY would also match by any other unique index and change a row that was not meant.
 */
const upsert = (
  name: TableName,
  existing: Existing,
  rows: Schema,
  keys: readonly string[],
  temporary: string,
): WritePlan => {
  const table = shownTable(name);
  const target = matchColumns(table, existing.columns, rows);
  const keyNames = keyColumns(table, keys, rows, target, existing.unique);
  const columns = names(target);
  const quoted = quoteTable(name);
  const beside = quoteTable({ ...name, table: temporary });
  const on = keyNames.map(key => `t.${quoteName(key)} = s.${quoteName(key)}`).join(' AND ');
  const set = columns
    .filter(column => !keyNames.includes(column))
    .map(column => `t.${quoteName(column)} = s.${quoteName(column)}`);
  const list = columns.map(quoteName).join(', ');
  const update =
    set.length === 0 ? [] : [`UPDATE ${quoted} t JOIN ${beside} s ON ${on} SET ${set.join(', ')}`];
  const add = `INSERT INTO ${quoted} (${list}) SELECT ${columns.map(c => `s.${quoteName(c)}`).join(', ')} FROM ${beside} s LEFT JOIN ${quoted} t ON ${on} WHERE t.${quoteName(keyNames[0] ?? '')} IS NULL`;
  return {
    prepare: [
      `CREATE TEMPORARY TABLE ${beside} ENGINE = InnoDB AS SELECT ${list} FROM ${quoted} LIMIT 0`,
      `ALTER TABLE ${beside} ADD UNIQUE KEY millrace_keys (${keyNames.map(quoteName).join(', ')})`,
    ],
    begin: [],
    insert: insertInto(beside, columns),
    finish: [...update, add],
    tidy: [],
    undo: [],
  };
};

/**
 * What to do for a mode. `existing` is the table that is there, `temporary` a name that is free.
 * `overwrite` keeps a table whose columns are the same, with its indexes, keys and triggers: it deletes and inserts in
 * one transaction, so readers see the old rows until the commit. Other columns make it a new table.
 */
export const writePlan = (
  mode: WriteMode,
  name: TableName,
  existing: Existing | undefined,
  rows: Schema,
  keys: readonly string[],
  temporary: string,
): WritePlan => {
  const table = shownTable(name);
  const intent = intentOf(mode, table, existing, rows, there => there.transactional);
  if (intent.does === 'make') {
    newName(name.table);
    return publishNew(name, rows, false, temporary);
  }
  if (intent.does === 'replace') return publishNew(name, rows, true, temporary);
  const { transactional, engine, columns } = intent.existing;
  if (!transactional) throw engineError('database-not-transactional', { table, engine });
  if (intent.does === 'upsert') return upsert(name, intent.existing, rows, keys, temporary);
  const quoted = quoteTable(name);
  const insert = insertInto(quoted, names(matchColumns(table, columns, rows)));
  const begin = intent.does === 'refill' ? [`DELETE FROM ${quoted}`] : [];
  return { prepare: [], begin, insert, finish: [], tidy: [], undo: [] };
};
