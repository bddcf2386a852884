import { engineError, invariant } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import type { Json, Schema } from '../../schema/types.ts';
import type { Cell, Described, SourceConnector, Stage, World } from '../contract.ts';
import { fileFacts } from '../files/facts.ts';
import { cellName, columnLetters } from './a1.ts';
import { type ArchiveLimits, archiveLimits } from './archive.ts';
import { type CellValue, fitterFor } from './cell-value.ts';
import { chooseSheet, readLookups, withWorkbook } from './opened.ts';
import type { ExcelSourceOptions, SheetLayout } from './options.ts';
import { boxOf, fieldsOf, takeSample } from './sample.ts';
import { type SheetRow, sheetRows } from './sheet-rows.ts';

const batchRows = 2_000;

/** The columns with the user's types over the found ones. Throws `workbook-unknown-column`. */
const withTypes = (found: Schema, types: Readonly<Record<string, string>>): Schema => {
  const names = found.map(field => field.name);
  for (const column of Object.keys(types))
    if (!names.includes(column)) {
      const near = nearest(column, names);
      throw engineError(
        'workbook-unknown-column',
        { column, columns: names, ...(near !== undefined && { near }) },
        { param: 'types' },
      );
    }
  return found.map(field =>
    Object.hasOwn(types, field.name) ? { ...field, type: types[field.name] ?? field.type } : field,
  );
};

/** Plain JSON: options that were left out stay left out. */
const pinned = (options: ExcelSourceOptions, layout: SheetLayout): Json =>
  JSON.parse(JSON.stringify({ ...options, layout }));

const describeExcel = (
  options: ExcelSourceOptions,
  world: World,
  limits: ArchiveLimits,
): Promise<Described> => {
  const box = boxOf(options);
  return withWorkbook(options.path, world, limits, async (opened, absolute) => {
    const sheet = chooseSheet(opened, options.sheet);
    const sample = await takeSample(
      opened.archive,
      sheet.part,
      await readLookups(opened),
      box,
      options.header,
    );
    if (sample.firstRow === 0)
      throw engineError(
        'sheet-empty',
        {
          path: options.path,
          sheet: sheet.name,
          ...(options.range !== undefined && { range: options.range }),
        },
        { param: options.range === undefined ? 'sheet' : 'range' },
      );
    const found = options.range === undefined;
    const left = found ? sample.left : box.left;
    const right = found ? sample.right : box.right;
    const layout: SheetLayout = {
      sheet: sheet.name,
      firstRow: sample.firstRow,
      left,
      right,
      bottom: box.bottom,
      found,
      types: Object.keys(options.types),
    };
    const { bytes, fingerprint } = opened.facts;
    return {
      columns: withTypes(fieldsOf(sample, left, right), options.types),
      options: pinned(options, layout),
      ...(sample.complete && { rows: Math.max(0, sample.lastRow - sample.firstRow + 1) }),
      fingerprint,
      inputs: [{ name: absolute, fingerprint, bytes }],
    };
  });
};

/** Turns the cells of one row into text for the engine; throws with the cell's name where one does not fit. */
const rowReader = (options: ExcelSourceOptions, layout: SheetLayout, columns: Schema, is1904: boolean) => {
  const { path } = options;
  const { sheet, left, right } = layout;
  const cast = new Set(layout.types);
  const fitters = columns.map(field => fitterFor(field.type, is1904));
  const cellFor = (value: CellValue, row: number, column: number): Cell => {
    const field = columns[column - left];
    if (value.kind === 'error') {
      const cell = cellName(row, column);
      if (options.errors === 'fail')
        throw engineError('sheet-cell-error', { path, sheet, cell, there: value.text }, { param: 'errors' });
      return null;
    }
    if (field === undefined) return null;
    const text = fitters[column - left]?.(value);
    if (text !== undefined) return text;
    if (cast.has(field.name) && value.kind === 'text') return value.text;
    throw engineError(
      'sheet-cell-type',
      {
        path,
        sheet,
        cell: cellName(row, column),
        column: field.name,
        there: value.text.slice(0, 100),
        type: field.type,
      },
      { param: 'types' },
    );
  };
  return (row: SheetRow): readonly Cell[] => {
    const cells: Cell[] = new Array(columns.length).fill(null);
    row.columns.forEach((column, i) => {
      const value = row.values[i];
      if (value === undefined || (value.kind === 'text' && value.text === '' && column > right)) return;
      if (column >= left && column <= right) cells[column - left] = cellFor(value, row.row, column);
      else if (layout.found)
        throw engineError(
          'sheet-cell-outside',
          {
            path,
            sheet,
            cell: cellName(row.row, column),
            columns: `${columnLetters(left)}:${columnLetters(right)}`,
          },
          { param: 'range' },
        );
    });
    return cells;
  };
};

const loadExcel = async (
  options: ExcelSourceOptions,
  columns: Schema,
  stage: Stage,
  world: World,
  limits: ArchiveLimits,
): Promise<void> => {
  const { layout } = options;
  invariant(layout !== undefined, 'an Excel sheet is loaded with the options that describe pinned');
  await withWorkbook(options.path, world, limits, async (opened, absolute) => {
    const sheet = chooseSheet(opened, layout.sheet);
    const lookups = await readLookups(opened);
    const read = rowReader(options, layout, columns, lookups.is1904);
    const total = Math.max(opened.archive.size(sheet.part), 1);
    let batch: (readonly Cell[])[] = [];
    let next = layout.firstRow;
    let sent = 0;
    const flush = async (): Promise<void> => {
      world.signal.throwIfAborted();
      await stage.append(batch);
      sent += batch.length;
      batch = [];
    };
    const empty: readonly Cell[] = new Array(columns.length).fill(null);
    for await (const { rows, bytes } of sheetRows(opened.archive, sheet.part, lookups)) {
      for (const row of rows) {
        if (row.row < layout.firstRow || row.row > layout.bottom) continue;
        // Outside an asked-for range a row may hold other things; inside, a gap is a row without values.
        const cells = read(row);
        if (!layout.found && row.columns.every(c => c < layout.left || c > layout.right)) continue;
        for (; next < row.row; next++) {
          batch.push(empty);
          if (batch.length >= batchRows) await flush();
        }
        batch.push(cells);
        next = row.row + 1;
        if (batch.length >= batchRows) await flush();
      }
      world.progress({ rows: sent + batch.length, percent: Math.min(100, (100 * bytes) / total) });
    }
    if (batch.length > 0) await flush();
    if ((await fileFacts(absolute, world, options.path)).fingerprint !== opened.facts.fingerprint)
      throw engineError('workbook-changed', { path: options.path }, { param: 'path' });
  });
};

/** The Excel source with limits of its own, for tests. */
export const makeExcelSource = (limits: ArchiveLimits): SourceConnector<ExcelSourceOptions> => ({
  name: 'excel',
  reads: 'rows',
  describe: (options, world) => describeExcel(options, world, limits),
  load: (options, columns, stage, world) => loadExcel(options, columns, stage, world, limits),
});

/** Reads one sheet of an .xlsx workbook. Rows without any value inside the table become rows of nulls. */
export const excelSource = makeExcelSource(archiveLimits);

/** The names of a workbook's sheets, in order, for a list to choose from. */
export const excelSheets = (path: string, world: World): Promise<readonly string[]> =>
  withWorkbook(path, world, archiveLimits, async opened => opened.workbook.sheets.map(sheet => sheet.name));
