import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { valueAt } from './paging.ts';

/** More levels than any table needs, fewer than a recursive parser can bear. */
export const deepest = 256;

/** The first position nested deeper than `limit`, found without recursion; undefined where there is none. */
export const tooDeepAt = (text: string, limit = deepest): number | undefined => {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      // Skip the text: brackets in it mean nothing.
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (c === 0x5b || c === 0x7b) {
      if (++depth > limit) return i;
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return undefined;
};

/** A JSON document whose numbers keep their source text (as `LosslessNumber`). Throws `SyntaxError`. */
export const parseExact = (text: string): unknown =>
  parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

/** The source text of a number, or undefined for any other value. */
export const numberText = (value: unknown): string | undefined =>
  isLosslessNumber(value) ? value.value : undefined;

/** JSON text with every number as it was written. */
export const jsonText = (value: unknown): string => stringify(value) ?? 'null';

const isRowList = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(item => isObject(item));

/** Dotted paths of the lists in a document, two levels down; what a person may have meant as the rows. */
export const listsIn = (document: unknown): readonly string[] => {
  if (!isObject(document)) return [];
  return Object.entries(document).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [key];
    return isObject(value)
      ? Object.entries(value).flatMap(([inner, list]) => (Array.isArray(list) ? [`${key}.${inner}`] : []))
      : [];
  });
};

/** Where the rows are, when the person does not say: a path, or the candidates when it is not clear. */
export const guessRows = (
  document: unknown,
): { readonly path: string } | { readonly lists: readonly string[] } => {
  const lists = listsIn(document);
  const full = lists.filter(path => isRowList(valueAt(document, path)));
  if (full.length === 1) return { path: full[0] ?? '' };
  if (full.length > 1) return { lists: full };
  // An answer such as {"items": [], "next": null}: its only list is the rows, there just are none today.
  const empty = lists.filter(path => (valueAt(document, path) as readonly unknown[]).length === 0);
  return lists.length === 1 && empty.length === 1 ? { path: empty[0] ?? '' } : { path: '' };
};

/** A word for what is found where a list was expected. */
export const wordFor = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (numberText(value) !== undefined) return 'a number';
  return typeof value === 'string' ? 'a text' : typeof value === 'boolean' ? 'true or false' : 'an object';
};

const named = (row: readonly unknown[], names: readonly unknown[] | undefined): Record<string, unknown> => {
  const width = Math.max(row.length, names?.length ?? 0);
  return Object.fromEntries(
    Array.from({ length: width }, (_, i) => {
      const name = names?.[i];
      return [typeof name === 'string' && name !== '' ? name : `column${i + 1}`, row[i] ?? null];
    }),
  );
};

/** Rows as objects: lists get `column1`, `column2` (or the names of the first one), plain values the column `value`. */
export const asObjects = (
  rows: readonly unknown[],
  header: boolean,
): readonly Readonly<Record<string, unknown>>[] => {
  const first = rows[0];
  const names = header && Array.isArray(first) ? (first as readonly unknown[]) : undefined;
  return (names === undefined ? rows : rows.slice(1)).map(row =>
    isObject(row) ? row : Array.isArray(row) ? named(row, names) : { value: row },
  );
};
