import { engineError } from '../../diagnostics/errors.ts';

/** Excel's own limits of a sheet. */
export const maxRows = 1_048_576;
export const maxColumns = 16_384;

/** A rectangle of cells; rows and columns start at 1, both ends included. */
export type Box = {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
};

/** 1 → `A`, 27 → `AA`. */
export const columnLetters = (column: number): string => {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
};

/** `AA` → 27; 0 when it is not a column. */
export const columnNumber = (letters: string): number => {
  let column = 0;
  for (let i = 0; i < letters.length; i++) {
    const code = letters.charCodeAt(i) & ~32;
    if (code < 65 || code > 90 || i > 2) return 0;
    column = column * 26 + code - 64;
  }
  return column;
};

/** `B3` of row 3 and column 2. */
export const cellName = (row: number, column: number): string => `${columnLetters(column)}${row}`;

/** Row and column of a cell's reference such as `B3`, or undefined when it is none or lies outside a sheet. */
export const cellAt = (reference: string): { row: number; column: number } | undefined => {
  // Called for every cell: character codes are several times faster here than a pattern.
  let i = 0;
  let column = 0;
  let row = 0;
  for (; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  const digits = i;
  for (; i < reference.length; i++) {
    const digit = reference.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    row = row * 10 + digit;
  }
  const inside = column >= 1 && column <= maxColumns && row >= 1 && row <= maxRows;
  return inside && digits <= 3 ? { row, column } : undefined;
};

const side = /^\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?$/;

/**
 * Reads `A1:D100`, `A:D` (whole columns), `B3:F` (from row 3 down) or a single cell; `$` signs are allowed.
 * Throws `sheet-range`.
 */
export const parseRange = (range: string): Box => {
  const ends = range.trim().split(':');
  const from = side.exec(ends[0] ?? '');
  const to = side.exec(ends[1] ?? ends[0] ?? '');
  const fault = () => engineError('sheet-range', { range }, { param: 'range' });
  if (from === null || to === null || ends.length > 2) throw fault();
  const left = columnNumber(from[1] ?? '');
  const right = columnNumber(to[1] ?? '');
  const top = from[2] === undefined ? 1 : Number(from[2]);
  const bottom = to[2] === undefined ? maxRows : Number(to[2]);
  const inside = left >= 1 && top >= 1 && right <= maxColumns && bottom <= maxRows;
  if (!inside || left > right || top > bottom) throw fault();
  return { top, left, bottom, right };
};
