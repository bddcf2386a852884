/** For tests: rows at a node of a pipeline, as the engine process gives them. */
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll } from 'vitest';
import { catalogue } from '../../../nodes/index.ts';
import type { Chart } from '../../chart/declare.ts';
import type { Page, View } from '../../contract/data.ts';
import { cellOf, pageOf } from '../page.ts';
import { shownRelation } from '../shown-relation.ts';
import { folderWith, type Node, pipeline } from '../test-run.ts';
import { type Bench, type BenchSource, openWorkbench } from '../workbench.ts';
import { changesOf } from './changes.ts';
import { chartOf } from './chart.ts';
import { profileOf } from './profile.ts';
import { openLookStore } from './store.ts';

export const plainView: View = { sort: [], filter: [], search: '' };

export const cellsOf = (page: Page): unknown[][] => {
  const table = tableFromIPC(page.arrow);
  return Array.from({ length: page.rows }, (_, row) =>
    page.picked.map((_, at) => table.getChildAt(at)?.get(row) ?? null),
  );
};

type Asked = {
  readonly node?: string;
  readonly view?: Partial<View>;
  readonly offset?: number;
  readonly limit?: number;
  readonly columns?: readonly number[];
  readonly whole?: boolean;
  readonly signal?: AbortSignal;
};

export const looking = (files: Readonly<Record<string, string>> = {}, cache = false) => {
  const folder = folderWith(files);
  const bench = openWorkbench({ catalogue, env: {} });
  const store = openLookStore(cache ? { cache: join(folder, 'cache') } : {});
  let text = '';
  let through = (opened: Bench): Bench => opened;
  afterAll(async () => {
    await store.close('doc');
    await bench.close();
  });
  const never = new AbortController().signal;
  const found = async ({ node = 'end', whole = true, signal = never }: Asked) => {
    const source: BenchSource = { text, folder, file: 'look.millrace', parameters: {}, trusted: true };
    const opened = await bench.open(source, signal);
    if (opened === undefined) throw new Error('the pipeline is not one');
    const seen = through(opened);
    const relation = shownRelation(opened, { node });
    return (whole ? store.whole : store.head)({ doc: 'doc', bench: seen, text }, relation, signal);
  };
  return {
    folder,
    draw: (nodes: readonly Node[], more?: object) => {
      text = pipeline(nodes, more);
    },
    found,
    /** Everything is looked at by a bench that was changed. */
    by: (change: typeof through) => {
      through = change;
    },
    page: async (asked: Asked = {}) =>
      pageOf(
        await found(asked),
        {
          view: { ...plainView, ...asked.view },
          offset: asked.offset ?? 0,
          limit: asked.limit ?? 1000,
          columns: asked.columns,
        },
        asked.signal ?? never,
      ),
    cell: async (row: number, column: number) =>
      cellOf(await found({}), { view: plainView, row, column }, never),
    profile: async (column: number) => profileOf(await found({}), column, never),
    chart: async (chart: Chart) => chartOf(await found({}), chart, never),
    changes: async (before: string, after: string) => {
      const opened = await bench.open(
        { text, folder, file: 'look.millrace', parameters: {}, trusted: true },
        never,
      );
      if (opened === undefined) throw new Error('the pipeline is not one');
      return changesOf(
        opened,
        shownRelation(opened, { node: before }),
        shownRelation(opened, { node: after }),
        never,
        {},
      );
    },
  };
};

/** A source of a few rows that ends the pipeline. */
export const inline = (columns: readonly [string, string][], rows: readonly unknown[][]) => ({
  id: 'end',
  kind: 'inline-table',
  params: { columns: columns.map(([name, type]) => ({ name, type })), rows },
});
