import { counted, didYouMean, listed, quoted, visible } from './words.ts';

/** `1.5 GB`, `12 MB`, `900 kB`: sizes as people say them (powers of 1000). */
const sized = (bytes: number): string => {
  const units: readonly (readonly [number, string])[] = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ];
  const unit = units.find(([size]) => bytes >= size);
  return unit === undefined
    ? counted(bytes, 'byte')
    : `${Number((bytes / unit[0]).toPrecision(3))} ${unit[1]}`;
};

/** Sentences about Excel workbooks. */
const excelMessages = {
  'not-a-workbook': (d: { path: string; looks: string }) =>
    `${quoted(d.path)} is not an Excel workbook: it looks like ${d.looks}. Choose an .xlsx file, or read this one with the node made for it.`,
  'workbook-old-format': (d: { path: string; format: string; extension: string }) =>
    `${quoted(d.path)} is ${d.format}. Only .xlsx and .xlsm are read: open it in Excel or LibreOffice and save it as .xlsx instead of ${d.extension}.`,
  'workbook-encrypted': (d: { path: string }) =>
    `${quoted(d.path)} is protected with a password. Open it in Excel, remove the password (File > Info > Protect Workbook) and save it.`,
  'workbook-damaged': (d: { path: string; reason: string }) =>
    `${quoted(d.path)} is damaged: ${visible(d.reason)}. Fetch the file again, or open it in Excel and save a repaired copy.`,
  'workbook-too-large': (d: { path: string; what: string; there: string; limit: string }) =>
    `${quoted(d.path)} is refused: ${d.what} ${d.there} (the limit is ${d.limit}). Such a file can fill the memory of this machine; save it as CSV or Parquet if you trust it.`,
  'workbook-changed': (d: { path: string }) =>
    `${quoted(d.path)} was changed while it was being read. Close the program that writes it and run again.`,
  'sheet-missing': (d: { path: string; sheet: string | number; sheets: readonly string[]; near?: string }) =>
    `There is no sheet ${typeof d.sheet === 'number' ? `number ${d.sheet}` : quoted(d.sheet)} in ${quoted(d.path)}. Sheets: ${listed(d.sheets)}.${didYouMean(d.near)}`,
  'sheet-empty': (d: { path: string; sheet: string; range?: string }) =>
    `The sheet ${quoted(d.sheet)} of ${quoted(d.path)} has no cells${d.range === undefined ? '' : ` in ${visible(d.range)}`}. Choose another sheet or range.`,
  'sheet-range': (d: { range: string }) =>
    `${quoted(d.range)} is not a range of cells. Write it as A1:D100, A:D (whole columns) or B3:F (from row 3 down).`,
  'sheet-cell-type': (d: {
    path: string;
    sheet: string;
    cell: string;
    column: string;
    there: string;
    type: string;
  }) =>
    `Cell ${d.cell} of the sheet ${quoted(d.sheet)} in ${quoted(d.path)} holds ${quoted(d.there)}, but the column ${quoted(d.column)} is ${d.type}. Set the type of that column, or correct the cell.`,
  'sheet-cell-error': (d: { path: string; sheet: string; cell: string; there: string }) =>
    `Cell ${d.cell} of the sheet ${quoted(d.sheet)} in ${quoted(d.path)} holds the error ${visible(d.there)}. Correct its formula, or read error cells as empty.`,
  'sheet-cell-outside': (d: { path: string; sheet: string; cell: string; columns: string }) =>
    `Cell ${d.cell} of the sheet ${quoted(d.sheet)} in ${quoted(d.path)} lies outside the columns ${d.columns} that the first rows fill. Set the range to say which columns are meant.`,
  'workbook-unknown-column': (d: { column: string; columns: readonly string[]; near?: string }) =>
    `Column ${quoted(d.column)} is not in the sheet. Columns: ${listed(d.columns)}.${didYouMean(d.near)}`,
  'excel-too-many-rows': (d: { path: string; limit: number }) =>
    `${quoted(d.path)} cannot be written: a sheet holds at most ${d.limit} rows and there are more. Filter or aggregate first, or write Parquet or CSV. What was there before is untouched.`,
  'excel-too-many-columns': (d: { path: string; columns: number; limit: number }) =>
    `${quoted(d.path)} cannot be written: a sheet holds at most ${d.limit} columns and there are ${d.columns}. Select fewer, or write Parquet or CSV. What was there before is untouched.`,
  'excel-text-too-long': (d: { path: string; column: string; row: number; length: number; limit: number }) =>
    `${quoted(d.path)} cannot be written: the text in column ${quoted(d.column)} of row ${d.row} has ${d.length} characters and a cell holds at most ${d.limit}. Shorten it, or write Parquet or CSV. What was there before is untouched.`,
};

