/** What a file looks like, as DuckDB guesses it, with help where its guess fails or misleads. */

import type { Schema } from '../../schema/types.ts';
import type { Cell, World } from '../contract.ts';
import { text } from '../quote.ts';
import { type Head, isCompressed, mixesNewlines } from './encoding.ts';
import { delimiterOf } from './header.ts';
import type { CsvReadOptions } from './options.ts';
import { given, sharedOptions } from './scan.ts';

const sniffRows = 20_480;

export type Sniffed = {
  readonly delimiter: string;
  readonly quote: string | undefined;
  readonly escape: string | undefined;
  readonly header: boolean;
  readonly skip: number;
  readonly dateFormat: string | undefined;
  readonly timestampFormat: string | undefined;
  readonly newlines: 'same' | 'mixed';
  readonly columns: Schema;
};

const special = (c: Cell | undefined): string | undefined =>
  c === null || c === undefined || c === '(empty)' || c === '\u0000' || c === '' ? undefined : c;

/** One question to DuckDB's sniffer. Throws what DuckDB throws. */
const ask = async (path: string, options: CsvReadOptions, more: string[], world: World): Promise<Sniffed> => {
  const extra = [
    given([...sharedOptions(options), ['sample_size', String(options.sampleRows ?? sniffRows)]]),
    ...more,
  ].join(', ');
  const sql = `SELECT "Delimiter", "Quote", "Escape", "HasHeader", "SkipRows", "DateFormat", "TimestampFormat",
    to_json(list_transform("Columns", lambda c: struct_pack("name" := c."name", "type" := c."type")))
    FROM sniff_csv(${text(path)}, ${extra})`;
  const [row] = await world.query(sql);
  const [delimiter, quote, escaped, header, skip, dateFormat, timestampFormat, columns] = row ?? [];
  return {
    delimiter: delimiter ?? ',',
    quote: special(quote),
    escape: special(escaped),
    header: header === 'true',
    skip: Number(skip ?? 0),
    dateFormat: special(dateFormat),
    timestampFormat: special(timestampFormat),
    newlines: options.newlines ?? 'same',
    columns: JSON.parse(columns ?? '[]') as Schema,
  };
};

/** Lines of the head as text, for a look at the delimiter. */
const someLines = (head: Head): readonly string[] =>
  head.bytes
    .toString('latin1', 0, 65_536)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .split(/\r\n|\n|\r/)
    .filter(line => line !== '')
    .slice(0, 50);

/**
 * Where one row is wider than the others, the sniffer takes all above it for a title and leaves it out, header and
 * rows: nothing would tell. What has as many delimiters as the line after it, or stands where no header follows, is
 * no title.
 */
const leftOutTable = (found: Sniffed, options: CsvReadOptions, lines: readonly string[]): boolean => {
  if (found.skip === 0 || options.skip !== undefined) return false;
  const { comment } = options;
  const shown = lines.filter(line => comment === undefined || !line.startsWith(comment));
  const widths = shown.map(line => line.replace(/"(?:[^"]|"")*"/g, '').split(found.delimiter).length);
  const [first = 1, second = 1] = widths;
  return first > 1 && (first === second || !found.header);
};

const orUndefined = async <T>(attempt: Promise<T>): Promise<T | undefined> => {
  try {
    return await attempt;
  } catch {
    return undefined;
  }
};

/**
 * Asks for the dialect and the columns. Where the sniffer fails, lines that end in different ways are tried, then rows
 * that do not fit are left aside: the run treats those as the settings say. Throws the first error where nothing helps.
 */
export const sniff = async (
  path: string,
  options: CsvReadOptions,
  head: Head,
  world: World,
): Promise<Sniffed> => {
  const lenient = ['ignore_errors = true'];
  // One row of other width makes the sniffer doubt the delimiter: the header and the rows that repeat it decide.
  const likely =
    options.delimiter === undefined && !isCompressed(path) ? delimiterOf(someLines(head)) : undefined;
  const withLikely = { ...options, ...(likely !== undefined && { delimiter: likely }) };
  try {
    const found = await ask(path, options, [], world);
    if (leftOutTable(found, options, someLines(head))) {
      const whole = { ...options, delimiter: found.delimiter, skip: 0, header: options.header ?? true };
      return (await orUndefined(ask(path, whole, lenient, world))) ?? found;
    }
    if (likely === undefined || found.columns.length > 1) return found;
    return (await orUndefined(ask(path, withLikely, lenient, world))) ?? found;
  } catch (error) {
    if (error instanceof Error && /Invalid unicode|not utf-8/i.test(error.message)) throw error;
    if (options.newlines === undefined && mixesNewlines(head)) {
      const mixed = { ...withLikely, newlines: 'mixed' as const };
      const found = await orUndefined(ask(path, mixed, [], world));
      if (found !== undefined) return found;
    }
    const found = await orUndefined(ask(path, withLikely, lenient, world));
    if (found !== undefined) return found;
    throw error;
  }
};
