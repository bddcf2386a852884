import type { DataType } from '../../schema/types.ts';
import type { SliceKind } from '../database/slices.ts';
import { quoteText } from './quote.ts';

/** A type of the server as its catalogue tells it. `element` is set for arrays. */
export type ServerType = { readonly name: string; readonly element?: string };

/** One column of a result: its name, its server type and type modifier (-1 where there is none). */
export type ServerColumn = { readonly name: string; readonly type: ServerType; readonly modifier: number };

type Unbounded = 'double' | 'text';

const plain: ReadonlyMap<string, DataType> = new Map([
  ['bool', 'BOOLEAN'],
  ['int2', 'SMALLINT'],
  ['int4', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['oid', 'UINTEGER'],
  ['float4', 'FLOAT'],
  ['float8', 'DOUBLE'],
  ['date', 'DATE'],
  ['time', 'TIME'],
  ['timetz', 'TIME WITH TIME ZONE'],
  ['timestamp', 'TIMESTAMP'],
  ['timestamptz', 'TIMESTAMP WITH TIME ZONE'],
  ['interval', 'INTERVAL'],
  ['uuid', 'UUID'],
  ['bytea', 'BLOB'],
]);

/** Precision and scale of a `numeric`'s type modifier; the scale is 11 bits with a sign since version 15. */
const numericShape = (modifier: number): { precision: number; scale: number } | undefined => {
  if (modifier < 4) return undefined;
  const packed = modifier - 4;
  return { precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
};

const decimalType = (modifier: number, unbounded: Unbounded): DataType => {
  const shape = numericShape(modifier);
  if (!shape) return unbounded === 'double' ? 'DOUBLE' : 'VARCHAR';
  // A negative scale rounds left of the point, a scale past the precision is all fraction: widen to hold the values.
  const scale = Math.max(shape.scale, 0);
  const precision = Math.max(shape.scale < 0 ? shape.precision - shape.scale : shape.precision, scale);
  return precision <= 38 ? `DECIMAL(${precision},${scale})` : 'VARCHAR';
};

/** The data type for a server type. What has no counterpart (json, enum, inet, ranges, money …) is its text. */
export const dataTypeOf = (type: ServerType, modifier: number, unbounded: Unbounded): DataType => {
  if (type.element !== undefined) return `${dataTypeOf({ name: type.element }, modifier, unbounded)}[]`;
  return type.name === 'numeric' ? decimalType(modifier, unbounded) : (plain.get(type.name) ?? 'VARCHAR');
};

/** Marks a value that has no place in the data type; the server's cast error carries it back to `unreadableIn`. */
const raise = (column: number, why: Unreadable, shown: string): string =>
  `(${quoteText(`unreadable:${column}:${why}:`)} || left(${shown}, 40))::int::text`;

export type Unreadable = 'dimensions' | 'nan' | 'interval';

/** Which column and value the server could not turn into text, read from its error. */
export const unreadableIn = (
  message: string,
): { column: number; why: Unreadable; value: string } | undefined => {
  const m = /"unreadable:(\d+):(dimensions|nan|interval):(.*)"$/s.exec(message);
  return m ? { column: Number(m[1]), why: m[2] as Unreadable, value: m[3] ?? '' } : undefined;
};

const intervalText = (c: string): string =>
  [
    `(extract(year FROM ${c}) * 12 + extract(month FROM ${c}))::int || ' months '`,
    `extract(day FROM ${c})::int || ' days '`,
    // Microseconds hold the seconds; hours and minutes are exact integers, so nothing is lost in a float.
    `(extract(hour FROM ${c})::bigint * 3600000000 + extract(minute FROM ${c})::bigint * 60000000 + extract(microseconds FROM ${c})::bigint) || ' microseconds'`,
  ].join(' || ');

const scalarText = (
  name: string,
  _modifier: number,
  dataType: DataType,
  c: string,
  column: number,
): string => {
  if (name === 'bytea') return `regexp_replace(encode(${c}, 'hex'), '(..)', '\\x\\1', 'g')`;
  if (name === 'date') return `replace(${c}::text, ' BC', ' (BC)')`;
  if (name === 'timestamp' || name === 'timestamptz')
    return `CASE WHEN ${c}::text LIKE '% BC' THEN regexp_replace(${c}::text, '^(\\S+) (.*) BC$', '\\1 (BC) \\2') ELSE ${c}::text END`;
  if (name === 'interval')
    return `CASE WHEN ${c}::text LIKE '%infinity' THEN ${raise(column, 'interval', `${c}::text`)} ELSE ${intervalText(c)} END`;
  if (name === 'numeric' && dataType.startsWith('DECIMAL'))
    return `CASE WHEN ${c} = 'NaN' THEN ${raise(column, 'nan', `${c}::text`)} ELSE ${c}::text END`;
  return `${c}::text`;
};

/**
 * The SQL that gives a column as text which DuckDB casts to its data type without loss.
 * `reference` is the quoted column; `index` its place, for messages.
 */
export const textOf = (
  column: ServerColumn,
  unbounded: Unbounded,
  reference: string,
  index: number,
): string => {
  const { type, modifier } = column;
  if (type.element === undefined)
    return scalarText(type.name, modifier, dataTypeOf(type, modifier, unbounded), reference, index);
  const element = scalarText(
    type.element,
    modifier,
    dataTypeOf({ name: type.element }, modifier, unbounded),
    'e.v',
    index,
  );
  const item = `CASE WHEN e.v IS NULL THEN 'NULL' ELSE '"' || replace(replace(${element}, '\\', '\\\\'), '"', '\\"') || '"' END`;
  return [
    `CASE WHEN ${reference} IS NULL THEN NULL`,
    `WHEN array_ndims(${reference}) > 1 THEN ${raise(index, 'dimensions', `${reference}::text`)}`,
    `ELSE '[' || array_to_string(ARRAY(SELECT ${item} FROM unnest(${reference}) WITH ORDINALITY AS e(v, n) ORDER BY e.n), ', ') || ']' END`,
  ].join(' ');
};

/** How a column splits into slices, or undefined when it cannot. */
export const sliceKind = ({ type }: Pick<ServerColumn, 'type'>): SliceKind | undefined => {
  if (type.element !== undefined) return undefined;
  if (/^int[248]$/.test(type.name)) return 'integer';
  if (/^(numeric|float[48])$/.test(type.name)) return 'number';
  if (type.name === 'date') return 'date';
  return type.name === 'timestamp' || type.name === 'timestamptz' ? 'timestamp' : undefined;
};
