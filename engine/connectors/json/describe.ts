import { open } from 'node:fs/promises';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import type { Field, Json } from '../../schema/types.ts';
import type { Described, World } from '../contract.ts';
import { combined, type FileFacts } from '../files/facts.ts';
import { listFiles } from '../files/list.ts';
import { parseExact, tooDeepAt } from '../http/json.ts';
import { text } from '../quote.ts';
import { columnNames, columnsSeen, look, nothingSeen, type Seen, typeOfSeen } from './infer.ts';
import type { JsonPinned, JsonReadOptions } from './options.ts';
import { jsonProblem } from './problem.ts';
import { largestRecord } from './scan.ts';

const sampleRows = 20_480;
/** What a sample may weigh in all: it is parsed in this process. */
const sampleCharacters = 32 * 2 ** 20;
/** More levels than any table needs. */
export const deepest = 64;

type Layout = JsonPinned['layout'];

/** How records follow each other, from the first bytes of a file. */
const layoutOf = async (file: FileFacts, format: JsonReadOptions['format']): Promise<Layout> => {
  if (format === 'array') return 'array';
  if (format === 'ndjson') return 'newline_delimited';
  if (/\.(gz|zst)$/i.test(file.path))
    return /\.(ndjson|jsonl)\./i.test(file.path) ? 'newline_delimited' : 'unstructured';
  const head = await headOf(file.path, 65_536);
  const start = head.replace(/^\ufeff/, '').trimStart();
  if (start.startsWith('[')) return 'array';
  const line = /^[^\n]*\n/.exec(start)?.[0];
  if (line === undefined) return /\.(ndjson|jsonl)$/i.test(file.path) ? 'newline_delimited' : 'unstructured';
  try {
    JSON.parse(line);
    return 'newline_delimited';
  } catch {
    return 'unstructured';
  }
};

const headOf = async (path: string, bytes: number): Promise<string> => {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Texts of the first records. Numbers keep their digits, as far as DuckDB does: integers of any size. */
const sample = async (options: JsonReadOptions, files: readonly string[], layout: Layout, world: World) => {
  const rows = options.sampleRows === undefined ? sampleRows : options.sampleRows;
  const list = files.map(text).join(', ');
  const ignore = options.badRows === 'skip' && layout === 'newline_delimited' ? ', ignore_errors = true' : '';
  const sql = `SELECT json::VARCHAR AS record FROM read_json_objects([${list}], format = ${text(layout)}, maximum_object_size = ${largestRecord}${ignore}) WHERE json IS NOT NULL${
    rows < 0 ? '' : ` LIMIT ${rows}`
  }`;
  return (await world.query(sql)).flatMap(([record]) => record ?? []);
};

/** The rows inside a document, by a dotted path. Throws `json-no-rows` naming the lists there are. */
const rowsAt = (document: unknown, path: string, shown: string): readonly unknown[] => {
  let at: unknown = document;
  for (const key of path.split('.')) {
    const next =
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined;
    if (next === undefined) {
      const keys = typeof at === 'object' && at !== null && !Array.isArray(at) ? Object.keys(at) : [];
      const near = nearest(key, keys);
      throw engineError(
        'json-no-rows',
        { path: shown, rows: path, key, keys, ...(near !== undefined && { near }) },
        { param: 'rows' },
      );
    }
    at = next;
  }
  if (Array.isArray(at)) return at;
  throw engineError('json-no-rows', { path: shown, rows: path, key: path, keys: [] }, { param: 'rows' });
};

const seenIn = (records: readonly string[], options: JsonReadOptions): Seen => {
  const seen = nothingSeen();
  let characters = 0;
  for (const [i, record] of records.entries()) {
    if (tooDeepAt(record, deepest) !== undefined)
      throw engineError(
        'json-too-deep',
        { path: options.path, record: i + 1, limit: deepest },
        { param: 'path' },
      );
    const value = parseExact(record);
    if (options.rows === undefined) look(seen, value);
    else for (const row of rowsAt(value, options.rows, options.path)) look(seen, row);
    characters += record.length;
    if (characters > sampleCharacters && (options.sampleRows ?? 0) >= 0) break;
  }
  return seen;
};

const pin = (options: JsonReadOptions, seen: Seen, files: readonly string[], layout: Layout): JsonPinned => {
  if (seen.keys === undefined || seen.scalar !== undefined || seen.item !== undefined) {
    // Rows that are no objects become one column.
    const type = typeOfSeen(seen, options.lists);
    return { files, layout, record: [], columns: [{ name: 'value', type, path: [] }] };
  }
  const twins = twinKeys([...seen.keys.keys()]);
  if (twins !== undefined)
    throw engineError('json-twin-keys', { path: options.path, ...twins }, { param: 'path' });
  const found = columnsSeen(seen, options.flatten, options.lists);
  const names = columnNames(found.map(c => c.path));
  for (const column of Object.keys(options.types ?? {}))
    if (!names.includes(column)) {
      const near = nearest(column, names);
      throw engineError(
        'file-unknown-column',
        { path: options.path, column, columns: [...names], ...(near !== undefined && { near }) },
        { param: 'types' },
      );
    }
  const typed = found.map((c, i) => ({
    ...c,
    name: names[i] ?? '',
    type: options.types?.[names[i] ?? ''] ?? c.type,
  }));
  return { files, layout, record: recordFields(typed), columns: typed };
};

/** Keys that differ only in letter case, which no engine can tell apart as columns. */
const twinKeys = (keys: readonly string[]): { key: string; other: string } | undefined => {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const other = seen.get(key.toLowerCase());
    if (other !== undefined) return { key, other };
    seen.set(key.toLowerCase(), key);
  }
  return undefined;
};

