import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { cellAt, cellName, maxColumns, maxRows } from './a1.ts';
import type { Archive } from './archive.ts';
import { type CellValue, isoValue, numberValue } from './cell-value.ts';
import type { Shows } from './number-format.ts';
import { unescapeText } from './parts.ts';

/** One row that has cells: its number (from 1) and its values, each with its column (from 1), left to right. */
export type SheetRow = {
  readonly row: number;
  readonly columns: readonly number[];
  readonly values: readonly CellValue[];
};

/** What cells refer to. */
export type Lookups = {
  readonly strings: readonly string[];
  readonly shows: readonly Shows[];
  readonly is1904: boolean;
};

/** Excel's own limit is 32,767 characters. */
const longestText = 1_000_000;

type OpenCell = { row: number; column: number; type: string; style: number };

/** The value of a finished cell, or undefined for an empty one. */
const cellValue = (cell: OpenCell, text: string, lookups: Lookups): CellValue | undefined => {
  const damaged = (reason: string) =>
    engineError('workbook-damaged', {
      path: '',
      reason: `cell ${cellName(cell.row, cell.column)} ${reason}`,
    });
  switch (cell.type) {
    case 's': {
      const shared = /^\s*\d+\s*$/.test(text) ? lookups.strings[Number(text)] : undefined;
      if (shared === undefined) {
        if (text === '') return undefined;
        throw damaged('refers to a text that is not in the file');
      }
      return { kind: 'text', text: shared };
    }
    case 'inlineStr':
    case 'str':
      return { kind: 'text', text: unescapeText(text) };
    case 'b':
      return text === ''
        ? undefined
        : { kind: 'boolean', text: text === '1' || text === 'true' ? 'true' : 'false' };
    case 'e':
      return { kind: 'error', text };
    case 'd':
      return text === '' ? undefined : isoValue(text);
    default: {
      if (text.trim() === '') return undefined;
      const value = numberValue(text, lookups.shows[cell.style] ?? 'number', lookups.is1904);
      if (value === undefined) throw damaged(`should hold a number and holds ${text.slice(0, 40)}`);
      return value;
    }
  }
};

/**
 * Streams the rows of a sheet, in file order, in small batches; rows and cells without a value are left out. Yields
 * the bytes unpacked so far beside each batch. A formula gives the value that Excel last computed for it.
 */
export async function* sheetRows(
  archive: Archive,
  part: string,
  lookups: Lookups,
): AsyncGenerator<{ readonly rows: readonly SheetRow[]; readonly bytes: number }> {
  let batch: SheetRow[] = [];
  let columns: number[] = [];
  let values: CellValue[] = [];
  let row = 0;
  let column = 0;
  let cell: OpenCell | undefined;
  let text = '';
  let taking = false;
  let hint = false;
  const damaged = (reason: string): Error =>
    engineError('workbook-damaged', { path: archive.path, reason }, { param: 'path' });

  const openRow = (spelt: string | undefined): void => {
    const next = spelt === undefined ? row + 1 : Number(spelt);
    if (!Number.isInteger(next) || next <= row || next > maxRows)
      throw damaged(`row ${String(spelt ?? next).slice(0, 20)} follows row ${row}`);
    row = next;
    column = 0;
    columns = [];
    values = [];
  };

  const openCell = (a: Readonly<Record<string, string>>): void => {
    const place = a.r === undefined ? { row, column: column + 1 } : cellAt(a.r);
    if (place === undefined || place.row !== row || place.column <= column || place.column > maxColumns)
      throw damaged(`cell ${(a.r ?? `${column + 1}`).slice(0, 20)} is out of place in row ${row}`);
    column = place.column;
    cell = { row, column, type: a.t ?? 'n', style: Number(a.s ?? 0) };
    text = '';
  };

  const closeCell = (): void => {
    if (cell === undefined) return;
    const value = cellValue(cell, text, lookups);
    if (value !== undefined) {
      columns.push(cell.column);
      values.push(value);
    }
    cell = undefined;
  };

  const handlers = {
    open: (name: string, a: Readonly<Record<string, string>>): void => {
      if (name === 'c') openCell(a);
      else if (name === 'v' || name === 't') taking = cell !== undefined && !hint;
      else if (name === 'row') openRow(a.r);
      else if (name === 'rPh') hint = true;
    },
    text: (piece: string): void => {
      if (!taking) return;
      text += piece;
      if (text.length > longestText) throw damaged(`a text in row ${row} is far longer than a cell can be`);
    },
    close: (name: string): void => {
      if (name === 'v' || name === 't') taking = false;
      else if (name === 'c') closeCell();
      else if (name === 'rPh') hint = false;
      else if (name === 'row' && values.length > 0) batch.push({ row, columns, values });
    },
  };

  try {
    for await (const bytes of archive.parse(part, handlers)) {
      if (batch.length === 0) continue;
      const rows = batch;
      batch = [];
      yield { rows, bytes };
    }
  } catch (error) {
    // A cell does not know the file's name.
    if (error instanceof EngineError && error.code === 'workbook-damaged' && error.data.path === '')
      throw damaged(String(error.data.reason));
    throw error;
  }
}
