import type { DataType } from '../../schema/types.ts';
import { columnLetters } from './a1.ts';
import type { CellValue, ValueKind } from './cell-value.ts';

/** The kinds of value seen in a column. */
export type Seen = Set<ValueKind>;

/** Notes a value. Error cells and empty texts say nothing about a column's type. */
export const see = (seen: Seen, value: CellValue): void => {
  if (value.kind !== 'error' && !(value.kind === 'text' && value.text.trim() === '')) seen.add(value.kind);
};

const single: Readonly<Record<ValueKind, DataType>> = {
  integer: 'BIGINT',
  decimal: 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  time: 'TIME',
  error: 'VARCHAR',
};

/** The type of a column from the kinds seen in it: mixed columns are text, and so are empty ones. */
export const typeOf = (seen: Seen): DataType => {
  const kinds = [...seen];
  const [only] = kinds;
  if (only === undefined) return 'VARCHAR';
  if (kinds.length === 1) return single[only];
  if (kinds.every(kind => kind === 'integer' || kind === 'decimal')) return 'DOUBLE';
  if (kinds.every(kind => kind === 'date' || kind === 'timestamp')) return 'TIMESTAMP';
  return 'VARCHAR';
};

/**
 * Column names from the cells of the header row: blank ones take their letter, and a name that is there already
 * (letter case aside) gets a number, as DuckDB does for CSV.
 */
export const columnNames = (cells: readonly (string | undefined)[], left: number): string[] => {
  const taken = new Set<string>();
  return cells.map((cell, i) => {
    const wanted = (cell ?? '').replaceAll('\u0000', '').trim() || columnLetters(left + i);
    let name = wanted;
    for (let n = 1; taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
};
