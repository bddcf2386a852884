/** Rows in Arrow's stream format, in and out. */
import {
  type DataType as ArrowType,
  Bool,
  Decimal,
  Float64,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { EngineError, engineError } from '../../engine/diagnostics/errors.ts';
import { familyOf, numeric, type Schema } from '../../engine/schema/types.ts';
import { type Cell, mostRows } from './request-rows.ts';

export const arrowType = 'application/vnd.apache.arrow.stream';

/**
 * Rows of a stream as JSON would say them: numbers of 64 bits and decimals as text. Throws `serve-body` for other bytes and
 * `serve-count` for too many rows: a column of nulls takes no bytes however long it says it is.
 */
export const rowsFromArrow = (bytes: Uint8Array): readonly Readonly<Record<string, unknown>>[] => {
  try {
    const table = tableFromIPC(bytes);
    if (table.numRows > mostRows) throw engineError('serve-count', { rows: table.numRows, limit: mostRows });
    const columns = table.schema.fields.map((field, j) => [field, table.getChildAt(j)] as const);
    return Array.from({ length: table.numRows }, (_, r) =>
      Object.fromEntries(columns.map(([field, vector]) => [field.name, plain(vector?.get(r), field.type)])),
    );
  } catch (cause) {
    throw cause instanceof EngineError ? cause : engineError('serve-body', {}, {}, cause);
  }
};

const plain = (value: unknown, type: ArrowType): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return type instanceof Decimal && value instanceof Uint32Array ? decimalText(value, type.scale) : value;
};

/** A decimal is a whole number of 128 bits, its lowest part first, and where its point stands. */
const decimalText = (parts: Uint32Array, scale: number): string => {
  const whole = BigInt.asIntN(
    32 * parts.length,
    parts.reduceRight((sum, part) => (sum << 32n) | BigInt(part), 0n),
  );
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${whole < 0n ? '-' : ''}${digits.slice(0, at)}${scale > 0 ? `.${digits.slice(at)}` : ''}`;
};

/** Numbers as doubles, whatever their width: predictions are classes, chances and numbers of that precision. */
export const arrowOf = (output: Schema, rows: readonly (readonly Cell[])[]): Uint8Array => {
  const columns = output.map(({ name, type }, i) => {
    const family = familyOf(type);
    const cells = rows.map(row => row[i] ?? null);
    const typed = (to: ArrowType, values: readonly unknown[]) => [name, vectorFromArray(values, to)] as const;
    if (numeric.includes(family))
      return typed(
        new Float64(),
        cells.map(cell => (cell === null ? null : Number(cell))),
      );
    if (family === 'boolean') return typed(new Bool(), cells);
    return typed(
      new Utf8(),
      cells.map(cell => (cell === null ? null : String(cell))),
    );
  });
  return tableToIPC(new Table(Object.fromEntries(columns)), 'stream');
};
