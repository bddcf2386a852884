/** Rows in Arrow's stream format, in and out. */
import {
  type DataType as ArrowType,
  Bool,
  Float64,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { familyOf, numeric, type Schema } from '../../engine/schema/types.ts';
import type { Cell } from './request-rows.ts';

export const arrowType = 'application/vnd.apache.arrow.stream';

/** Rows of a stream as JSON would say them: numbers of 64 bits as text. Throws `serve-body` for other bytes. */
export const rowsFromArrow = (bytes: Uint8Array): readonly Readonly<Record<string, unknown>>[] => {
  try {
    const table = tableFromIPC(bytes);
    const names = table.schema.fields.map(f => f.name);
    return Array.from(table, row => Object.fromEntries(names.map(name => [name, plain(row[name])])));
  } catch (cause) {
    throw engineError('serve-body', {}, {}, cause);
  }
};

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

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
