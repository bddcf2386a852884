/** Text from a clipboard as columns and rows. */
import Papa from 'papaparse';
import type { Problem } from '../../engine/catalogue/node.ts';
import { nearest } from '../../engine/schema/nearest.ts';
import type { DataType, Schema } from '../../engine/schema/types.ts';
import { guessType } from './guess.ts';

type Pasted = {
  readonly columns: Schema;
  readonly rows: readonly (readonly (string | null)[])[];
  readonly problems: readonly Problem[];
};

type PasteParams = {
  readonly text: string;
  readonly header: boolean;
  readonly delimiter: 'auto' | 'tab' | ',' | ';' | '|';
  readonly types: { readonly [column: string]: DataType };
  readonly mostCells: number;
};

/** What separates the cells. A tab in the first line decides: that is what spreadsheets copy. */
const separator = (text: string, wanted: PasteParams['delimiter']): string => {
  if (wanted === 'tab') return '\t';
  if (wanted !== 'auto') return wanted;
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  if (first.includes('\t')) return '\t';
  const counts = [',', ';', '|'].map(mark => ({ mark, times: first.split(mark).length - 1 }));
  const [best] = counts.sort((a, b) => b.times - a.times);
  return best?.mark ?? ',';
};

const wrong = (message: string, param = 'text'): Pasted => ({
  columns: [],
  rows: [],
  problems: [{ param, message }],
});

/** Columns and rows of a pasted text, or what is wrong with it. */
export const pasted = (params: PasteParams): Pasted => {
  const text = params.text.replace(/^\ufeff/, '');
  const { data, errors } = Papa.parse<readonly string[]>(text, {
    delimiter: separator(text, params.delimiter),
    skipEmptyLines: true,
  });
  const quotes = errors.find(error => error.type === 'Quotes');
  if (quotes !== undefined)
    return wrong(
      `A quote in row ${(quotes.row ?? 0) + 1} of the text is not closed or stands inside a cell. Put quotes around the whole cell and double those in it.`,
    );
  const [first, ...others] = data;
  if (first === undefined) return wrong('The text holds no row. Paste at least a row of names.');
  const names = first.map((name, i) =>
    params.header && name.trim() !== '' ? name.trim() : `column_${i + 1}`,
  );
  const body = params.header ? others : data;
  const problem = shapeProblem(names, body, params);
  if (problem !== undefined) return problem;
  const cells = body.map(row => names.map((_, i) => (row[i] === undefined || row[i] === '' ? null : row[i])));
  const columns = names.map((name, i) => ({
    name,
    type: Object.hasOwn(params.types, name)
      ? (params.types[name] ?? 'VARCHAR')
      : guessType(cells.map(row => row[i] ?? null)),
  }));
  // Blanks around a number or a date are not part of it; in a text they are.
  const cell = (value: string | null | undefined, i: number): string | null =>
    value === null || value === undefined ? null : columns[i]?.type === 'VARCHAR' ? value : value.trim();
  return { columns, rows: cells.map(row => row.map(cell)), problems: [] };
};

const shapeProblem = (
  names: readonly string[],
  body: readonly (readonly string[])[],
  params: PasteParams,
): Pasted | undefined => {
  const size = body.length * names.length;
  if (size > params.mostCells)
    return wrong(
      `The text has ${size} cells; at most ${params.mostCells} are kept in a pipeline. Put it into a file.`,
    );
  const long = body.findIndex(row => row.length > names.length);
  if (long >= 0)
    return wrong(
      `Row ${long + 1} has ${body[long]?.length} cells, but there are ${names.length} columns. Check the separator, and quotes around cells that hold it.`,
    );
  if (names.some(name => name.includes('\u0000')))
    return wrong('A column name of the text holds a NUL character. Delete it.');
  const unknown = Object.keys(params.types).find(name => !names.includes(name));
  if (unknown === undefined) return undefined;
  const near = nearest(unknown, names);
  const hint = near === undefined ? '' : ` Did you mean “${near}”?`;
  return wrong(`There is no column “${unknown}” in the text.${hint}`, 'types');
};
