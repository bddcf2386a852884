import { ident, text } from '../quote.ts';
import type { CsvReadOptions } from './options.ts';

/** `name = value` for each option that was given. */
export const given = (pairs: readonly (readonly [string, string | undefined])[]): string =>
  pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`])).join(', ');

const optional = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : text(value);

/** Blank is always null beside the texts that were listed. */
const nullTexts = (values: readonly string[]): string =>
  `[${[...new Set(['', ...values])].map(text).join(', ')}]`;

/** What describing and reading have in common. */
export const sharedOptions = (o: CsvReadOptions): readonly (readonly [string, string | undefined])[] => [
  ['delim', optional(o.delimiter)],
  ['quote', optional(o.quote)],
  ['escape', optional(o.escape)],
  ['header', o.header === undefined ? undefined : String(o.header)],
  ['encoding', optional(o.encoding)],
  ['comment', optional(o.comment)],
  ['nullstr', o.nullValues === undefined ? undefined : nullTexts(o.nullValues)],
  ['dateformat', optional(o.dateFormat)],
  ['timestampformat', optional(o.timestampFormat)],
  ['decimal_separator', optional(o.decimal)],
  ['thousands', optional(o.thousands)],
  ['skip', o.skip === undefined ? undefined : String(o.skip)],
  // Without strict mode any line end ends a line; DuckDB gives no rows at all for this setting in strict mode.
  ['new_line', o.newlines === 'mixed' ? "'\\n'" : undefined],
  ['strict_mode', o.newlines === 'mixed' ? 'false' : undefined],
];

/** The types of columns from folders, which the engine would otherwise guess anew. */
const folderTypes = (o: CsvReadOptions): string | undefined =>
  o.folderColumns?.length
    ? `{${o.folderColumns.map(c => `${text(c.name)}: ${c.type}`).join(', ')}}`
    : undefined;

const refused = (o: CsvReadOptions): readonly (readonly [string, string | undefined])[] => {
  const table = o.rejects ?? 'rejects';
  if (o.badRows === 'skip') return [['ignore_errors', 'true']];
  if (o.badRows === 'fail') return [];
  return [
    ['store_rejects', 'true'],
    ['rejects_table', text(table)],
    ['rejects_scan', text(`${table}_scan`)],
    ['rejects_limit', '0'],
  ];
};

/** The name of the file a row comes from: of the original, where a copy is read. */
const fileName = (o: CsvReadOptions, column: string): string => {
  if (o.copiesOf === undefined) return ident(column);
  const cases = o.copiesOf.map((original, i) => `WHEN ${text(o.files?.[i] ?? '')} THEN ${text(original)}`);
  return `CASE ${ident(column)} ${cases.join(' ')} END AS ${ident(column)}`;
};

/** The SELECT that reads it, with nothing left to guess. */
export const scanCsv = (o: CsvReadOptions): string => {
  const all = o.fileColumns ?? [];
  const columns = all.map(c => `${text(c.inFile ?? c.name)}: ${text(c.type)}`).join(', ');
  // With a header, several files are matched by name; a column that one of them lacks is null there.
  const byName = (o.files?.length ?? 0) > 1 && o.header === true;
  const options = given([
    ...sharedOptions(o),
    ...(byName ? ([['union_by_name', 'true']] as const) : []),
    [byName ? 'types' : 'columns', `{${columns}}`],
    ['auto_detect', String(byName)],
    ['hive_partitioning', o.folderColumns?.length ? 'true' : 'false'],
    ['hive_types', folderTypes(o)],
    ['filename', o.fileNameColumn === undefined ? undefined : text(o.fileNameColumn)],
    ...refused(o),
  ]);
  const names = all.map(c =>
    c.inFile === undefined ? ident(c.name) : `${ident(c.inFile)} AS ${ident(c.name)}`,
  );
  const folders = (o.folderColumns ?? []).map(c => ident(c.name));
  const selected = [...names, ...folders, ...(o.fileNameColumn ? [fileName(o, o.fileNameColumn)] : [])];
  return `SELECT ${selected.join(', ')} FROM read_csv([${(o.files ?? []).map(text).join(', ')}], ${options})`;
};
