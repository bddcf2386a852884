import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import type { Json } from '../../schema/types.ts';
import type { Described, World } from '../contract.ts';
import { anyFile, combined, type FileFacts } from '../files/facts.ts';
import { listFiles } from '../files/list.ts';
import { text } from '../quote.ts';
import {
  checkLongLines,
  type Head,
  headOf,
  isCompressed,
  isNative,
  markedEncoding,
  suggestedEncoding,
} from './encoding.ts';
import { columnNames } from './header.ts';
import type { CsvColumn, CsvReadOptions } from './options.ts';
import { csvFault } from './problem.ts';
import { given, sharedOptions } from './scan.ts';
import { type Sniffed, sniff } from './sniff.ts';
import { utf8Copy } from './transcode.ts';
import { asWritten } from './yes-no.ts';

/** So much of a file in another encoding is copied for a look at it. */
const sampleBytes = 8_000_000;
const endings = ['csv', 'tsv', 'txt', 'csv.gz', 'tsv.gz', 'csv.zst'];

/** Looks at the head of the file: encoding, delimiter, quoting, header and types, each unless it was given. */
export const describeCsv = async (options: CsvReadOptions, world: World): Promise<Described> => {
  const files = await listFiles(options.path, endings, world);
  const first = files.find(file => file.bytes > 0);
  if (first === undefined) throw engineError('file-empty', { path: options.path }, { param: 'path' });
  const head = await headOf(first.path, world);
  if (head.whole && !isCompressed(first.path) && isBlank(head))
    throw engineError('file-empty', { path: options.path }, { param: 'path' });
  await checkLongLines(first.path, options.path, first.bytes, head, world);
  for (const file of files)
    if (file !== first && file.bytes > 32_000_000)
      await checkLongLines(file.path, options.path, file.bytes, await headOf(file.path, world), world);
  const encoding = encodingOf(options.encoding, head);
  const known: CsvReadOptions = { ...options, encoding };
  try {
    return await look(known, files, first, head, world);
  } catch (cause) {
    throw problemOf(cause, options.path, head);
  }
};

const isBlank = ({ bytes }: Head): boolean => bytes.toString('latin1').trim() === '';

/** The mark at the start of a file tells big and little end of UTF-16 apart, and wins where nothing was set. */
const encodingOf = (set: string | undefined, head: Head): string | undefined => {
  const marked = markedEncoding(head);
  if (set === undefined) return marked === 'utf-8' ? undefined : marked;
  return set === 'utf-16' && marked === 'utf-16be' ? marked : set;
};

const look = async (
  options: CsvReadOptions,
  files: readonly FileFacts[],
  first: FileFacts,
  head: Head,
  world: World,
): Promise<Described> => {
  const { encoding } = options;
  const copied = encoding !== undefined && !isNative(encoding);
  const copy = (file: FileFacts) =>
    utf8Copy({ path: file.path, shown: options.path, encoding: encoding ?? '', most: sampleBytes }, world);
  const at = copied ? await copy(first) : first.path;
  const asRead = copied ? withoutEncoding(options) : options;
  const sniffed = await sniff(at, asRead, copied ? await headOf(at, anyFile) : head, world);
  const dialect: CsvReadOptions = { ...asRead, ...pinnedDialect(options, sniffed) };
  const paths = copied ? [at] : files.filter(f => f.bytes > 0).map(f => f.path);
  const found =
    dialect.header && paths.length > 1
      ? await asWritten(await unitedColumns(paths, dialect, world), paths, dialect, world)
      : await asWritten(await namedColumns(at, dialect, sniffed, world), [at], dialect, world);
  const folders = await folderColumns(paths, files, found, world);
  const columns = typed(found, options, folders);
  const pinned: CsvReadOptions = {
    ...options,
    ...pinnedDialect(options, sniffed),
    files: files.filter(f => f.bytes > 0).map(f => f.path),
    fileColumns: columns,
    ...(folders.length > 0 && { folderColumns: folders }),
  };
  const schema = [...columns, ...folders].map(({ name, type }) => ({ name, type }));
  return {
    columns: options.fileNameColumn ? [...schema, { name: options.fileNameColumn, type: 'VARCHAR' }] : schema,
    options: JSON.parse(JSON.stringify(pinned)) as Json,
    fingerprint: combined(files),
    inputs: files.map(f => ({ name: f.path, fingerprint: f.fingerprint, bytes: f.bytes })),
  };
};

export const withoutEncoding = ({ encoding: _, ...options }: CsvReadOptions): CsvReadOptions => options;

const pinnedDialect = (o: CsvReadOptions, s: Sniffed) => ({
  delimiter: o.delimiter ?? s.delimiter,
  quote: o.quote ?? s.quote,
  escape: o.escape ?? s.escape,
  header: o.header ?? s.header,
  skip: o.skip ?? s.skip,
  dateFormat: o.dateFormat ?? s.dateFormat,
  timestampFormat: o.timestampFormat ?? s.timestampFormat,
  newlines: s.newlines,
});

