import type { Database } from 'sql.js';
import { engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import { allRows } from './database.ts';

/** A table or view, as the database's own catalogue names it. */
export type Relation = { readonly name: string; readonly isView: boolean };

/** A column: its name, its declared type and its place in the primary key (0 is outside). */
export type ColumnInfo = { readonly name: string; readonly declared: string; readonly key: number };

/** Tables and views in the order of their making, without SQLite's own. */
export const relations = (db: Database): readonly Relation[] =>
  allRows(db, "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid")
    .map(([name, type]) => ({ name: String(name), isView: type === 'view' }))
    .filter(({ name }) => !name.toLowerCase().startsWith('sqlite_'));

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The relation of that name, letter case aside, as SQLite takes it. */
export const relationNamed = (db: Database, name: string): Relation | undefined =>
  relations(db).find(r => same(r.name, name));

/** The relation asked for, or the only one. Throws `sqlite-unknown-table` or `sqlite-no-table`. */
export const chosenRelation = (db: Database, wanted: string | null, shown: string): Relation => {
  const all = relations(db);
  const names = all.map(r => r.name);
  const [only] = all;
  if (wanted === null) {
    if (all.length === 1 && only !== undefined) return only;
    throw engineError('sqlite-no-table', { path: shown, tables: names }, { param: 'table' });
  }
  const found = all.find(r => r.name === wanted) ?? all.find(r => same(r.name, wanted));
  if (found !== undefined) return found;
  throw unknownTable(shown, wanted, names);
};

/** Says that a table is not there, and which one was meant. */
export const unknownTable = (shown: string, table: string, tables: readonly string[]): Error => {
  const near = nearest(table, tables);
  return engineError(
    'sqlite-unknown-table',
    { path: shown, table, tables, ...(near !== undefined && { near }) },
    { param: 'table' },
  );
};

/** The columns of a relation, generated ones among them. */
export const columnsOf = (db: Database, relation: string): readonly ColumnInfo[] =>
  // Hidden 1 are the inner columns of virtual tables; 2 and 3 are generated columns, which hold values.
  allRows(db, `SELECT name, type, pk FROM pragma_table_xinfo(${literal(relation)}) WHERE hidden <> 1`).map(
    ([name, declared, key]) => ({ name: String(name), declared: String(declared ?? ''), key: Number(key) }),
  );

/** The columns asked for, in that order, letter case aside. Throws `sqlite-unknown-column`. */
export const chosenColumns = (
  all: readonly ColumnInfo[],
  wanted: readonly string[] | null,
  table: string,
  param: string,
): readonly ColumnInfo[] =>
  wanted === null
    ? all
    : wanted.map(name => {
        const found = all.find(c => c.name === name) ?? all.find(c => same(c.name, name));
        if (found !== undefined) return found;
        const columns = all.map(c => c.name);
        const near = nearest(name, columns);
        throw engineError(
          'sqlite-unknown-column',
          { table, column: name, columns, ...(near !== undefined && { near }) },
          { param },
        );
      });

/** A text literal. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Whether the columns, in any order, are a unique key of the table: its primary key or a full unique index. */
export const isUniqueKey = (db: Database, table: string, keys: readonly string[]): boolean => {
  const wanted = new Set(keys.map(k => k.toLowerCase()));
  const covers = (names: readonly string[]): boolean =>
    names.length === wanted.size && names.every(name => wanted.has(name.toLowerCase()));
  if (
    covers(
      columnsOf(db, table)
        .filter(c => c.key > 0)
        .map(c => c.name),
    )
  )
    return true;
  return allRows(
    db,
    `SELECT name FROM pragma_index_list(${literal(table)}) WHERE "unique" = 1 AND partial = 0`,
  ).some(([index]) =>
    covers(
      allRows(db, `SELECT name FROM pragma_index_info(${literal(String(index))})`).map(([name]) =>
        String(name),
      ),
    ),
  );
};

/** The statements that made a table's indexes and triggers, to make them again after the table was replaced. */
export const attachedTo = (db: Database, table: string): readonly string[] =>
  allRows(
    db,
    `SELECT sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND lower(tbl_name) = lower(${literal(table)}) ORDER BY rowid`,
  ).map(([sql]) => String(sql));
