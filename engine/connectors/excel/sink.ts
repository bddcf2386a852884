import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import { commonJs } from '../common-js.ts';
import type { Cell, RowStream, SinkConnector, World } from '../contract.ts';
import { columnLetters, maxColumns, maxRows } from './a1.ts';
import type { ExcelSinkOptions } from './options.ts';
import { packageParts, sheetEnd, sheetPart, sheetStart } from './package-parts.ts';
import { type CellWriter, cellWriter, newStyles, type Styles, textCell } from './sheet-xml.ts';

/** Characters that a cell holds at most. */
const maxText = 32_767;
/** The sheet is handed to compression in pieces of about this many characters. */
const pieceSize = 131_072;
/** Files with repeated values barely shrink beyond this level, and it writes twice as fast as the usual 6. */
const compressionLevel = 3;

/** Wide enough for the name and for what the type usually shows, within reason. */
const widthOf = (name: string, type: string): number =>
  Math.min(60, Math.max(name.length + 2, type.startsWith('TIMESTAMP') ? 20 : 12));

const headerRow = (columns: Schema): string => {
  const cells = columns.map(({ name }, i) =>
    textCell(name, `${columnLetters(i + 1)}1`).replace('<c ', '<c s="1" '),
  );
  return `<row r="1">${cells.join('')}</row>`;
};

/** Writes rows as XML; `count` tells how many there have been. */
const rowWriter = (options: ExcelSinkOptions, columns: Schema, styles: Styles) => {
  const letters = columns.map((_, i) => columnLetters(i + 1));
  const writers: readonly CellWriter[] = columns.map(({ type }) => cellWriter(type, styles));
  const first = options.header ? 2 : 1;
  let count = 0;
  const cell = (text: Cell, i: number): string => {
    const write = writers[i];
    if (text === null || write === undefined) return '';
    if (text.length > maxText)
      throw engineError('excel-text-too-long', {
        path: options.path,
        column: columns[i]?.name ?? '',
        row: count + 1,
        length: text.length,
        limit: maxText,
      });
    return write(text, `${letters[i]}${first + count}`);
  };
  const row = (cells: readonly Cell[]): string => {
    if (first + count > maxRows)
      throw engineError(
        'excel-too-many-rows',
        { path: options.path, limit: maxRows - first + 1 },
        { param: 'path' },
      );
    let xml = `<row r="${first + count}">`;
    for (let i = 0; i < cells.length; i++) xml += cell(cells[i] ?? null, i);
    count += 1;
    return `${xml}</row>`;
  };
  return { row, count: () => count };
};

type RowWriter = ReturnType<typeof rowWriter>;

async function* sheetPieces(
  options: ExcelSinkOptions,
  rows: RowStream,
  writer: RowWriter,
  world: World,
): AsyncGenerator<Buffer> {
  let piece = sheetStart(
    options.header,
    rows.columns.map(({ name, type }) => widthOf(name, type)),
  );
  if (options.header) piece += headerRow(rows.columns);
  for await (const batch of rows.batches()) {
    for (const cells of batch) {
      piece += writer.row(cells);
      if (piece.length < pieceSize) continue;
      world.signal.throwIfAborted();
      yield Buffer.from(piece);
      piece = '';
    }
    world.progress({ rows: writer.count() });
  }
  yield Buffer.from(piece + sheetEnd);
}

const writeWorkbook = async (
  options: ExcelSinkOptions,
  rows: RowStream,
  tempPath: string,
  world: World,
): Promise<{ rows: number }> => {
  if (rows.columns.length > maxColumns)
    throw engineError(
      'excel-too-many-columns',
      { path: options.path, columns: rows.columns.length, limit: maxColumns },
      { param: 'path' },
    );
  const { ZipFile } = commonJs(await import('yazl'));
  const styles = newStyles();
  const writer = rowWriter(options, rows.columns, styles);
  const zip = new ZipFile();
  // Styles are complete once the writers exist. Small parts come first, as readers of streams like them.
  for (const [name, text] of packageParts(options.sheet, styles.formats()))
    zip.addBuffer(Buffer.from(text), name);
  const sheet = Readable.from(sheetPieces(options, rows, writer, world), { objectMode: false });
  const failed = new Promise<never>((_, reject) => {
    sheet.once('error', reject);
    zip.once('error', reject);
  });
  zip.addReadStream(sheet, sheetPart, { compressionLevel });
  zip.end();
  const output = createWriteStream(tempPath);
  try {
    await Promise.race([pipeline(zip.outputStream, output, { signal: world.signal }), failed]);
  } catch (error) {
    sheet.destroy();
    output.destroy();
    world.signal.throwIfAborted();
    throw error;
  }
  return { rows: writer.count() };
};

/**
 * Writes an .xlsx workbook with one sheet, row by row: memory stays the same however many rows there are. Text is
 * always a text cell, numbers that Excel would round (more than 15 digits) are text as well.
 */
export const excelSink: SinkConnector<ExcelSinkOptions> = {
  name: 'excel',
  writes: 'file',
  writeFile: writeWorkbook,
  target: options => options.path,
};