/** Sentences about SQLite databases. */
const sqliteMessages = {
  'sqlite-too-large': (d: { path: string; bytes: number; limit: number }) =>
    `${quoted(d.path)} has ${sized(d.bytes)}; SQLite databases are held in memory and the limit is ${sized(d.limit)}. Export the table to Parquet or CSV, or raise the limit of this node.`,
  'not-sqlite': (d: { path: string; looks: string }) =>
    `${quoted(d.path)} is not a SQLite database: it looks like ${d.looks}. Choose a database file, or read this one with the node made for it.`,
  'sqlite-encrypted': (d: { path: string }) =>
    `${quoted(d.path)} seems to be an encrypted database (it has no readable SQLite header). Decrypt a copy with the program that owns it, and read the copy.`,
  'sqlite-locked': (d: { path: string; log: string }) =>
    `${quoted(d.path)} has changes in ${d.log}. Close the program that writes it (or run a checkpoint there), then run again.`,
  'sqlite-held': (d: { path: string; reason: string }) =>
    `${quoted(d.path)} is open in another program: ${d.reason}. Its changes would be lost if the file were replaced. Close that program, then run again; the database is untouched.`,
  'sqlite-changed': (d: { path: string }) =>
    `${quoted(d.path)} was changed by another program while this run added to it. Run again; the database is as that program left it.`,
  'sqlite-malformed': (d: { path: string; reason: string }) =>
    `${quoted(d.path)} is damaged: SQLite says ${quoted(d.reason)}. Restore a backup, or recover it with “sqlite3 FILE .recover”.`,
  'sqlite-failed': (d: { path: string; reason: string }) =>
    `SQLite could not do this with ${quoted(d.path)}: ${visible(d.reason)}.`,
  'sqlite-no-table': (d: { path: string; tables: readonly string[] }) =>
    d.tables.length === 0
      ? `${quoted(d.path)} holds no table. Choose another database file.`
      : `${quoted(d.path)} holds ${counted(d.tables.length, 'table')}: ${listed(d.tables)}. Choose one.`,
  'sqlite-unknown-table': (d: { path: string; table: string; tables: readonly string[]; near?: string }) =>
    `There is no table or view ${quoted(d.table)} in ${quoted(d.path)}. Tables: ${listed(d.tables)}.${didYouMean(d.near)}`,
  'sqlite-unknown-column': (d: {
    table: string;
    column: string;
    columns: readonly string[];
    near?: string;
  }) =>
    `Column ${quoted(d.column)} is not in ${quoted(d.table)}. Columns: ${listed(d.columns)}.${didYouMean(d.near)}`,
  'sqlite-cell-type': (d: { table: string; column: string; row: number; there: string; type: string }) =>
    `Row ${d.row} of ${quoted(d.table)} holds ${quoted(d.there)} in column ${quoted(d.column)}, which is ${d.type}. Set the type of that column, for instance VARCHAR.`,
  'sqlite-deadline': (d: { path: string; seconds: number }) =>
    `SQLite gave no answer on ${quoted(d.path)} for ${counted(d.seconds, 'second')} and was stopped. The file may be damaged, or a view in it may never end; choose a table instead.`,
  'sqlite-stopped': (d: { path: string; reason: string }) =>
    `The process that handles ${quoted(d.path)} stopped (${visible(d.reason)}). The database may be too large for this machine's memory.`,
  'sqlite-table-exists': (d: { path: string; table: string }) =>
    `${quoted(d.path)} already holds ${quoted(d.table)}. Choose another name, or set the mode to overwrite, append or upsert.`,
  'sqlite-not-a-table': (d: { path: string; table: string }) =>
    `${quoted(d.table)} in ${quoted(d.path)} is a view and cannot be written. Choose the name of a table.`,
  'sqlite-duplicate-column': (d: { columns: readonly string[] }) =>
    `SQLite takes upper and lower case in column names for the same, so these cannot stand side by side: ${listed(d.columns)}. Rename one.`,
  'sqlite-no-key': (d: { table: string; keys: readonly string[] }) =>
    `Upsert needs a unique key, and ${quoted(d.table)} has none on ${listed(d.keys)}. Create a unique index on these columns in the database, or choose other keys.`,
  'sqlite-null-key': (d: { table: string; column: string; row: number }) =>
    `Row ${d.row} has no value in the key column ${quoted(d.column)}, so it cannot be matched in ${quoted(d.table)}. Drop such rows first.`,
  'sqlite-constraint': (d: { table: string; reason: string }) =>
    `A row breaks a rule of the table ${quoted(d.table)}: ${visible(d.reason)}. The database is untouched.`,
};

/** Sentences about workbook and SQLite sources and sinks. */
export const workbookMessages = { ...excelMessages, ...sqliteMessages };
