import type { Schema } from '../../schema/types.ts';
import { intentOf } from '../database/intent.ts';
import { keyColumns } from '../database/key-columns.ts';
import { matchColumns, shownTable, type TableName, type TargetColumn } from '../database/names.ts';
import type { WriteMode } from '../database/options.ts';
import { createTable } from './create-table.ts';
import { quoteName, quoteTable } from './quote.ts';

/** A table that is there, as the server tells it. `unique` are the column lists of its unique indexes. */
export type Existing = {
  readonly columns: readonly TargetColumn[];
  readonly unique: readonly (readonly string[])[];
};

/** The statements of a write, all in one transaction: `before`, the rows into `copy`, `after`. */
export type WritePlan = {
  readonly before: readonly string[];
  readonly copy: string;
  readonly after: readonly string[];
};

const copyInto = (table: string, names: readonly string[]): string =>
  `COPY ${table} (${names.map(quoteName).join(', ')}) FROM STDIN (FORMAT csv, NULL '', ENCODING 'UTF8')`;

const names = (columns: readonly { readonly name: string }[]): readonly string[] => columns.map(c => c.name);

/** A new table beside the old one, which takes its place at the end. Nobody else sees it before the commit. */
const replace = (name: TableName, rows: Schema, temporary: string): WritePlan => {
  const beside = quoteTable({ ...name, table: temporary });
  return {
    before: [createTable(beside, rows)],
    copy: copyInto(beside, names(rows)),
    after: [`DROP TABLE ${quoteTable(name)}`, `ALTER TABLE ${beside} RENAME TO ${quoteName(name.table)}`],
  };
};

/** Rows go to a temporary table first and are merged by the keys in one statement. */
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
  const beside = quoteName(temporary);
  const columns = names(target);
  const list = columns.map(quoteName).join(', ');
  const rest = columns.filter(column => !keyNames.includes(column)).map(quoteName);
  const set = rest.map(column => `${column} = excluded.${column}`).join(', ');
  const typed = target.map(column => `${quoteName(column.name)} ${column.type}`).join(', ');
  return {
    before: [`CREATE TEMPORARY TABLE ${beside} (${typed}) ON COMMIT DROP`],
    copy: copyInto(beside, columns),
    after: [
      `INSERT INTO ${quoteTable(name)} (${list}) SELECT ${list} FROM ${beside} ON CONFLICT (${keyNames.map(quoteName).join(', ')}) DO ${
        rest.length === 0 ? 'NOTHING' : `UPDATE SET ${set}`
      }`,
    ],
  };
};

/**
 * What to do for a mode. `existing` is the table that is there, `temporary` a name that is free.
 * `overwrite` keeps a table whose columns are the same, with its indexes, grants and views: it deletes and copies, so
 * readers see the old rows until the commit. Other columns make it a new table.
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
  const quoted = quoteTable(name);
  const intent = intentOf(mode, table, existing, rows);
  if (intent.does === 'make')
    return { before: [createTable(quoted, rows)], copy: copyInto(quoted, names(rows)), after: [] };
  if (intent.does === 'replace') return replace(name, rows, temporary);
  if (intent.does === 'upsert') return upsert(name, intent.existing, rows, keys, temporary);
  const copy = copyInto(quoted, names(matchColumns(table, intent.existing.columns, rows)));
  return { before: intent.does === 'refill' ? [`DELETE FROM ${quoted}`] : [], copy, after: [] };
};
