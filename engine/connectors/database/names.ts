import { engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import { fieldNamed, type Schema } from '../../schema/types.ts';

/** A table's name in its parts. The schema is absent where the server's own default holds. */
export type TableName = { readonly schema?: string; readonly table: string };

/** Reads `table`, `schema.table` or either part in quotes (`quote` is `"` or a backtick). Letter case is kept. */
export const tableName = (text: string, quote: string): TableName => {
  const parts: string[] = [];
  let at = 0;
  while (at <= text.length) {
    let part = '';
    if (text[at] === quote) {
      at++;
      while (at < text.length && (text[at] !== quote || text[at + 1] === quote)) {
        if (text[at] === quote) at++;
        part += text[at++] ?? '';
      }
      at++;
    }
    // Outside quotes a name runs to the next dot, quotes inside it included.
    while (at < text.length && text[at] !== '.') part += text[at++] ?? '';
    parts.push(part);
    at++;
  }
  if (parts.length > 2) throw engineError('database-name', { name: text, problem: 'parts' });
  const [first = '', second] = parts;
  return second === undefined
    ? { table: checked(first) }
    : { schema: checked(first), table: checked(second) };
};

/** The name as a person writes it. */
export const shownTable = (name: TableName): string =>
  name.schema === undefined ? name.table : `${name.schema}.${name.table}`;

/** Refuses names that no server can hold: empty ones and those with a NUL. */
export const checked = (name: string): string => {
  if (name === '') throw engineError('database-name', { name, problem: 'empty' });
  if (name.includes('\0')) throw engineError('database-name', { name, problem: 'nul' });
  return name;
};

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];

/** Refuses columns that share a name. `fold` brings names that a server takes for equal to the same text. */
export const distinctColumns = (schema: Schema, fold = (name: string) => name): Schema => {
  const twice = repeated(schema.map(field => fold(field.name)));
  if (twice.length > 0) throw engineError('database-duplicate-column', { columns: twice });
  return schema;
};

/** The field of that name, or `database-unknown-column` with the columns that are there. */
export const requireField = (schema: Schema, name: string) => {
  const field = fieldNamed(schema, name);
  if (field) return field;
  const columns = schema.map(f => f.name);
  const near = nearest(name, columns);
  throw engineError(
    'database-unknown-column',
    { column: name, columns, ...(near !== undefined && { near }) },
    {
      param: 'columns',
    },
  );
};

/** `database-unknown-table` for a table that is not there, with the nearest of those that are. */
export const unknownTable = (table: string, tables: readonly string[], cause?: unknown) => {
  const near = nearest(table, tables) ?? tables.find(t => t.endsWith(`.${table}`));
  return engineError(
    'database-unknown-table',
    { table, tables, ...(near !== undefined && { near }) },
    { param: 'table' },
    cause,
  );
};

/** A column of a table that is there already. */
export type TargetColumn = { readonly name: string; readonly type: string; readonly optional: boolean };

/**
 * The target's column for each column of the rows, in the rows' order: the exact name, else the only one that differs
 * in letter case. Throws `database-columns` when rows have a column too many or lack one that has no default.
 */
export const matchColumns = (
  table: string,
  target: readonly TargetColumn[],
  rows: Schema,
): readonly TargetColumn[] => {
  const found = rows.map(
    field =>
      target.find(column => column.name === field.name) ??
      target.find(column => column.name.toLowerCase() === field.name.toLowerCase()),
  );
  const extra = rows.filter((_, i) => found[i] === undefined).map(field => field.name);
  const missing = target
    .filter(column => !column.optional && !found.includes(column))
    .map(column => column.name);
  const matched = found.filter(column => column !== undefined);
  const twice = repeated(matched.map(column => column.name));
  if (twice.length > 0) throw engineError('database-duplicate-column', { columns: twice });
  if (extra.length + missing.length > 0)
    throw engineError('database-columns', {
      table,
      extra,
      missing,
      columns: target.map(column => column.name),
    });
  return matched;
};

/** Whether rows and table have exactly the same columns, letter case aside. */
export const sameColumns = (target: readonly TargetColumn[], rows: Schema): boolean => {
  const names = (of: readonly { readonly name: string }[]) =>
    of
      .map(c => c.name.toLowerCase())
      .sort()
      .join('\0');
  return names(target) === names(rows);
};
