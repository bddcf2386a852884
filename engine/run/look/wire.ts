/** How cells cross to a screen: numbers where no digit is lost, else text as DuckDB prints it. */
import {
  type DataType as ArrowType,
  Bool,
  Float64,
  Int32,
  Int64,
  Table,
  tableToIPC,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { cutAt } from '../../contract/data.ts';
import { isNestedType } from '../../schema/nested.ts';
import type { DataType, Schema } from '../../schema/types.ts';

type Wire = { readonly sql: (column: string) => string; readonly arrow: () => ArrowType };

const plain = (arrow: () => ArrowType): Wire => ({ sql: column => column, arrow });

const utf8 = () => new Utf8();

/** One character more than is shown, so that the screen sees that there is more. */
const cut = (text: string): string => `left(${text}, ${cutAt + 1})`;

const exact: Readonly<Record<string, Wire>> = {
  BOOLEAN: plain(() => new Bool()),
  TINYINT: plain(() => new Int32()),
  SMALLINT: plain(() => new Int32()),
  INTEGER: plain(() => new Int32()),
  UTINYINT: plain(() => new Uint32()),
  USMALLINT: plain(() => new Uint32()),
  UINTEGER: plain(() => new Uint32()),
  BIGINT: plain(() => new Int64()),
  UBIGINT: plain(() => new Uint64()),
  DOUBLE: plain(() => new Float64()),
  // Length and the first bytes; the rest is nothing to read.
  BLOB: {
    sql: column =>
      `CASE WHEN ${column} IS NULL THEN NULL ELSE octet_length(${column}) || ':' || hex(array_slice(${column}, 1, 64)) END`,
    arrow: utf8,
  },
};

/** The whole text of a cell, in SQL. */
export const textSql = (column: string, type: DataType): string =>
  isNestedType(type) ? `CAST(to_json(${column}) AS VARCHAR)` : `CAST(${column} AS VARCHAR)`;

const wireOf = (type: DataType): Wire =>
  Object.hasOwn(exact, type)
    ? (exact[type] as Wire)
    : { sql: column => cut(textSql(column, type)), arrow: utf8 };

/** The name of a held column: by its place, so that no name of a user's can be mistaken for one of ours. */
export const held = (index: number): string => `c${index}`;

/** The SELECT list for these columns. */
export const wireColumns = (schema: Schema, picked: readonly number[], of = ''): string =>
  picked.map(i => wireOf(schema[i]?.type ?? 'VARCHAR').sql(`${of}${held(i)}`)).join(', ');

/** Columns that such a SELECT gave, as an Arrow stream. Fields are named by the column's place. */
export const arrowOf = (
  schema: Schema,
  picked: readonly number[],
  columns: readonly (readonly unknown[])[],
): Uint8Array => {
  const vectors: Record<string, Vector> = {};
  picked.forEach((index, at) => {
    const arrow = wireOf(schema[index]?.type ?? 'VARCHAR').arrow();
    vectors[held(index)] = vectorFromArray([...(columns[at] ?? [])], arrow);
  });
  return tableToIPC(new Table(vectors), 'stream');
};
