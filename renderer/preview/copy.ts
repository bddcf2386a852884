/** Copies cells, rows and columns: for spreadsheets with tabs and as a table, or as CSV. What is not on the screen is fetched. */
import { mostPageColumns, mostPageRows } from '../../engine/contract/data.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { useUi } from '../store/ui.ts';
import { csvText, htmlText, pageRows, tabbed } from './csv.ts';
import { lookedNow } from './looking.ts';

/** A clipboard is for looking and pasting; more rows than these belong into a file. */
export const mostCopied = 100_000;

/** Cells that are also copied as a table: HTML takes several times the room. */
const mostHtmlCells = 200_000;

/** How rows are copied: for programs that paste tables, or as text in a file's form. */
export type CopyAs = 'table' | 'csv';

const put = async (text: string, what: string, html?: string): Promise<void> => {
  const part = (type: string, of: string) => ({ [type]: new Blob([of], { type }) });
  await (html === undefined
    ? navigator.clipboard.writeText(text)
    : navigator.clipboard.write([
        new ClipboardItem({ ...part('text/plain', text), ...part('text/html', html) }),
      ]));
  useUi.getState().say(`Copied ${what}.`);
};

const count = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;

/** The whole text of one cell. */
export const copyCell = (row: number, column: number) =>
  attempt(async () => {
    const looked = lookedNow();
    if (looked === undefined) return;
    const { source, node, port, view, whole } = looked;
    const { text } = await host().call('data.cell', {
      source,
      node,
      ...(port !== undefined && { port }),
      view,
      whole,
      row,
      column,
    });
    await put(text ?? '', 'the cell');
  });

/** Rows from one to another, in these columns, with their names. */
export const copyRows = (
  from: number,
  to: number,
  columns: readonly { name: string; index: number }[],
  as: CopyAs,
) =>
  attempt(async () => {
    const looked = lookedNow();
    if (looked === undefined || columns.length === 0) return;
    const { source, node, port, view, whole } = looked;
    const last = Math.min(to, from + mostCopied - 1);
    const rows: unknown[][] = [];
    for (let offset = from; offset <= last; offset += mostPageRows) {
      const limit = Math.min(mostPageRows, last - offset + 1);
      const block: unknown[][] = Array.from({ length: limit }, () => []);
      for (let at = 0; at < columns.length; at += mostPageColumns) {
        const picked = columns.slice(at, at + mostPageColumns).map(c => c.index);
        const page = await host().call('data.page', {
          source,
          node,
          ...(port !== undefined && { port }),
          view,
          whole,
          offset,
          limit,
          columns: picked,
        });
        pageRows(page, picked).forEach((cells, i) => {
          block[i]?.push(...cells);
        });
      }
      rows.push(...block.filter(row => row.length > 0));
    }
    const all = to - from + 1;
    const header = columns.map(c => c.name);
    await put(
      as === 'csv' ? csvText(header, rows) : tabbed([header, ...rows]),
      `${count(rows.length, 'row')} of ${count(columns.length, 'column')}${rows.length < all ? `; the other ${(all - rows.length).toLocaleString('en')} are for a file` : ''}`,
      as === 'table' && rows.length * columns.length <= mostHtmlCells ? htmlText(header, rows) : undefined,
    );
  });
