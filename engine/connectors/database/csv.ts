import type { Cell } from '../contract.ts';

const quote = 0x22;
const newline = 0x0a;

/** Where in a stream of CSV we are: only whether the last byte lay inside quotes matters. */
type CsvPosition = { readonly inQuotes: boolean; readonly rows: number };
export const csvStart: CsvPosition = { inQuotes: false, rows: 0 };

/**
 * The end of the last whole row in a chunk (0 when none ends in it), the rows that end in it, and the position after it.
 * A doubled quote inside quotes flips twice, so counting quotes is enough.
 */
export const lastRowEnd = (
  chunk: Uint8Array,
  from: CsvPosition,
): { readonly end: number; readonly after: CsvPosition } => {
  let inQuotes = from.inQuotes;
  let end = 0;
  let rows = 0;
  for (let i = 0; i < chunk.length; i++) {
    const byte = chunk[i];
    if (byte === quote) inQuotes = !inQuotes;
    else if (byte === newline && !inQuotes) {
      end = i + 1;
      rows++;
    }
  }
  return { end, after: { inQuotes, rows: from.rows + rows } };
};

/** One row of RFC 4180: every value in quotes, null as nothing, so that an empty text and null stay apart. */
export const csvRow = (cells: readonly Cell[]): string => {
  let row = '';
  for (let i = 0; i < cells.length; i++) {
    if (i > 0) row += ',';
    const cell = cells[i];
    if (cell !== null && cell !== undefined)
      row += `"${cell.includes('"') ? cell.replaceAll('"', '""') : cell}"`;
  }
  return `${row}\n`;
};
