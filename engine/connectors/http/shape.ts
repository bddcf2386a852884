import type { Cell } from '../contract.ts';
import { uniqueNames } from './csv.ts';
import { join, type Kind, kindOfNumber, kindOfString, kindOfText } from './infer.ts';
import { isObject, jsonText, numberText } from './json.ts';
import type { HttpField } from './options.ts';

type Row = Readonly<Record<string, unknown>>;

/** Calls `leaf` for every value of a row, with its path. Objects are walked into when flattening, lists never. */
export const eachLeaf = (
  row: Row,
  flatten: boolean,
  leaf: (path: readonly string[], value: unknown) => void,
  above: readonly string[] = [],
): void => {
  for (const key of Object.keys(row)) {
    const value = row[key];
    const path = [...above, key];
    if (flatten && isObject(value) && Object.keys(value).length > 0) eachLeaf(value, flatten, leaf, path);
    else leaf(path, value);
  }
};

/** A JSON value as a cell, and what it looks like. An empty object is null: it has no columns. */
export const cellOf = (value: unknown): { readonly cell: Cell; readonly kind?: Kind } => {
  if (value === null || value === undefined) return { cell: null };
  if (typeof value === 'string') return { cell: value, kind: kindOfString(value) };
  if (typeof value === 'boolean') return { cell: String(value), kind: 'BOOLEAN' };
  const number = numberText(value);
  if (number !== undefined) return { cell: number, kind: kindOfNumber(number) };
  if (isObject(value) && Object.keys(value).length === 0) return { cell: null };
  return { cell: jsonText(value), kind: 'VARCHAR' };
};

/** A cell of a format without types: empty is null. */
export const textCell = (text: string): { readonly cell: Cell; readonly kind?: Kind } =>
  text === '' ? { cell: null } : { cell: text, kind: kindOfText(text) };

/** A path as one text; the separator cannot be confused with a key that holds dots. */
export const pathKey = (path: readonly string[]): string =>
  path.length === 1 ? (path[0] ?? '') : path.join('\u0000');

/** Learns the fields of JSON rows: order of first sight, kinds joined, `a_b` names made unique. */
export const fieldLearner = (flatten: boolean) => {
  const seen = new Map<string, { path: readonly string[]; kind: Kind | undefined }>();
  const parents = new Set<string>();
  return {
    add: (row: Row): void =>
      eachLeaf(row, flatten, (path, value) => {
        for (let n = 1; n < path.length; n++) parents.add(pathKey(path.slice(0, n)));
        const key = pathKey(path);
        const { kind } = cellOf(value);
        const known = seen.get(key);
        if (known === undefined) seen.set(key, { path, kind });
        else if (kind !== undefined) known.kind = join(known.kind, kind);
      }),
    fields: (): readonly HttpField[] => {
      // `user: null` beside `user: {id: 1}` is an absent object, not a column of its own.
      const kept = [...seen]
        .filter(([key, { kind }]) => kind !== undefined || !parents.has(key))
        .map(([, field]) => field);
      const names = uniqueNames(kept.map(({ path }) => path.join('_')));
      return kept.map(({ path, kind }, i) => ({
        name: names[i] ?? '',
        path: [...path],
        ...(kind && { kind }),
      }));
    },
  };
};
