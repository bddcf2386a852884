/** Rows of one port, fetched a block at a time around what is seen; the last good rows stay when something fails. */
import { type Table, tableFromIPC } from 'apache-arrow';
import type { Page, View } from '../../engine/contract/data.ts';
import type { RpcFault } from '../../engine/contract/define.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Schema } from '../../engine/schema/types.ts';

/** What is looked at. */
export type Looked = {
  readonly source: {
    readonly doc: string;
    readonly text: string;
    readonly parameters: Record<string, string>;
  };
  readonly node: string;
  readonly port: string | undefined;
  readonly view: View;
  readonly whole: boolean;
};

export type AskPage = (
  looked: Looked,
  window: { readonly offset: number; readonly limit: number; readonly columns?: number[] },
  signal: AbortSignal,
) => Promise<Page>;

export type RowsState = {
  /** Undefined until there are rows of this port. */
  readonly columns: Schema | undefined;
  readonly total: number;
  readonly complete: boolean;
  /** What a person should know of how the rows were read. */
  readonly warnings: readonly string[];
  readonly key: string;
  /** The view that the rows are in. */
  readonly view: View | undefined;
  readonly busy: boolean;
  /** Why the newest rows are not there; what is shown then is older. */
  readonly fault: RpcFault | undefined;
  /** Rises with every block that comes in. */
  readonly version: number;
};

export type RowSource = {
  subscribe(hear: () => void): () => void;
  state(): RowsState;
  /** Looks at something; what was being asked for is dropped. */
  look(looked: Looked | undefined): void;
  /**
   * Fetches the blocks of these rows and columns, and lets go of requests for others. `ahead` is where the person is
   * scrolling to: 1 down, -1 up.
   */
  need(first: number, last: number, columns: readonly number[], ahead?: number): void;
  /** A cell, or undefined where it is not here yet. */
  cell(row: number, column: number): unknown;
  /** Stops what is being asked for. */
  stop(): void;
};

export const blockRows = 200;
export const blockColumns = 50;
/** Blocks that are fetched where the person is scrolling to. */
const aheadBlocks = 4;
/** Blocks that are kept: some 16,000 rows of a table of 50 columns. */
const mostBlocks = 80;

const nothing: RowsState = {
  columns: undefined,
  total: 0,
  complete: false,
  warnings: [],
  key: '',
  view: undefined,
  busy: false,
  fault: undefined,
  version: 0,
};

type Block = { readonly table: Table; readonly at: ReadonlyMap<number, number>; readonly rows: number };

const blockOf = (page: Page): Block => ({
  table: tableFromIPC(page.arrow),
  at: new Map(page.picked.map((column, i) => [column, i])),
  rows: page.rows,
});

const keyOf = (row: number, column: number): string =>
  `${Math.floor(row / blockRows)} ${Math.floor(column / blockColumns)}`;

const faultOf = (error: unknown): RpcFault =>
  error instanceof RpcError ? error.fault : { code: 'internal', message: String(error) };

const samePlace = (a: Looked | undefined, b: Looked): boolean =>
  a?.node === b.node && a.port === b.port && a.source.doc === b.source.doc;

