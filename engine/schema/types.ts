/**
 * A column's data type, written the way DuckDB writes it: `BIGINT`, `DECIMAL(18,3)`, `STRUCT(a INTEGER)[]`.
 * The text is canonical, so two types are equal when their texts are.
 */
export type DataType = string;

/** One column of a table: its name and its data type. */
export type Field = { readonly name: string; readonly type: DataType };

/** The ordered fields of a table. */
export type Schema = readonly Field[];

/** A value that survives JSON unchanged. Integers beyond 2^53 and decimals travel as text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Groups of data types that settings speak of: "a numeric column", "a date or timestamp". */
export type TypeFamily =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'interval'
  | 'blob'
  | 'list'
  | 'struct'
  | 'map'
  | 'unknown'
  | 'other';

const families: Readonly<Record<string, TypeFamily>> = {
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  HUGEINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  UHUGEINT: 'integer',
  BIGNUM: 'integer',
  FLOAT: 'float',
  DOUBLE: 'float',
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  TIME: 'time',
  TIME_NS: 'time',
  'TIME WITH TIME ZONE': 'time',
  INTERVAL: 'interval',
  BLOB: 'blob',
  '"NULL"': 'unknown',
  NULL: 'unknown',
};

/** The family of a data type; `unknown` is a column of which only NULL is known, which fits everywhere. */
export const familyOf = (type: DataType): TypeFamily => {
  if (type.endsWith(']')) return 'list';
  if (type.startsWith('STRUCT(')) return 'struct';
  if (type.startsWith('MAP(')) return 'map';
  if (type.startsWith('DECIMAL(')) return 'decimal';
  return Object.hasOwn(families, type) ? (families[type] ?? 'other') : 'other';
};

/**
 * Whether it is a type of single values or of lists of them, and nothing beside: types are printed into queries as they
 * are.
 */
export const isPlainType = (type: string): boolean => {
  const of = type.replace(/(\[\d{0,6}\]){1,3}$/, '');
  return Object.hasOwn(families, of) || /^DECIMAL\(\d{1,2},\d{1,2}\)$/.test(of);
};

/** The type of a struct with these fields. */
export const structOf = (fields: Schema): DataType =>
  `STRUCT(${fields.map(f => `"${f.name.replaceAll('"', '""')}" ${f.type}`).join(', ')})`;

/** The families a person means by "number". */
export const numeric: readonly TypeFamily[] = ['integer', 'decimal', 'float'];

/** The families a person means by "a point in time". */
export const temporal: readonly TypeFamily[] = ['date', 'timestamp'];

/** The field of that name, letter case aside as in SQL; exact matches win. */
export const fieldNamed = (schema: Schema, name: string): Field | undefined =>
  schema.find(field => field.name === name) ??
  schema.find(field => field.name.toLowerCase() === name.toLowerCase());
