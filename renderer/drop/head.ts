/** A look at the first rows of a dropped file, here in the page: before the engine has seen a byte of it. */
import type { Schema } from '../../engine/schema/types.ts';
import { pasted } from '../../nodes/inline/paste.ts';

export type Head = { readonly columns: Schema; readonly rows: readonly (readonly unknown[])[] };

/** Bytes of a text file that are looked at; some hundred rows. */
const headBytes = 64 * 1024;
const mostRows = 200;

/** Text without the last line, which the cut may have left broken. */
const wholeLines = (text: string, cut: boolean): string => {
  const end = text.lastIndexOf('\n');
  return cut && end > 0 ? text.slice(0, end) : text;
};

export const textHead = (text: string, cut: boolean, tabs: boolean): Head | undefined => {
  const lines = wholeLines(text, cut)
    .split('\n')
    .slice(0, mostRows + 1)
    .join('\n');
  const { columns, rows, problems } = pasted({
    text: lines,
    header: true,
    delimiter: tabs ? 'tab' : 'auto',
    types: {},
    mostCells: 10_000_000,
  });
  return problems.length > 0 ? undefined : { columns, rows };
};

const cell = (value: unknown): unknown =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : typeof value === 'boolean' || typeof value === 'number'
        ? value
        : String(value);

/** Rows of objects, one a line. */
export const linesHead = (text: string, cut: boolean): Head | undefined => {
  const lines = wholeLines(text, cut)
    .split('\n')
    .filter(line => line.trim() !== '');
  try {
    const objects = lines.slice(0, mostRows).map(line => JSON.parse(line) as unknown);
    if (!objects.every(o => typeof o === 'object' && o !== null && !Array.isArray(o))) return undefined;
    const records = objects as Record<string, unknown>[];
    const names = [...new Set(records.flatMap(o => Object.keys(o)))];
    const typeOf = (name: string): string =>
      records.every(o => o[name] === null || o[name] === undefined || typeof o[name] === 'number')
        ? 'DOUBLE'
        : 'VARCHAR';
    return {
      columns: names.map(name => ({ name, type: typeOf(name) })),
      rows: records.map(o => names.map(name => (Object.hasOwn(o, name) ? cell(o[name]) : null))),
    };
  } catch {
    return undefined;
  }
};

/** The head of a file by its name; undefined where only the engine can read it. */
export const headOf = async (file: File): Promise<Head | undefined> => {
  const name = file.name.toLowerCase();
  if (name.endsWith('.parquet')) return (await import('./parquet-head.ts')).parquetHead(file, mostRows);
  const cut = file.size > headBytes;
  if (/\.(csv|tsv|txt)$/.test(name))
    return textHead(await file.slice(0, headBytes).text(), cut, name.endsWith('.tsv'));
  if (/\.(ndjson|jsonl)$/.test(name)) return linesHead(await file.slice(0, headBytes).text(), cut);
  return undefined;
};
