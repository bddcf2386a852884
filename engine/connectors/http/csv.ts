import type { ParseError } from 'papaparse';
import Papa from 'papaparse';

type CsvShape = { readonly delimiter: string; readonly newline: '\n' | '\r\n' | '\r' };

/** The delimiter and line end of a CSV text, from its first lines. */
export const csvShapeOf = (head: string, delimiter: string | undefined): CsvShape => {
  const end = /\r\n|\n|\r(?=.)/s.exec(head.replace(/"(?:[^"]|"")*"/g, ''))?.[0] ?? '\n';
  const newline = end === '\r\n' || end === '\r' ? end : '\n';
  if (delimiter !== undefined) return { delimiter, newline };
  const lines = head.slice(0, 65_536);
  const whole = lines.lastIndexOf(newline) > 0 ? lines.slice(0, lines.lastIndexOf(newline)) : lines;
  const guess = Papa.parse<string[]>(whole, { preview: 10, skipEmptyLines: true, newline }).meta.delimiter;
  return { delimiter: guess === '' ? ',' : guess, newline };
};

type Parsed = {
  readonly data: readonly string[][];
  readonly errors: readonly ParseError[];
  readonly meta: { readonly cursor: number };
};

/** A row of one empty value is a blank line. */
const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0] === '';

const tidied = (row: string[], newline: string): string[] => {
  const last = row[row.length - 1];
  // Files with mixed line ends: the carriage return belongs to the line end, not to the last value.
  if (newline === '\n' && last?.endsWith('\r')) row[row.length - 1] = last.slice(0, -1);
  return row;
};

/**
 * Rows of a CSV text that comes in pieces, in batches. Blank lines are left out. `broken` makes the error for quotes
 * that do not close, from the number of rows read before and a reason.
 */
export async function* csvRows(
  pieces: AsyncIterable<string>,
  shape: CsvShape,
  broken: (rowsBefore: number, reason: string) => Error,
): AsyncGenerator<readonly (readonly string[])[], void, undefined> {
  const parser = new Papa.Parser({ delimiter: shape.delimiter, newline: shape.newline });
  let rest = '';
  let before = 0;
  const take = (last: boolean): readonly string[][] => {
    const { data, errors, meta } = parser.parse(rest, 0, !last) as Parsed;
    const fault = errors.find(error => error.type === 'Quotes' && (last || (error.row ?? 0) < data.length));
    if (fault !== undefined)
      throw broken(
        before + (fault.row ?? 0),
        fault.code === 'MissingQuotes'
          ? 'a quote is opened and never closed'
          : 'there is text after a closing quote',
      );
    rest = last ? '' : rest.slice(meta.cursor);
    before += data.length;
    return data.map(row => tidied(row, shape.newline)).filter(row => !isBlank(row));
  };
  // A row that is still open is parsed again only when the text has doubled: the work stays linear.
  let parts: string[] = [];
  let size = 0;
  let enough = 65_536;
  for await (const piece of pieces) {
    parts.push(piece);
    size += piece.length;
    if (size < enough) continue;
    rest = parts.join('');
    const rows = take(false);
    if (rows.length > 0) yield rows;
    parts = [rest];
    size = rest.length;
    enough = Math.max(65_536, rest.length * 2);
  }
  rest = parts.join('');
  if (rest === '') return;
  const rows = take(true);
  if (rows.length > 0) yield rows;
}

/** Unique column names: blanks become `column3`, repeats `name_2`; letter case does not tell names apart in SQL. */
export const uniqueNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return names.map((given, i) => {
    const wanted = given.trim() === '' ? `column${i + 1}` : given;
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
};
