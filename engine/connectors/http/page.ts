import { csvRows, csvShapeOf, uniqueNames } from './csv.ts';
import type { Format } from './format.ts';
import { asObjects, guessRows, listsIn, wordFor } from './json.ts';
import { type Opened, parsedJson, type Told, toldOf } from './open-page.ts';
import type { HttpOptions } from './options.ts';
import { valueAt } from './paging.ts';
import type { Site } from './site.ts';
import { peeked } from './text.ts';

/** Some rows: of JSON as objects, of CSV as text under names. `streamed` says that more may follow from the wire. */
export type Batch =
  | { readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly streamed: boolean }
  | { readonly names: readonly string[]; readonly cells: readonly (readonly string[])[] };

/** Takes rows; false says that these were enough. */
export type Sink = (batch: Batch) => Promise<boolean>;

/** Guesses about an answer, fixed on the first page. */
export type Learned = { readonly format: Format; readonly rows?: string; readonly delimiter?: string };

/** A page after its rows were handed on. `whole` says that it was read to its end. */
export type PageRead = {
  readonly rows: number;
  readonly whole: boolean;
  readonly document?: unknown;
  readonly learned: Learned;
  readonly digest: string;
  readonly bytes: number;
};

const batchSize = 2_000;

const jsonRows = (
  document: unknown,
  wanted: string | undefined,
  site: Site,
  told: Told,
): { path: string; rows: readonly unknown[] } => {
  const guess = wanted === undefined ? guessRows(document) : { path: wanted };
  if ('lists' in guess) throw site.fail('http-rows-unclear', { lists: guess.lists }, undefined, 'rows');
  const value = valueAt(document, guess.path);
  if (Array.isArray(value)) return { path: guess.path, rows: value };
  // `"items": null` is how some servers say that there are none.
  if (value === null && guess.path !== '') return { path: guess.path, rows: [] };
  if (wordFor(value) === 'an object') return { path: guess.path, rows: [value] };
  throw site.fail(
    'http-rows-path',
    { path: guess.path, found: wordFor(value), lists: listsIn(document), ...told },
    undefined,
    'rows',
  );
};

const handOver = async (
  rows: readonly Readonly<Record<string, unknown>>[],
  streamed: boolean,
  sink: Sink,
): Promise<boolean> => {
  for (let from = 0; from < rows.length; from += batchSize)
    if (!(await sink({ rows: rows.slice(from, from + batchSize), streamed }))) return false;
  return true;
};

const readJson = async (opened: Opened, options: HttpOptions, site: Site, page: number, sink: Sink) => {
  const { path, rows } = jsonRows(opened.document, options.rows, site, toldOf(page));
  const objects = asObjects(rows, options.header ?? false);
  const whole = await handOver(objects, false, sink);
  return {
    rows: objects.length,
    whole,
    document: opened.document,
    learned: { format: 'json' as const, rows: path },
  };
};

const readNdjson = async (opened: Opened, _options: HttpOptions, site: Site, page: number, sink: Sink) => {
  let rows = 0;
  let rest = '';
  let whole = true;
  const hand = async (lines: readonly string[]): Promise<boolean> => {
    const values = lines
      .filter(line => line.trim() !== '')
      .map(line => parsedJson(line, opened.answer, site, toldOf(page)));
    rows += values.length;
    return handOver(asObjects(values, false), true, sink);
  };
  let parts: string[] = [];
  for await (const piece of opened.text) {
    parts.push(piece);
    if (!piece.includes('\n')) continue;
    const lines = parts.join('').split('\n');
    rest = lines.pop() ?? '';
    parts = [rest];
    whole = await hand(lines);
    if (!whole) break;
  }
  if (whole) whole = await hand([parts.join('')]);
  return { rows, whole, learned: { format: 'ndjson' as const } };
};

const readCsv = async (opened: Opened, options: HttpOptions, site: Site, page: number, sink: Sink) => {
  const told = toldOf(page);
  const { head, all } = await peeked(opened.text, 65_536);
  const shape = csvShapeOf(head, options.delimiter);
  let names: readonly string[] | undefined;
  let rows = 0;
  let line = 0;
  let whole = true;
  const broken = (before: number, reason: string) =>
    site.fail('http-csv-broken', { row: before + 1, reason, ...told });
  for await (const found of csvRows(all, shape, broken)) {
    let cells = found;
    if (names === undefined) {
      const first = found[0] ?? [];
      const header = options.header ?? true;
      names = uniqueNames(header ? first : first.map(() => ''));
      if (header) {
        cells = found.slice(1);
        line = 1;
      }
    }
    for (const row of cells) {
      line++;
      if (row.length !== names.length)
        throw site.fail('http-ragged-row', { row: line, found: row.length, expected: names.length, ...told });
    }
    rows += cells.length;
    whole = await sink({ names, cells });
    if (!whole) break;
  }
  return { rows, whole, learned: { format: 'csv' as const, delimiter: shape.delimiter } };
};

/** Hands the rows of an opened page to the sink, a batch at a time. Throws `EngineError`. */
export const readPage = async (
  opened: Opened,
  options: HttpOptions,
  site: Site,
  page: number,
  sink: Sink,
): Promise<PageRead> => {
  const read = { json: readJson, csv: readCsv, ndjson: readNdjson }[opened.format];
  try {
    return { ...(await read(opened, options, site, page, sink)), ...opened.digest() };
  } finally {
    await opened.answer.body.return(undefined);
  }
};
