/** Rows that were read in the page, shown until those of the engine are there. */
import { create } from 'zustand';
import type { Head } from './head.ts';

/** `coming` while the file is still on its way, so that the engine cannot know it. */
export type First = { readonly head: Head | undefined; readonly coming: boolean };

type FirstLook = {
  readonly byNode: ReadonlyMap<string, First>;
  put(node: string, first: First): void;
  /** The file is whole. */
  came(node: string): void;
  forget(node: string): void;
};

const mostKept = 8;

export const useFirstLook = create<FirstLook>()((set, get) => ({
  byNode: new Map(),
  put: (node, first) => set({ byNode: new Map([...[...get().byNode].slice(-mostKept), [node, first]]) }),
  came: node => {
    const first = get().byNode.get(node);
    if (first !== undefined) set({ byNode: new Map(get().byNode).set(node, { ...first, coming: false }) });
  },
  forget: node => {
    const byNode = new Map(get().byNode);
    if (byNode.delete(node)) set({ byNode });
  },
}));
