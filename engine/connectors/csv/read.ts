import { at, EngineError, engineError } from '../../diagnostics/errors.ts';
import type { Json, Schema } from '../../schema/types.ts';
import type { Described, World } from '../contract.ts';
import { combined } from '../files/facts.ts';
import { listFiles } from '../files/list.ts';
import { ident, text } from '../quote.ts';
import type { CsvReadOptions } from './options.ts';

const sniffRows = 20_480;

/** `name => value` for each option that was given. */
const given = (pairs: readonly (readonly [string, string | undefined])[]): string =>
  pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`])).join(', ');

const optional = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : text(value);

const shared = (o: CsvReadOptions): readonly (readonly [string, string | undefined])[] => [
  ['delim', optional(o.delimiter)],
  ['quote', optional(o.quote)],
  ['escape', optional(o.escape)],
  ['header', o.header === undefined ? undefined : String(o.header)],
  ['encoding', optional(o.encoding)],
  ['comment', optional(o.comment)],
  ['nullstr', o.nullValues === undefined ? undefined : `[${o.nullValues.map(text).join(', ')}]`],
  ['dateformat', optional(o.dateFormat)],
  ['timestampformat', optional(o.timestampFormat)],
  ['decimal_separator', optional(o.decimal)],
  ['thousands', optional(o.thousands)],
  ['skip', o.skip === undefined ? undefined : String(o.skip)],
];

/** Looks at the head of the file: delimiter, quoting, header and types, each unless it was given. */
export const describeCsv = async (options: CsvReadOptions, world: World): Promise<Described> => {
  const files = await listFiles(options.path, ['csv', 'tsv', 'txt', 'csv.gz', 'csv.zst'], world);
  const first = files.find(file => file.bytes > 0);
  if (first === undefined) throw engineError('file-empty', { path: options.path }, { param: 'path' });
  const sniffed = await sniff(first.path, options, world);
  const columns = sniffed.columns.map(c => ({
    name: c.name,
    type: options.types?.[c.name] ?? (options.allText ? 'VARCHAR' : c.type),
  }));
  const pinned: CsvReadOptions = {
    ...options,
    delimiter: options.delimiter ?? sniffed.delimiter,
    quote: options.quote ?? sniffed.quote,
    escape: options.escape ?? sniffed.escape,
    header: options.header ?? sniffed.header,
    skip: options.skip ?? sniffed.skip,
    dateFormat: options.dateFormat ?? sniffed.dateFormat,
    timestampFormat: options.timestampFormat ?? sniffed.timestampFormat,
    files: files.map(f => f.path),
    fileColumns: columns,
  };
  return {
    columns: options.fileNameColumn
      ? [...columns, { name: options.fileNameColumn, type: 'VARCHAR' }]
      : columns,
    options: JSON.parse(JSON.stringify(pinned)) as Json,
    fingerprint: combined(files),
    inputs: files.map(f => ({ name: f.path, fingerprint: f.fingerprint, bytes: f.bytes })),
  };
};

type Sniffed = {
  readonly delimiter: string;
  readonly quote: string | undefined;
  readonly escape: string | undefined;
  readonly header: boolean;
  readonly skip: number;
  readonly dateFormat: string | undefined;
  readonly timestampFormat: string | undefined;
  readonly columns: Schema;
};

const sniff = async (path: string, options: CsvReadOptions, world: World): Promise<Sniffed> => {
  const extra = given([...shared(options), ['sample_size', String(options.sampleRows ?? sniffRows)]]);
  const sql = `SELECT "Delimiter", "Quote", "Escape", "HasHeader", "SkipRows", "DateFormat", "TimestampFormat",
    to_json(list_transform("Columns", lambda c: struct_pack("name" := c."name", "type" := c."type")))
    FROM sniff_csv(${text(path)}${extra === '' ? '' : `, ${extra}`})`;
  try {
    const [row] = await world.query(sql);
    const [delimiter, quote, escape, header, skip, dateFormat, timestampFormat, columns] = row ?? [];
    const special = (c: string | null | undefined) =>
      c === null || c === undefined || c === '(empty)' || c === '\u0000' ? undefined : c;
    return {
      delimiter: delimiter ?? ',',
      quote: special(quote),
      escape: special(escape),
      header: header === 'true',
      skip: Number(skip ?? 0),
      dateFormat: special(dateFormat) || undefined,
      timestampFormat: special(timestampFormat) || undefined,
      columns: JSON.parse(columns ?? '[]') as Schema,
    };
  } catch (cause) {
    if (cause instanceof EngineError) throw at(cause, { param: 'path' });
    const problem = cause instanceof Error ? firstLines(cause.message) : 'it is not CSV';
    throw engineError(
      'file-format',
      { path: options.path, format: 'CSV', problem },
      { param: 'path' },
      cause,
    );
  }
};

const firstLines = (message: string): string =>
  message
    .replace(/^[A-Za-z ]+ Error: /, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .slice(0, 2)
    .join(' ');

/** The SELECT that reads it, with nothing left to guess. */
export const scanCsv = (o: CsvReadOptions): string => {
  const columns = (o.fileColumns ?? []).map(c => `${text(c.name)}: ${text(c.type)}`).join(', ');
  const several = (o.files?.length ?? 0) > 1;
  const options = given([
    ...shared(o),
    // With a header, several files are matched by name; a column that one of them lacks is null there.
    ...(several && o.header
      ? ([
          ['union_by_name', 'true'],
          ['types', `{${columns}}`],
        ] as const)
      : ([['columns', `{${columns}}`]] as const)),
    ['auto_detect', several && o.header ? 'true' : 'false'],
    ['filename', o.fileNameColumn === undefined ? undefined : text(o.fileNameColumn)],
    ['ignore_errors', o.badRows === 'skip' ? 'true' : undefined],
    ['store_rejects', o.badRows === 'quarantine' ? 'true' : undefined],
    ['rejects_table', o.badRows === 'quarantine' ? text(o.rejects ?? 'rejects') : undefined],
    ['rejects_scan', o.badRows === 'quarantine' ? text(`${o.rejects ?? 'rejects'}_scan`) : undefined],
    ['rejects_limit', o.badRows === 'quarantine' ? '0' : undefined],
  ]);
  const names = [...(o.fileColumns ?? []).map(c => c.name), ...(o.fileNameColumn ? [o.fileNameColumn] : [])];
  return `SELECT ${names.map(ident).join(', ')} FROM read_csv([${(o.files ?? []).map(text).join(', ')}], ${options})`;
};