/** The columns of one file by position, with names of ours: the engine would call a second `a` something else. */
const namedColumns = async (
  path: string,
  dialect: CsvReadOptions,
  sniffed: Sniffed,
  world: World,
): Promise<readonly CsvColumn[]> => {
  if (!dialect.header) return sniffed.columns;
  const all = sniffed.columns.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const options = given(sharedOptions({ ...dialect, header: false }));
  const sql = `SELECT * FROM read_csv(${text(path)}, ${options}, auto_detect = false, ignore_errors = true, hive_partitioning = false, columns = {${all}}) LIMIT 1`;
  const [header] = await world.query(sql);
  // A header of another width was left out as a bad row: then the sniffer's names are what there is.
  const isHeader =
    header?.every((name, i) => sniffed.columns[i]?.name.startsWith(name?.trim() ?? '')) === true;
  const names = columnNames(isHeader ? (header ?? []) : sniffed.columns.map(c => c.name));
  return sniffed.columns.map((c, i) => ({ name: names[i] ?? c.name, type: c.type }));
};

/** The columns of several files by name: all that any of them has, with a type that fits all. */
const unitedColumns = async (
  paths: readonly string[],
  dialect: CsvReadOptions,
  world: World,
): Promise<readonly CsvColumn[]> => {
  const rows = dialect.sampleRows === undefined ? [] : [`sample_size = ${dialect.sampleRows}`];
  const options = [
    given(sharedOptions(dialect)),
    'union_by_name = true',
    'ignore_errors = true',
    'hive_partitioning = false',
    ...rows,
  ];
  const sql = `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_csv([${paths.map(text).join(', ')}], ${options.join(', ')}))`;
  const found = await world.query(sql);
  const names = columnNames(found.map(([name]) => name ?? null));
  return found.map(([inFile, type], i) => {
    const name = names[i] ?? '';
    return {
      name,
      type: type ?? 'VARCHAR',
      ...(name !== inFile && inFile !== null && inFile !== undefined && { inFile }),
    };
  });
};

/** Columns that folders named `key=value` add, such as those of a partitioned output; a column of the file wins. */
const folderColumns = async (
  paths: readonly string[],
  files: readonly FileFacts[],
  found: readonly CsvColumn[],
  world: World,
): Promise<readonly CsvColumn[]> => {
  const first = files.find(f => f.bytes > 0)?.path ?? '';
  const keys = first
    .split(/[\\/]/)
    .slice(0, -1)
    .flatMap(part => /^([^=]+)=/.exec(part)?.[1] ?? []);
  const taken = new Set(found.map(c => c.name.toLowerCase()));
  const wanted = new Set(keys.filter(key => !taken.has(key.toLowerCase())));
  // A copy lies in another folder: what its path says is not what the file's path says.
  if (wanted.size === 0 || !paths.includes(first)) return [];
  const sql = `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_csv([${paths.map(text).join(', ')}], columns = {line: 'VARCHAR'}, delim = chr(1), quote = '', auto_detect = false, hive_partitioning = true))`;
  const described = await world.query(sql);
  return described.flatMap(([name, type]) =>
    name !== null && name !== undefined && wanted.has(name) ? [{ name, type: type ?? 'VARCHAR' }] : [],
  );
};

/** The types that were set win. Throws `file-unknown-column` where one is set for a column that is not there. */
const typed = (
  found: readonly CsvColumn[],
  options: CsvReadOptions,
  folders: readonly CsvColumn[],
): readonly CsvColumn[] => {
  const types = options.types ?? {};
  const names = found.map(c => c.name);
  for (const column of Object.keys(types))
    if (!names.includes(column) && !folders.some(f => f.name === column)) {
      const near = nearest(column, names);
      throw engineError(
        'file-unknown-column',
        { path: options.path, column, columns: names, ...(near !== undefined && { near }) },
        { param: 'types' },
      );
    }
  return found.map(c => {
    const set = Object.hasOwn(types, c.name) ? types[c.name] : undefined;
    return { ...c, type: set ?? (options.allText ? 'VARCHAR' : c.type) };
  });
};

const problemOf = (cause: unknown, path: string, head: Head): EngineError => {
  if (cause instanceof EngineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/Invalid unicode|not utf-8/i.test(message))
    return engineError(
      'csv-encoding',
      { path, encoding: 'UTF-8', suggestion: suggestedEncoding(head) },
      { param: 'encoding' },
      cause,
    );
  const fault = csvFault(message, cause);
  if (fault !== undefined && fault.code !== 'csv-row') return fault;
  const problem = 'delimiter, quotes and header cannot be worked out. Set “delimiter”, “quote” and “skip”.';
  return engineError('file-format', { path, format: 'CSV', problem }, { param: 'path' }, cause);
};
