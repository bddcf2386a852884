/** The first records of a JSON file, for a look at their keys and types. */
import { constants, gunzipSync } from 'node:zlib';
import { engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import type { FileFacts } from '../files/facts.ts';
import { parseExact, tooDeepAt } from '../http/json.ts';
import { text } from '../quote.ts';
import { lineReader } from './lines.ts';
import type { JsonPinned, JsonReadOptions } from './options.ts';
import { largestRecord } from './scan.ts';

type Layout = JsonPinned['layout'];

const sampleRows = 20_480;
/** What a sample may weigh in all: it is parsed in this process. */
export const sampleCharacters = 32 * 2 ** 20;
/** One record, unless it is a document around a list, is never as large as this. */
const largestSample = 16 * 2 ** 20;
/** More levels than any table needs. */
const deepest = 64;

/** The first characters of a file, unpacked. */
const headOf = async (path: string, bytes: number, world: World): Promise<string> => {
  const file = await world.openRead(path);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    const head = buffer.subarray(0, bytesRead);
    // The end of the packed text is missing, which a flush mode for streams forgives.
    const whole = /\.gz$/i.test(path) ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
    return whole.toString('utf8', 0, bytes);
  } finally {
    await file.close();
  }
};

const isJson = (line: string): boolean => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};

/** How records follow each other, from the first bytes of a file. */
export const layoutOf = async (
  file: FileFacts,
  format: JsonReadOptions['format'],
  world: World,
): Promise<Layout> => {
  if (format === 'array') return 'array';
  if (format === 'ndjson') return 'newline_delimited';
  if (/\.zst$/i.test(file.path)) return 'auto';
  const head = (await headOf(file.path, 65_536, world)).replace(/^\ufeff/, '').trimStart();
  if (head.startsWith('[')) return 'array';
  const line = /^[^\n]*\n/.exec(head)?.[0];
  if (line === undefined)
    return /\.(ndjson|jsonl)(\.gz)?$/i.test(file.path) ? 'newline_delimited' : 'unstructured';
  return isJson(line) ? 'newline_delimited' : 'unstructured';
};

/** Texts of the first records. Numbers keep their digits as far as DuckDB keeps them: integers of any size. */
export const sampleRecords = async (
  options: JsonReadOptions,
  files: readonly string[],
  layout: Layout,
  world: World,
): Promise<readonly string[]> => {
  const rows = options.sampleRows ?? sampleRows;
  const list = `[${files.map(text).join(', ')}]`;
  const most = options.rows === undefined ? largestSample : largestRecord;
  const lenient = options.badRows !== 'fail' && layout === 'newline_delimited';
  const records = lenient
    ? `SELECT line AS json FROM ${lineReader(files, undefined)} WHERE CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END`
    : `SELECT json::VARCHAR AS json FROM read_json_objects(${list}, format = ${text(layout)}, maximum_object_size = ${largestRecord})`;
  const sql = `SELECT CASE WHEN strlen(json) <= ${most} THEN json END AS json, strlen(json) AS bytes FROM (${records}${rows < 0 ? '' : ` LIMIT ${rows}`})`;
  return (await world.query(sql)).flatMap(([record, bytes], i) => {
    if (record === null && bytes !== null)
      throw engineError(
        'json-large-record',
        {
          path: options.path,
          record: i + 1,
          megabytes: Math.round(Number(bytes) / 1e6),
          limit: Math.round(most / 1e6),
        },
        { param: 'path' },
      );
    return record ?? [];
  });
};

/** Numbers that JavaScript would not give back as they are written: long ones, `1.0` and exponents. */
const delicate = /\d{16}|\.\d*0(?!\d)|\d[eE]/;

/** A record as plain values; delicate numbers keep their text. Throws `json-too-deep`. */
export const parsedRecord = (record: string, index: number, path: string): unknown => {
  if (record.length > 2 * deepest && tooDeepAt(record, deepest) !== undefined)
    throw engineError('json-too-deep', { path, record: index + 1, limit: deepest }, { param: 'path' });
  return delicate.test(record) ? parseExact(record) : JSON.parse(record);
};
