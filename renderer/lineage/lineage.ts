/** The column whose way is shown, and the links of the pipeline it is found in. */
import { create } from 'zustand';
import type { Lineage } from '../../engine/contract/design.ts';
import type { PortColumn } from '../../engine/plan/lineage.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { sourceOf, useDocument } from '../store/document.ts';

type LineageState = {
  readonly at: PortColumn | undefined;
  readonly links: Lineage['links'];
  show(at: PortColumn): Promise<void>;
  close(): void;
};

export const useLineage = create<LineageState>()((set, get) => ({
  at: undefined,
  links: [],
  show: async at => {
    set({ at });
    const source = sourceOf(useDocument.getState());
    if (source === undefined) return;
    const found = await attempt(() => host().call('design.lineage', { source }));
    if (found === undefined) set({ at: undefined });
    else if (get().at === at) set({ links: found.links });
  },
  close: () => set({ at: undefined, links: [] }),
}));
