import type { Database } from 'sql.js';
import type { DataType, Schema } from '../../schema/types.ts';
import type { ColumnInfo } from './catalogue.ts';
import { allRows } from './database.ts';
import { type Declared, declaredAs } from './declared.ts';
import { quote, quotedList } from './quote.ts';

/** Which kinds of value a column holds. */
type Held = {
  readonly integer: boolean;
  readonly real: boolean;
  readonly text: boolean;
  readonly blob: boolean;
};

/** Rows looked at to find the types of columns. Later values that do not fit are named when the table is read. */
const sampleRows = 200_000;
/** SQLite allows 2,000 expressions in one SELECT. */
const columnsAtOnce = 200;

const kinds = ['integer', 'real', 'text', 'blob'] as const;

/** For each of some expressions, whether it is true in any of the first rows. */
const anyRow = (
  db: Database,
  relation: string,
  columns: readonly string[],
  tests: readonly string[],
): boolean[] => {
  const found: boolean[] = [];
  for (let i = 0; i < tests.length; i += columnsAtOnce * kinds.length) {
    const some = tests.slice(i, i + columnsAtOnce * kinds.length).map(test => `max(${test})`);
    const inner = `SELECT ${quotedList(columns)} FROM ${quote(relation)} LIMIT ${sampleRows}`;
    const [row] = allRows(db, `SELECT ${some.join(', ')} FROM (${inner})`);
    found.push(...some.map((_, j) => row?.[j] === 1n));
  }
  return found;
};

const heldBy = (db: Database, relation: string, names: readonly string[]): Held[] => {
  const tests = names.flatMap(name => kinds.map(kind => `typeof(${quote(name)}) = '${kind}'`));
  const found = anyRow(db, relation, names, tests);
  const has = (column: number, kind: number): boolean => found[column * kinds.length + kind] ?? false;
  return names.map((_, i) => ({ integer: has(i, 0), real: has(i, 1), text: has(i, 2), blob: has(i, 3) }));
};

/** A type that holds if no value breaks a condition; otherwise the other type. */
type Guess = { readonly type: DataType; readonly unless?: string; readonly otherwise?: DataType };

const numbers = (name: string, held: Held, declared: Declared): Guess => {
  const column = quote(name);
  if (declared.kind === 'boolean' && !held.real)
    return { type: 'BOOLEAN', unless: `${column} NOT IN (0, 1)`, otherwise: 'BIGINT' };
  if (declared.kind === 'decimal') {
    const { precision, scale } = declared;
    const outside = `abs(${column}) >= 1e${precision - scale} OR ${column} <> round(${column}, ${scale})`;
    const otherwise = held.real || scale > 0 ? 'DOUBLE' : 'BIGINT';
    return { type: `DECIMAL(${precision},${scale})`, unless: outside, otherwise };
  }
  if (!held.real) return { type: 'BIGINT' };
  // A double holds whole numbers up to 2^53; beyond it only text is exact.
  const large = `typeof(${column}) = 'integer' AND ${column} NOT BETWEEN -9007199254740992 AND 9007199254740992`;
  return held.integer ? { type: 'DOUBLE', unless: large, otherwise: 'VARCHAR' } : { type: 'DOUBLE' };
};

const texts = (name: string, declared: Declared): Guess => {
  const column = quote(name);
  // date() corrects 30 February to 1 March, so equality also proves that the day exists.
  if (declared.kind === 'date')
    return { type: 'DATE', unless: `${column} IS NOT date(${column})`, otherwise: 'VARCHAR' };
  if (declared.kind !== 'timestamp') return { type: 'VARCHAR' };
  const day = `substr(${column}, 1, 10)`;
  const odd = `${column} NOT NULL AND (datetime(${column}) IS NULL OR ${day} IS NOT date(${day}) OR length(${column}) NOT IN (10, 16) AND length(${column}) < 19 OR substr(${column}, 20) GLOB '*[^.0-9]*')`;
  return { type: 'TIMESTAMP', unless: odd, otherwise: 'VARCHAR' };
};

const ofNothing: Readonly<Record<Declared['kind'], DataType>> = {
  integer: 'BIGINT',
  real: 'DOUBLE',
  text: 'VARCHAR',
  blob: 'BLOB',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  decimal: 'DOUBLE',
  number: 'DOUBLE',
  any: 'VARCHAR',
};

/** Values decide, declarations only help: SQLite lets any column hold anything. */
const guess = (name: string, held: Held, declared: Declared): Guess => {
  const number = held.integer || held.real;
  const count = Number(number) + Number(held.text) + Number(held.blob);
  if (count === 0)
    return {
      type:
        declared.kind === 'decimal'
          ? `DECIMAL(${declared.precision},${declared.scale})`
          : ofNothing[declared.kind],
    };
  if (count > 1) return { type: 'VARCHAR' };
  if (held.blob) return { type: 'BLOB' };
  return number ? numbers(name, held, declared) : texts(name, declared);
};

/** The data types of columns, from what they hold and how they were declared. */
export const typesOf = (db: Database, relation: string, columns: readonly ColumnInfo[]): Schema => {
  const names = columns.map(c => c.name);
  const held = heldBy(db, relation, names);
  const none: Held = { integer: false, real: false, text: false, blob: false };
  const guesses = columns.map((c, i) => guess(c.name, held[i] ?? none, declaredAs(c.declared)));
  const doubts = guesses.flatMap((g, i) => (g.unless === undefined ? [] : [{ i, test: g.unless }]));
  const broken = anyRow(
    db,
    relation,
    names,
    doubts.map(d => d.test),
  );
  const wrong = new Set(doubts.filter((_, j) => broken[j]).map(d => d.i));
  return guesses.map((g, i) => ({
    name: names[i] ?? '',
    type: wrong.has(i) ? (g.otherwise ?? 'VARCHAR') : g.type,
  }));
};
