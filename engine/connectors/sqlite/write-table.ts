import type { Database } from 'sql.js';
import { engineError } from '../../diagnostics/errors.ts';
import { type DataType, familyOf, type Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import {
  attachedTo,
  chosenColumns,
  columnsOf,
  isUniqueKey,
  relationNamed,
  relations,
  unknownTable,
} from './catalogue.ts';
import { blobBytes } from './cells.ts';
import { allRows } from './database.ts';
import type { WritePlan } from './protocol.ts';
import { quote, quotedList } from './quote.ts';

type Bound = number | string | Uint8Array | null;

/** How a data type is kept: its declared type in SQLite, the placeholder of an INSERT, and the value that is bound. */
type Storage = { readonly declared: string; readonly place: string; readonly bind: (text: string) => Bound };

const text = (declared: string): Storage => ({ declared, place: '?', bind: value => value });

/** Integers beyond 64 bits, decimals beyond 15 digits and all that SQLite has no type for are kept as exact text. */
const storageOf = (type: DataType): Storage => {
  switch (familyOf(type)) {
    case 'integer':
      return /^(U?(TINY|SMALL)INT|U?INTEGER|BIGINT)$/.test(type)
        ? { declared: 'INTEGER', place: 'CAST(? AS INTEGER)', bind: value => value }
        : text('TEXT');
    case 'decimal': {
      const precision = Number(/^DECIMAL\((\d+)/.exec(type)?.[1] ?? 38);
      return text(precision <= 15 ? type : 'TEXT');
    }
    case 'float':
      // SQLite has no NaN: it becomes null.
      return { declared: 'REAL', place: 'CAST(? AS REAL)', bind: value => realOf(value) };
    case 'boolean':
      return { declared: 'BOOLEAN', place: '?', bind: value => (value === 'true' ? 1 : 0) };
    case 'date':
      return text('DATE');
    case 'timestamp':
      return text(type.includes('ZONE') ? 'TEXT' : 'TIMESTAMP');
    case 'blob':
      return { declared: 'BLOB', place: '?', bind: blobBytes };
    default:
      return text('TEXT');
  }
};

const realOf = (value: string): number | null => {
  const n = /^-?inf/i.test(value) ? (value.startsWith('-') ? -Infinity : Infinity) : Number(value);
  return Number.isNaN(n) ? null : n;
};

const createTable = (db: Database, plan: WritePlan): void => {
  const columns = plan.columns.map(c => `${quote(c.name)} ${storageOf(c.type).declared}`);
  db.run(`CREATE TABLE ${quote(plan.table)} (${columns.join(', ')})`);
};

/** Names that SQLite cannot hold, or cannot tell apart. */
const checkNames = (plan: WritePlan): void => {
  const names = plan.columns.map(c => c.name);
  if ([plan.table, ...names].some(name => name === '' || name.includes('\u0000')))
    throw engineError('sqlite-failed', {
      path: plan.shown,
      reason: 'a name is empty or holds a NUL character',
    });
  const twins = names.filter((name, i) =>
    names.some((other, j) => i !== j && name.toLowerCase() === other.toLowerCase()),
  );
  if (twins.length > 0) throw engineError('sqlite-duplicate-column', { columns: twins });
};

/** Makes the table ready for the rows. Gives the name to write to, and statements to run after the rows. */
const prepareTable = (db: Database, plan: WritePlan): { table: string; after: readonly string[] } => {
  const there = relationNamed(db, plan.table);
  const { shown: path, table } = plan;
  if (there?.isView) throw engineError('sqlite-not-a-table', { path, table }, { param: 'table' });
  if (plan.mode === 'create' || plan.mode === 'overwrite') {
    if (there !== undefined && plan.mode === 'create')
      throw engineError('sqlite-table-exists', { path, table }, { param: 'mode' });
    const after = there === undefined ? [] : attachedTo(db, there.name);
    if (there !== undefined) db.run(`DROP TABLE ${quote(there.name)}`);
    createTable(db, plan);
    return { table, after };
  }
  if (there === undefined)
    throw unknownTable(
      path,
      table,
      relations(db).map(r => r.name),
    );
  chosenColumns(
    columnsOf(db, there.name),
    plan.columns.map(c => c.name),
    there.name,
    'table',
  );
  if (plan.mode === 'upsert') {
    const incoming = plan.columns.map(c => ({ name: c.name, declared: '', key: 0 }));
    chosenColumns(incoming, plan.keys, 'the rows to write', 'keys');
    if (!isUniqueKey(db, there.name, plan.keys))
      throw engineError('sqlite-no-key', { table: there.name, keys: plan.keys }, { param: 'keys' });
  }
  return { table: there.name, after: [] };
};

const insertSql = (plan: WritePlan, table: string): string => {
  const names = plan.columns.map(c => c.name);
  const places = plan.columns.map(c => storageOf(c.type).place).join(', ');
  const insert = `INSERT INTO ${quote(table)} (${quotedList(names)}) VALUES (${places})`;
  if (plan.mode !== 'upsert') return insert;
  const keys = new Set(plan.keys.map(k => k.toLowerCase()));
  const rest = names.filter(name => !keys.has(name.toLowerCase()));
  const action =
    rest.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${rest.map(n => `${quote(n)} = excluded.${quote(n)}`).join(', ')}`;
  return `${insert} ON CONFLICT (${quotedList(plan.keys)}) DO ${action}`;
};

/** Where the key columns stand among the columns of the rows. */
const keyPlaces = (columns: Schema, keys: readonly string[]): readonly number[] =>
  keys.map(key => columns.findIndex(c => c.name.toLowerCase() === key.toLowerCase()));

const sizeOf = (db: Database): number =>
  Number(
    allRows(db, 'SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()')[0]?.[0] ?? 0,
  );

/** Writes rows in one transaction: `rows` for each batch, `finish` at the end. Nothing reaches the disk here. */
export const tableWriter = (db: Database, plan: WritePlan) => {
  checkNames(plan);
  if (plan.file !== null) {
    const [found] = allRows(db, 'PRAGMA quick_check(1)')[0] ?? [];
    if (found !== 'ok')
      throw engineError(
        'sqlite-malformed',
        { path: plan.shown, reason: String(found).slice(0, 300) },
        { param: 'path' },
      );
  }
  db.run('BEGIN');
  const { table, after } = prepareTable(db, plan);
  const statement = db.prepare(insertSql(plan, table));
  const binds = plan.columns.map(c => storageOf(c.type).bind);
  const keys = plan.mode === 'upsert' ? keyPlaces(plan.columns, plan.keys) : [];
  let count = 0;
  const writeRow = (row: readonly Cell[]): void => {
    count += 1;
    for (const key of keys)
      if ((row[key] ?? null) === null)
        throw engineError(
          'sqlite-null-key',
          { table, column: plan.columns[key]?.name ?? '', row: count },
          { param: 'keys' },
        );
    statement.run(binds.map((bind, i) => (row[i] === null || row[i] === undefined ? null : bind(row[i]))));
  };
  return {
    rows: (rows: readonly (readonly Cell[])[]): void => {
      for (const row of rows) writeRow(row);
      const bytes = sizeOf(db);
      if (bytes > plan.maxBytes)
        throw engineError(
          'sqlite-too-large',
          { path: plan.shown, bytes, limit: plan.maxBytes },
          { param: 'path' },
        );
    },
    finish: (): void => {
      statement.free();
      for (const sql of after)
        try {
          db.run(sql);
        } catch {
          // An index or trigger on a column that is no longer there goes with it.
        }
      db.run('COMMIT');
    },
  };
};
