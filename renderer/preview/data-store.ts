/** How the data panel is set: what it shows of the looked-at port, in which view, arranged how. */
import { create } from 'zustand';
import type { Chart } from '../../engine/chart/declare.ts';
import type { Filter, View } from '../../engine/contract/data.ts';
import { type Arrangement, plainArrangement } from './columns.ts';

export type DataMode = 'table' | 'profile' | 'chart' | 'changes' | 'report';

export const plainView: View = { sort: [], filter: [], search: '' };

type DataState = {
  /** What ports of most nodes are shown as. */
  readonly mode: Exclude<DataMode, 'report'>;
  /** Whether nodes that have a report show it first. */
  readonly report: boolean;
  readonly view: View;
  /** Whether all rows were asked for, not just the first. */
  readonly whole: boolean;
  /** By place: `node port`. */
  readonly arrangements: ReadonlyMap<string, Arrangement>;
  readonly charts: ReadonlyMap<string, Chart>;
  setMode(mode: DataMode): void;
  /** Another port is looked at: its rows are seen as they are. */
  place(): void;
  askWhole(whole: boolean): void;
  setView(view: View): void;
  sortBy(column: string, add: boolean): void;
  setSort(column: string, descending: boolean | undefined): void;
  setFilter(column: string, filter: Filter | undefined): void;
  arrange(place: string, change: (arrangement: Arrangement) => Arrangement): void;
  setChart(place: string, chart: Chart): void;
};

/** Sorting and filtering a part of the rows would say something untrue, so a view is always of the whole. */
const viewed = (view: View) => ({ view, whole: true });

export const nextSort = (sort: View['sort'], column: string, add: boolean): View['sort'] => {
  const known = sort.find(s => s.column === column);
  // Ascending, descending, not at all.
  const next =
    known === undefined
      ? [{ column, descending: false }]
      : known.descending
        ? []
        : [{ column, descending: true }];
  if (!add) return next;
  if (known === undefined) return [...sort, ...next].slice(-8);
  return sort.flatMap(s => (s.column === column ? next : [s]));
};

export const useData = create<DataState>()((set, get) => ({
  mode: 'table',
  report: true,
  view: plainView,
  whole: false,
  arrangements: new Map(),
  charts: new Map(),
  setMode: mode => set(mode === 'report' ? { report: true } : { mode, report: false }),
  place: () => set({ view: plainView, whole: false }),
  askWhole: whole => set({ whole }),
  setView: view => set(viewed(view)),
  sortBy: (column, add) => set(viewed({ ...get().view, sort: nextSort(get().view.sort, column, add) })),
  setSort: (column, descending) =>
    set(viewed({ ...get().view, sort: descending === undefined ? [] : [{ column, descending }] })),
  setFilter: (column, filter) => {
    const others = get().view.filter.filter(f => f.column !== column);
    set(viewed({ ...get().view, filter: filter === undefined ? others : [...others, filter] }));
  },
  arrange: (place, change) => {
    const { arrangements } = get();
    set({
      arrangements: new Map(arrangements).set(place, change(arrangements.get(place) ?? plainArrangement)),
    });
  },
  setChart: (place, chart) => set({ charts: new Map(get().charts).set(place, chart) }),
}));
