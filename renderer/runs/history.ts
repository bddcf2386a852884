/** Earlier runs of the open pipeline, and which of them are compared. */
import { create } from 'zustand';
import type { PastRun } from '../../engine/contract/runs.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';

type HistoryState = {
  readonly runs: readonly PastRun[];
  /** Two at most: the one chosen first is let go for a third. */
  readonly compared: readonly string[];
  refresh(): Promise<void>;
  clear(): Promise<void>;
  compare(run: string): void;
  endCompare(): void;
};

export const useHistory = create<HistoryState>()((set, get) => ({
  runs: [],
  compared: [],
  refresh: async () => {
    const { doc } = useDocument.getState();
    if (doc === undefined) return set({ runs: [], compared: [] });
    const answer = await attempt(() => host().call('runs.list', { doc }));
    if (answer !== undefined && doc === useDocument.getState().doc) set({ runs: answer.runs });
  },
  clear: async () => {
    const { doc } = useDocument.getState();
    if (doc === undefined) return;
    await attempt(() => host().call('runs.clear', { doc }));
    set({ compared: [] });
    await get().refresh();
  },
  compare: run => {
    const { compared } = get();
    set({
      compared: compared.includes(run) ? compared.filter(r => r !== run) : [...compared, run].slice(-2),
    });
  },
  endCompare: () => set({ compared: [] }),
}));
