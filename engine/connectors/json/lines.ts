/** Lines of NDJSON one by one, where those that do not fit are left out or set aside. */
import { ident, text } from '../quote.ts';
import type { JsonPinned, JsonReadOptions } from './options.ts';

type Columns = JsonPinned['columns'];

/** Each line as text. No quote and a delimiter that JSON cannot hold: what JSON is, is looked at afterwards. */
export const lineReader = (files: readonly string[], fileColumn: string | undefined): string =>
  `read_csv([${files.map(text).join(', ')}], columns = {line: 'VARCHAR'}, delim = chr(1), quote = '', escape = '', header = false, auto_detect = false${
    fileColumn === undefined ? '' : `, filename = ${text(fileColumn)}`
  })`;

/** The shape that `json_transform` takes the leaves of the columns out by, each still as JSON. */
const shapeOf = (columns: Columns): string => {
  const shape = new Map<string, unknown>();
  for (const { path } of columns) {
    let at = shape;
    for (const key of path.slice(0, -1)) {
      const inner = at.get(key);
      const next = inner instanceof Map ? inner : new Map<string, unknown>();
      at.set(key, next);
      at = next;
    }
    at.set(path.at(-1) ?? '', 'JSON');
  }
  const json = (value: unknown): string =>
    value instanceof Map
      ? `{${[...value].map(([k, v]) => `${JSON.stringify(k)}:${json(v)}`).join(',')}}`
      : JSON.stringify(value);
  return json(shape);
};

const isNested = (type: string): boolean => /\]$|^STRUCT\(|^MAP\(/.test(type);

/** A leaf as its column's type. A list or struct takes what fits of it; anything else must fit. */
const castOf = (root: string, { path, type }: Columns[number]): string => {
  const leaf = [root, ...path.map(ident)].join('.');
  if (isNested(type)) return `json_transform(${leaf}, ${text(JSON.stringify(type))})`;
  return `CAST(${leaf} AS ${type})`;
};

const isObject = "CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END";
const notBlank = "line IS NOT NULL AND trim(line) <> ''";

/** The SELECT of the lines that fit. */
export const fittingLines = (o: JsonReadOptions, p: JsonPinned): string => {
  const file = o.fileNameColumn ? [ident(o.fileNameColumn)] : [];
  const values = p.columns.map(c => `${ident(c.name)} := ${castOf('r', c)}`).join(', ');
  const rest = file.map(f => `, ${f}`).join('');
  const leaves = `SELECT CASE WHEN ${isObject} THEN json_transform(line, ${text(shapeOf(p.columns))}) END AS r${rest} FROM ${lineReader(p.files, o.fileNameColumn)} WHERE ${notBlank}`;
  const selected = [...p.columns.map(c => `v.${ident(c.name)}`), ...file].join(', ');
  return `SELECT ${selected} FROM (SELECT TRY(struct_pack(${values})) AS v${rest} FROM (${leaves}) WHERE r IS NOT NULL) WHERE v IS NOT NULL`;
};

/** The SELECT of the lines that do not fit: where they are and why. Reads the files once more, one line at a time. */
export const refusedLines = (p: JsonPinned): string => {
  const checked = p.columns.filter(c => !isNested(c.type));
  const unfit = (c: Columns[number]) => {
    const leaf = ['r', ...c.path.map(ident)].join('.');
    return `${leaf} IS NOT NULL AND json_type(${leaf}) <> 'NULL' AND TRY(${castOf('r', c)}) IS NULL`;
  };
  const column = checked.map(c => `WHEN ${unfit(c)} THEN ${text(c.name)}`).join(' ');
  const type = checked.map(c => `WHEN ${text(c.name)} THEN ${text(`it does not fit ${c.type}`)}`).join(' ');
  const reason = checked.length === 0 ? 'NULL' : `CASE "column" ${type} END`;
  const why = `CASE WHEN r IS NOT NULL THEN ${reason} WHEN json_valid(line) THEN 'it is not an object' ELSE 'it is not JSON' END`;
  const of = (file: string) => {
    const numbered = `SELECT line, row_number() OVER () AS n FROM ${lineReader([file], undefined)}`;
    const leaves = `SELECT line, n, CASE WHEN ${isObject} THEN json_transform(line, ${text(shapeOf(p.columns))}) END AS r FROM (${numbered}) WHERE ${notBlank}`;
    const named = `SELECT line, n, r, ${column === '' ? 'NULL::VARCHAR' : `CASE ${column} END`} AS "column" FROM (${leaves})`;
    const name = file.split(/[\\/]/).at(-1) ?? file;
    return `SELECT ${text(name)} AS file, n AS line, "column", ${why} AS reason, line AS "text" FROM (${named}) WHERE r IS NULL OR "column" IS NOT NULL`;
  };
  return p.files.map(of).join(' UNION ALL ');
};
