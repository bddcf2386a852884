/** The tables of a report, asked of the host: all their rows, which are few by their nature. */
import { tableFromIPC } from 'apache-arrow';
import { useEffect, useState } from 'react';
import { mostPageRows } from '../../engine/contract/data.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import { plainView } from '../preview/data-store.ts';
import { host } from '../rpc/connect.ts';
import { sourceOf, useDocument } from '../store/document.ts';

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** More are not drawn; every table that a report is made of has fewer. */
const most = 5000;

type Source = NonNullable<ReturnType<typeof sourceOf>>;

const plain = (value: unknown): Row[string] =>
  typeof value === 'bigint'
    ? Number(value)
    : typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? value
      : value === null || value === undefined
        ? null
        : String(value);

/** Whole numbers cross as text where they could lose digits; what a report counts does not. */
const cellOf = (value: unknown, type: string): Row[string] => {
  const cell = plain(value);
  return typeof cell === 'string' && /INT$/.test(type) ? Number(cell) : cell;
};

const allRows = async (source: Source, node: string, port: string, signal: AbortSignal): Promise<Row[]> => {
  const rows: Row[] = [];
  for (;;) {
    const page = await host().call(
      'data.page',
      { source, node, port, view: plainView, whole: true, offset: rows.length, limit: mostPageRows },
      signal,
    );
    const table = tableFromIPC(page.arrow);
    const columns = page.picked.map(i => page.columns[i]);
    for (let r = 0; r < page.rows; r++)
      rows.push(
        Object.fromEntries(
          columns.map((c, i) => [c?.name ?? '', cellOf(table.getChildAt(i)?.get(r), c?.type ?? '')]),
        ),
      );
    if (page.rows === 0 || rows.length >= Math.min(page.total, most)) return rows;
  }
};

export type Tables = {
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly failed: string | undefined;
  readonly busy: boolean;
};

const none: Tables = { tables: {}, failed: undefined, busy: true };

/** Rows of these outputs, each as soon as it is there. `dataKey` changes with what is computed. */
export const useTables = (node: string, ports: readonly string[], dataKey: string): Tables => {
  const [found, setFound] = useState(none);
  const wanted = ports.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: other data have other rows
  useEffect(() => {
    const source = sourceOf(useDocument.getState());
    if (source === undefined) return;
    const controller = new AbortController();
    setFound(before => ({ ...before, busy: true, failed: undefined }));
    const ask = async () => {
      try {
        // One after the other: what the first has computed, the others find.
        for (const port of wanted.split(' ')) {
          const rows = await allRows(source, node, port, controller.signal);
          if (controller.signal.aborted) return;
          setFound(before => ({ ...before, tables: { ...before.tables, [port]: rows } }));
        }
        setFound(before => ({ ...before, busy: false }));
      } catch (error) {
        if (controller.signal.aborted) return;
        const failed = error instanceof RpcError ? error.message : String(error);
        setFound(before => ({ ...before, busy: false, failed }));
      }
    };
    void ask();
    return () => controller.abort();
  }, [node, wanted, dataKey]);
  return found;
};
