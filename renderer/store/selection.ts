/** What is selected on the canvas, and which port the data panel shows. */
import { create } from 'zustand';

type Port = { readonly node: string; readonly port: string | undefined };

type SelectionState = {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** The port whose rows are shown. */
  readonly looked: Port | undefined;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  look(node: string, port?: string): void;
  clear(): void;
};

export const useSelection = create<SelectionState>()((set, get) => ({
  nodes: new Set(),
  edges: new Set(),
  looked: undefined,
  select: (nodes, edges = []) => {
    const chosen = new Set(nodes);
    const [only] = chosen;
    const { looked } = get();
    set({
      nodes: chosen,
      edges: new Set(edges),
      ...(chosen.size === 1 &&
        only !== undefined &&
        looked?.node !== only && { looked: { node: only, port: undefined } }),
    });
  },
  look: (node, port) => set({ looked: { node, port } }),
  clear: () => set({ nodes: new Set(), edges: new Set(), looked: undefined }),
}));

/** The one selected node, where it is exactly one. */
export const onlySelected = (state: SelectionState): string | undefined => {
  const [first, second] = state.nodes;
  return second === undefined ? first : undefined;
};
