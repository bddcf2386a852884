/** Pages and cells of held rows. */
import { mostCellText, mostPageColumns, type Page, type View } from '../contract/data.ts';
import { heldTable } from './look/held.ts';
import type { Found } from './look/store.ts';
import { arrowOf, held as heldColumn, textSql, wireColumns } from './look/wire.ts';

type Asked = {
  readonly view: View;
  readonly offset: number;
  readonly limit: number;
  readonly columns?: readonly number[] | undefined;
};

/** The rows of a view from `offset` on, as a FROM clause named `d` and its order. */
const rowsFrom = (table: string | undefined, offset: number, limit: number): string => {
  const range = `rowid >= ${offset} AND rowid < ${offset + limit}`;
  return table === undefined
    ? `${heldTable} AS d WHERE d.${range.replace('AND rowid', 'AND d.rowid')} ORDER BY d.rowid`
    : `(SELECT r, rowid AS n FROM ${table} WHERE ${range}) AS v JOIN ${heldTable} AS d ON d.rowid = v.r ORDER BY v.n`;
};

/** One page as Arrow. */
export const pageOf = async ({ held, key }: Found, asked: Asked, signal: AbortSignal): Promise<Page> => {
  const { schema } = held;
  const wanted = asked.columns ?? schema.map((_, i) => i).slice(0, mostPageColumns);
  const picked = wanted.filter(i => i < schema.length);
  return held.pages(async connection => {
    const view = await held.views.of(asked.view, heldTable, connection);
    const from = rowsFrom(view?.table, asked.offset, asked.limit);
    const reader = await connection.runAndReadAll(
      `SELECT ${picked.length === 0 ? '1' : wireColumns(schema, picked, 'd.')} FROM ${from}`,
    );
    return {
      columns: schema.map(({ name, type }) => ({ name, type })),
      picked: [...picked],
      arrow: arrowOf(schema, picked, reader.getColumns()),
      offset: asked.offset,
      rows: reader.currentRowCount,
      total: view?.rows ?? held.rows,
      complete: held.complete,
      warnings: [...held.warnings],
      key,
    };
  }, signal);
};

/** A cell whole, up to a length that a screen can still show. */
export const cellOf = async (
  { held }: Found,
  asked: { readonly view: View; readonly row: number; readonly column: number },
  signal: AbortSignal,
): Promise<{ text: string | null; cut: boolean }> => {
  const type = held.schema[asked.column]?.type;
  if (type === undefined) return { text: null, cut: false };
  return held.pages(async connection => {
    const view = await held.views.of(asked.view, heldTable, connection);
    const column = `d.${heldColumn(asked.column)}`;
    // Bytes as hexadecimal: two characters each.
    const text =
      type === 'BLOB' ? `hex(array_slice(${column}, 1, ${mostCellText / 2}))` : textSql(column, type);
    const reader = await connection.runAndReadAll(
      `SELECT left(${text}, ${mostCellText + 1}) FROM ${rowsFrom(view?.table, asked.row, 1)}`,
    );
    const found = reader.getRows()[0]?.[0];
    if (typeof found !== 'string') return { text: null, cut: false };
    return found.length > mostCellText
      ? { text: found.slice(0, mostCellText), cut: true }
      : { text: found, cut: false };
  }, signal);
};