/** The keys of a record with their types, put together from the columns again. */
const recordFields = (columns: readonly { path: readonly string[]; type: string }[]): readonly Field[] => {
  const keys = [...new Set(columns.map(c => c.path[0] ?? ''))];
  return keys.map(name => {
    const below = columns.filter(c => c.path[0] === name).map(c => ({ ...c, path: c.path.slice(1) }));
    const leaf = below.find(c => c.path.length === 0);
    if (leaf !== undefined) return { name, type: leaf.type };
    const inner = recordFields(below).map(f => `"${f.name.replaceAll('"', '""')}" ${f.type}`);
    return { name, type: `STRUCT(${inner.join(', ')})` };
  });
};

/** Looks at the first records: how they follow each other, their keys and types. Never reads a large file whole. */
export const describeJson = async (options: JsonReadOptions, world: World): Promise<Described> => {
  const endings =
    options.format === 'ndjson'
      ? ['ndjson', 'jsonl', 'ndjson.gz', 'jsonl.gz']
      : ['json', 'ndjson', 'jsonl', 'json.gz'];
  const files = await listFiles(options.path, endings, world);
  const first = files.find(file => file.bytes > 0);
  if (first === undefined) throw engineError('file-empty', { path: options.path }, { param: 'path' });
  const layout = await layoutOf(first, options.format);
  const paths = files.filter(f => f.bytes > 0).map(f => f.path);
  try {
    const records = await sample(options, paths, layout, world);
    const seen = seenIn(records, options);
    const pinned = pin(options, seen, paths, layout);
    const columns = pinned.columns.map(({ name, type }) => ({ name, type }));
    return {
      columns: options.fileNameColumn
        ? [...columns, { name: options.fileNameColumn, type: 'VARCHAR' }]
        : columns,
      options: JSON.parse(JSON.stringify({ ...options, pinned })) as Json,
      fingerprint: combined(files),
      inputs: files.map(f => ({ name: f.path, fingerprint: f.fingerprint, bytes: f.bytes })),
    };
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw jsonProblem(cause, options.path);
  }
};
