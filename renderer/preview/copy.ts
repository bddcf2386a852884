/** Copies cells, rows and columns as CSV. What is not on the screen is fetched. */
import { mostPageColumns, mostPageRows } from '../../engine/contract/data.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { useUi } from '../store/ui.ts';
import { csvText, pageRows } from './csv.ts';
import { lookedNow } from './looking.ts';

/** A clipboard is for looking and pasting; more rows than these belong into a file. */
export const mostCopied = 100_000;

const put = async (text: string, what: string): Promise<void> => {
  await navigator.clipboard.writeText(text);
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
export const copyRows = (from: number, to: number, columns: readonly { name: string; index: number }[]) =>
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
    await put(
      csvText(
        columns.map(c => c.name),
        rows,
      ),
      `${count(rows.length, 'row')} of ${count(columns.length, 'column')}${rows.length < all ? `; the other ${(all - rows.length).toLocaleString('en')} are for a file` : ''}`,
    );
  });
