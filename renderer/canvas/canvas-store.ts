/** What the canvas holds for the moment: what pops up over it, a wire being drawn, what was just said. */
import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import type { PipelineEdge, Point } from '../../engine/graph/document.ts';
import type { PortRef } from '../../engine/graph/ports.ts';

/** Something that pops up over the canvas. */
export type Popup =
  /** Nodes to add: anywhere, at the end of a wire from a port, or on a wire. */
  | {
      readonly popup: 'add';
      readonly at?: Point;
      readonly screen?: Point;
      readonly from?: PortRef;
      readonly to?: PortRef;
      readonly edge?: PipelineEdge;
    }
  | { readonly popup: 'connect'; readonly node: string }
  | { readonly popup: 'disconnect'; readonly node: string }
  | { readonly popup: 'go' }
  | { readonly popup: 'rename'; readonly id: string }
  | { readonly popup: 'note'; readonly id: string }
  | {
      readonly popup: 'tables';
      readonly node: string;
      readonly file: string;
      readonly names: readonly string[];
    }
  | { readonly popup: 'paste'; readonly text: string; readonly at: Point | undefined };

/** What was under the pointer, or focused, when a menu was asked for. */
export type MenuTarget = 'pane' | 'node' | 'group' | 'comment' | 'edge';

type CanvasState = {
  readonly popup: Popup | undefined;
  readonly menu: MenuTarget;
  /** Where the pointer was on the canvas when it last moved or opened a menu; undefined outside. */
  readonly pointer: Point | undefined;
  /** While a wire is drawn: the ports of each node at which it could end. */
  readonly fitting: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** The edge over which a node is being dragged, so that it would be put between. */
  readonly over: string | undefined;
  readonly editing: number | undefined;
  readonly guides: readonly Guide[];
  /** Said to screen readers. */
  readonly said: string;
  /** Whether the overview map is shown; until somebody says so, where there is more than is seen. */
  readonly minimap: boolean | undefined;
  readonly seesAll: boolean;
  show(popup: Popup | undefined): void;
  say(text: string): void;
};

export type Guide = {
  readonly way: 'across' | 'down';
  readonly at: number;
  readonly from: number;
  readonly to: number;
};

export const useCanvas = create<CanvasState>()(set => ({
  popup: undefined,
  menu: 'pane',
  pointer: undefined,
  fitting: undefined,
  over: undefined,
  editing: undefined,
  guides: [],
  said: '',
  minimap: undefined,
  seesAll: true,
  show: popup => set({ popup }),
  say: said => set({ said }),
}));

export const showsMinimap = ({ minimap, seesAll }: Pick<CanvasState, 'minimap' | 'seesAll'>): boolean =>
  minimap ?? !seesAll;

/** The drawing as it is on the screen, for what commands do with the view; absent while no canvas is shown. */
export const view: { flow: ReactFlowInstance | undefined; element: HTMLElement | null } = {
  flow: undefined,
  element: null,
};
