import type { Field } from '../../schema/types.ts';
import { type Box, columnLetters, maxColumns, maxRows, parseRange } from './a1.ts';
import type { Archive } from './archive.ts';
import type { CellValue } from './cell-value.ts';
import { columnNames, type Seen, see, typeOf } from './columns.ts';
import type { ExcelSourceOptions } from './options.ts';
import { type Lookups, type SheetRow, sheetRows } from './sheet-rows.ts';

/** Rows looked at to find the types of columns. */
const sampleRows = 10_000;

/** The cells asked for: the range, or the whole sheet, below the rows to pass over. */
export const boxOf = (options: ExcelSourceOptions): Box => {
  const box =
    options.range === undefined
      ? { top: 1, left: 1, bottom: maxRows, right: maxColumns }
      : parseRange(options.range);
  return { ...box, top: box.top + options.skip };
};

/** The part of a row that lies in the box, or undefined when nothing of it does. */
const clipped = (row: SheetRow, box: Box): SheetRow | undefined => {
  if (row.row < box.top || row.row > box.bottom) return undefined;
  const columns: number[] = [];
  const values: CellValue[] = [];
  row.columns.forEach((column, i) => {
    const value = row.values[i];
    if (value === undefined || column < box.left || column > box.right) return;
    columns.push(column);
    values.push(value);
  });
  return columns.length === 0 ? undefined : { row: row.row, columns, values };
};

/** What the first rows say of a table. `firstRow` is 0 where there is no cell at all. */
export type Sample = {
  header: SheetRow | undefined;
  firstRow: number;
  lastRow: number;
  left: number;
  right: number;
  seen: Map<number, Seen>;
  complete: boolean;
};

/** Looks at the first rows: where the table starts, how wide it is and what its columns hold. */
export const takeSample = async (
  archive: Archive,
  part: string,
  lookups: Lookups,
  box: Box,
  header: boolean,
): Promise<Sample> => {
  const sample: Sample = {
    header: undefined,
    firstRow: 0,
    lastRow: 0,
    left: maxColumns,
    right: 0,
    seen: new Map(),
    complete: true,
  };
  const look = (row: SheetRow): void => {
    sample.left = Math.min(sample.left, row.columns[0] ?? maxColumns);
    sample.right = Math.max(sample.right, row.columns.at(-1) ?? 0);
    sample.lastRow = row.row;
    if (sample.firstRow === 0) {
      sample.firstRow = header ? row.row + 1 : row.row;
      if (header) {
        sample.header = row;
        return;
      }
    }
    row.columns.forEach((column, i) => {
      const value = row.values[i];
      const seen = sample.seen.get(column) ?? new Set();
      sample.seen.set(column, seen);
      if (value !== undefined) see(seen, value);
    });
  };
  for await (const { rows } of sheetRows(archive, part, lookups))
    for (const whole of rows) {
      const row = clipped(whole, box);
      if (sample.firstRow > 0 && whole.row >= sample.firstRow + sampleRows) {
        sample.complete = false;
        return sample;
      }
      if (row !== undefined) look(row);
    }
  return sample;
};

/** The columns from `left` to `right`: names from the header row, types from the cells below it. */
export const fieldsOf = (sample: Sample, left: number, right: number): Field[] => {
  const wide = Array.from({ length: right - left + 1 }, (_, i) => left + i);
  const header = new Map(sample.header?.columns.map((column, i) => [column, sample.header?.values[i]?.text]));
  const names = columnNames(
    wide.map(column => header.get(column)),
    left,
  );
  return wide.map((column, i) => ({
    name: names[i] ?? columnLetters(column),
    type: typeOf(sample.seen.get(column) ?? new Set()),
  }));
};
