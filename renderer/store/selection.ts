/** What is selected on the canvas, and which port the data panel shows. */
import { create } from 'zustand';

type Port = { readonly node: string; readonly port: string | undefined };

export type SelectionState = {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Groups by their ids and notes by `comment:` and position: parts of the canvas without settings or rows. */
  readonly parts: ReadonlySet<string>;
  /** The port whose rows are shown. */
  readonly looked: Port | undefined;
  select(nodes: Iterable<string>, edges?: Iterable<string>, parts?: Iterable<string>): void;
  look(node: string, port?: string): void;
  clear(): void;
};

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every(item => b.has(item));

export const useSelection = create<SelectionState>()((set, get) => ({
  nodes: new Set(),
  edges: new Set(),
  parts: new Set(),
  looked: undefined,
  select: (nodes, edges = [], parts = []) => {
    const next = { nodes: new Set(nodes), edges: new Set(edges), parts: new Set(parts) };
    const [only] = next.nodes;
    const now = get();
    const looked =
      next.nodes.size === 1 && only !== undefined && now.looked?.node !== only
        ? { looked: { node: only, port: undefined } }
        : {};
    set({
      // Sets that say the same keep their identity, so that what watches them is not drawn again.
      nodes: sameSet(now.nodes, next.nodes) ? now.nodes : next.nodes,
      edges: sameSet(now.edges, next.edges) ? now.edges : next.edges,
      parts: sameSet(now.parts, next.parts) ? now.parts : next.parts,
      ...looked,
    });
  },
  look: (node, port) => set({ looked: { node, port } }),
  clear: () => set({ nodes: new Set(), edges: new Set(), parts: new Set(), looked: undefined }),
}));

/** The one selected node, where it is exactly one. */
export const onlySelected = (state: SelectionState): string | undefined => {
  const [first, second] = state.nodes;
  return second === undefined ? first : undefined;
};
