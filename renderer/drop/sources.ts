/** Which source a file becomes. */

import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import { addNode, freeId } from '../../engine/graph/edits.ts';
import type { Json } from '../../engine/schema/types.ts';

const kinds: Readonly<Record<string, string>> = {
  csv: 'read-csv',
  tsv: 'read-csv',
  txt: 'read-csv',
  parquet: 'read-parquet',
  json: 'read-json',
  ndjson: 'read-ndjson',
  jsonl: 'read-ndjson',
  xlsx: 'read-excel',
  sqlite: 'read-sqlite',
  sqlite3: 'read-sqlite',
  db: 'read-sqlite',
};

const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** The kind that reads a file of this name; undefined where none does. */
export const kindFor = (name: string): string | undefined => {
  const extension = extensionOf(name);
  return Object.hasOwn(kinds, extension) ? kinds[extension] : undefined;
};

export const isPipelineFile = (name: string): boolean => /\.millrace(\.json)?$/i.test(name);

/** `2024 orders (final).csv` as an id: letters, digits and `_`. */
export const idFor = (document: PipelineDocument, name: string): string => {
  const stem = name.replace(/\.[^.]+$/, '').replace(/[^A-Za-z0-9_]+/g, '_');
  return freeId(document, stem.replace(/^_+|_+$/g, '') || 'file');
};

export type Added = { readonly document: PipelineDocument; readonly id: string };

/** The document with a source of these params at a place. */
export const withSource = (
  document: PipelineDocument,
  kind: string,
  name: string,
  params: { readonly [name: string]: Json },
  at: Point,
): Added => {
  const id = idFor(document, name);
  return { id, document: addNode(document, { id, kind, params }, at) };
};

/** A place that no node stands on, from the wanted one downwards. */
export const freePlace = (document: PipelineDocument, [x, y]: Point): Point => {
  const taken = Object.values(document.layout);
  let place: Point = [Math.round(x), Math.round(y)];
  while (taken.some(([a, b]) => Math.abs(a - place[0]) < 40 && Math.abs(b - place[1]) < 40))
    place = [place[0], place[1] + 96];
  return place;
};

/** Whether copied text is a table: at least two columns by tabs, or a block of lines with one. */
export const isTable = (text: string): boolean => {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const [first = ''] = lines;
  const tabs = first.split('\t').length - 1;
  return (
    tabs > 0 &&
    lines.every(line => line === '' || line.includes('\t') || line.startsWith('"')) &&
    text.trim() !== ''
  );
};

/** Whether a copied piece of HTML says more of a table than the text beside it. */
export const isHtmlTable = (html: string, text: string): boolean =>
  /<table[\s>]/i.test(html) && (/<th[\s>]/i.test(html) || !isTable(text));
