import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { rejectedColumns } from '../../plan/relation.ts';
import { nearest } from '../../schema/nearest.ts';
import { type Field, type Json, structOf } from '../../schema/types.ts';
import type { Described, World } from '../contract.ts';
import { combined } from '../files/facts.ts';
import { listFiles } from '../files/list.ts';
import { columnNames, columnsSeen, isNothing, look, nothingSeen, type Seen, typeOfSeen } from './infer.ts';
import type { JsonPinned, JsonReadOptions } from './options.ts';
import { jsonProblem } from './problem.ts';
import { layoutOf, parsedRecord, sampleCharacters, sampleRecords } from './sample.ts';

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
    const value = parsedRecord(record, i, options.path);
    if (options.rows === undefined) look(seen, value);
    else for (const row of rowsAt(value, options.rows, options.path)) look(seen, row);
    characters += record.length;
    if (characters > sampleCharacters && (options.sampleRows ?? 0) >= 0) break;
  }
  return seen;
};

/** Without any record, the types that were set say which columns there would be. */
const pinWithoutRecords = (
  options: JsonReadOptions,
  files: readonly string[],
  layout: JsonPinned['layout'],
): JsonPinned => {
  const set = Object.entries(options.types ?? {});
  if (set.length === 0) throw engineError('json-no-records', { path: options.path }, { param: 'types' });
  const columns = set.map(([name, type]) => ({ name, type, path: [name] }));
  return { files, layout, record: recordFields(columns), columns };
};

const pin = (
  options: JsonReadOptions,
  seen: Seen,
  files: readonly string[],
  layout: JsonPinned['layout'],
): JsonPinned => {
  if (isNothing(seen)) return pinWithoutRecords(options, files, layout);
  if (seen.keys === undefined || seen.scalar !== undefined || seen.item !== undefined) {
    // Rows that are no objects become one column.
    const type = typeOfSeen(seen, options.lists);
    return { files, layout, record: [], columns: [{ name: 'value', type, path: [] }] };
  }
  const nameless = [...seen.keys.keys()].find(key => key === '' || key.includes('\u0000'));
  if (nameless !== undefined)
    throw engineError('json-nameless-key', { path: options.path, key: nameless }, { param: 'path' });
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
    return { name, type: structOf(recordFields(below)) };
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
  const layout = await layoutOf(first, options.format, world);
  const paths = files.filter(f => f.bytes > 0).map(f => f.path);
  try {
    const records = await sampleRecords(options, paths, layout, world);
    const seen = seenIn(records, options);
    const pinned = pin(options, seen, paths, layout);
    const columns =
      options.part === 'refused' ? rejectedColumns : pinned.columns.map(({ name, type }) => ({ name, type }));
    return {
      columns:
        options.fileNameColumn && options.part !== 'refused'
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