export const createRowSource = (ask: AskPage): RowSource => {
  const listeners = new Set<() => void>();
  const blocks = new Map<string, Block>();
  const asked = new Map<string, AbortController>();
  let state = nothing;
  let current: Looked | undefined;
  /** What the shown rows were asked with; later blocks come from there. */
  let shown: Looked | undefined;
  let first: AbortController | undefined;

  const set = (more: Partial<RowsState>) => {
    state = { ...state, ...more, version: state.version + 1 };
    for (const hear of listeners) hear();
  };
  const dropAsked = () => {
    for (const controller of asked.values()) controller.abort();
    asked.clear();
  };
  const keep = (key: string, block: Block) => {
    blocks.delete(key);
    blocks.set(key, block);
    for (const old of blocks.keys()) {
      if (blocks.size <= mostBlocks) break;
      blocks.delete(old);
    }
  };

  const fetchBlock = async (row: number, column: number, width: number): Promise<void> => {
    const looked = shown;
    const key = keyOf(row, column);
    if (looked === undefined || asked.has(key)) return;
    const controller = new AbortController();
    asked.set(key, controller);
    const offset = Math.floor(row / blockRows) * blockRows;
    const from = Math.floor(column / blockColumns) * blockColumns;
    const columns = Array.from({ length: Math.min(blockColumns, width - from) }, (_, i) => from + i);
    try {
      const page = await ask(looked, { offset, limit: blockRows, columns }, controller.signal);
      if (shown !== looked || page.key !== state.key) return;
      keep(key, blockOf(page));
      set({});
    } catch (error) {
      const fault = faultOf(error);
      if (shown === looked && fault.code !== 'cancelled') set({ fault });
    } finally {
      if (asked.get(key) === controller) asked.delete(key);
    }
  };

  return {
    subscribe: hear => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    state: () => state,
    look: looked => {
      first?.abort();
      first = undefined;
      if (looked === undefined || !samePlace(current, looked)) {
        dropAsked();
        blocks.clear();
        shown = undefined;
        state = { ...nothing, version: state.version };
      }
      current = looked;
      if (looked === undefined) {
        set({});
        return;
      }
      const controller = new AbortController();
      first = controller;
      set({ busy: true });
      ask(looked, { offset: 0, limit: blockRows }, controller.signal).then(
        page => {
          if (first !== controller) return;
          const same = page.key === state.key && looked.view === state.view;
          shown = looked;
          if (!same) {
            dropAsked();
            blocks.clear();
          }
          const block = blockOf(page);
          for (let column = 0; column < page.picked.length; column += blockColumns)
            keep(keyOf(0, column), block);
          set({
            columns: page.columns,
            total: page.total,
            complete: page.complete,
            warnings: page.warnings,
            key: page.key,
            view: looked.view,
            busy: false,
            fault: undefined,
          });
        },
        error => {
          if (first === controller) set({ busy: false, fault: faultOf(error) });
        },
      );
    },
    need: (firstRow, lastRow, columns, ahead = 0) => {
      const width = state.columns?.length ?? 0;
      const wanted = new Map<string, readonly [number, number]>();
      const starts = new Set(columns.map(c => Math.floor(c / blockColumns) * blockColumns));
      // One block more on both sides, and some where the person is going.
      const [up, down] = [ahead < 0 ? aheadBlocks : 1, ahead > 0 ? aheadBlocks : 1];
      const from = Math.max(0, Math.floor(firstRow / blockRows) - up);
      const to = Math.min(Math.floor(lastRow / blockRows) + down, Math.floor((state.total - 1) / blockRows));
      for (let b = from; b <= to; b++)
        for (const column of starts) wanted.set(keyOf(b * blockRows, column), [b * blockRows, column]);
      for (const [key, controller] of asked)
        if (!wanted.has(key)) {
          controller.abort();
          asked.delete(key);
        }
      const seen = keyOf(firstRow, columns[0] ?? 0);
      const missing = [...wanted].filter(([key]) => !blocks.has(key));
      // What is on the screen comes before what is ahead.
      for (const [, [row, column]] of missing.sort(([a], [b]) => Number(b === seen) - Number(a === seen)))
        void fetchBlock(row, column, width);
    },
    cell: (row, column) => {
      const block = blocks.get(keyOf(row, column));
      const at = block?.at.get(column);
      if (block === undefined || at === undefined) return undefined;
      const inside = row % blockRows;
      return inside < block.rows ? (block.table.getChildAt(at)?.get(inside) ?? null) : undefined;
    },
    stop: () => {
      first?.abort();
      first = undefined;
      dropAsked();
      set({ busy: false });
    },
  };
};

/** Rows that are all here already, in the same shape. */
export const fixedRows = (rows: readonly (readonly unknown[])[]): RowSource => ({
  subscribe: () => () => {},
  state: () => nothing,
  look: () => {},
  need: () => {},
  cell: (row, column) => rows[row]?.[column] ?? null,
  stop: () => {},
});
