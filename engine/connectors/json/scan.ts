import { invariant } from '../../diagnostics/errors.ts';
import { ident, text } from '../quote.ts';
import { fittingLines, refusedLines } from './lines.ts';
import type { JsonPinned, JsonReadOptions } from './options.ts';

/** The largest single record in bytes; DuckDB keeps a buffer of twice that per thread. */
export const largestRecord = 64 * 2 ** 20;

const reader = (o: JsonReadOptions, p: JsonPinned, columns: string, more: readonly string[]): string =>
  `read_json([${p.files.map(text).join(', ')}], ${[
    `format = ${text(p.layout)}`,
    'auto_detect = false',
    `columns = {${columns}}`,
    `maximum_object_size = ${largestRecord}`,
    ...(o.fileNameColumn ? [`filename = ${text(o.fileNameColumn)}`] : []),
    ...more,
  ].join(', ')})`;

const at = (root: string, path: readonly string[]): string => [root, ...path.map(ident)].join('.');

const fields = (p: JsonPinned): string => p.record.map(f => `${text(f.name)}: ${text(f.type)}`).join(', ');
const structType = (p: JsonPinned): string =>
  `STRUCT(${p.record.map(f => `${ident(f.name)} ${f.type}`).join(', ')})`;

/** The SELECT that reads it, with nothing left to guess. */
export const scanJson = (o: JsonReadOptions): string => {
  const p = o.pinned;
  invariant(p !== undefined, 'JSON is read with the options that describe pinned');
  const file = o.fileNameColumn ? [ident(o.fileNameColumn)] : [];
  const select = (root: string) =>
    [...p.columns.map(c => `${at(root, c.path)} AS ${ident(c.name)}`), ...file].join(', ');
  if (o.rows !== undefined) {
    const [top = '', ...below] = o.rows.split('.');
    const list = `${p.record.length === 0 ? (p.columns[0]?.type ?? 'VARCHAR') : structType(p)}[]`;
    const type = below.reduceRight((inner, key) => `STRUCT(${ident(key)} ${inner})`, list);
    const from = `SELECT unnest(${at('d', [top, ...below])}) AS r${file.map(f => `, ${f}`).join('')} FROM ${reader(
      o,
      p,
      `${text(top)}: ${text(type)}`,
      ["records = 'true'"],
    )} AS d`;
    return `SELECT ${select('r')} FROM (${from})`;
  }
  if (p.record.length === 0) {
    const type = p.columns[0]?.type ?? 'VARCHAR';
    return `SELECT ${[ident('value'), ...file].join(', ')} FROM ${reader(o, p, `'value': ${text(type)}`, ["records = 'false'"])}`;
  }
  if (o.badRows !== 'fail' && p.layout === 'newline_delimited')
    return o.part === 'refused' ? refusedLines(p) : fittingLines(o, p);
  return `SELECT ${select('d')} FROM ${reader(o, p, fields(p), ["records = 'true'"])} AS d`;
};
