/** Moving the view: to everything, to a selection, to one node, with the keyboard's focus. */
import type { Viewport } from '@xyflow/react';
import { boundsOf } from '../../engine/graph/arrange.ts';
import type { Point } from '../../engine/graph/document.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { view } from './canvas-store.ts';
import { boxesOf, chosenBoxes } from './chosen.ts';
import { isThin } from './window.ts';

const calm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
const duration = (): number => (calm() ? 0 : 180);

type Bounds = ReturnType<typeof boundsOf>;

/** Where the view was put to show everything: as long as it is there, nobody has moved it. */
let fitted: Viewport | undefined;

const showArea = (bounds: Bounds, ms = duration()): Viewport | undefined => {
  const { flow, element } = view;
  if (bounds === undefined || flow === undefined || element === null) return undefined;
  const { width, height } = element.getBoundingClientRect();
  const margin = 48;
  const zoom = Math.max(
    0.02,
    Math.min(1.25, (width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height),
  );
  const [x, y] = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2];
  // Said in full: the drawing library would take the middle of the size that the canvas had before.
  const shown = { x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom };
  void flow.setViewport(shown, { duration: ms });
  return shown;
};

const fitAll = (ms: number): void => {
  const { document } = useDocument.getState();
  if (document !== undefined) fitted = showArea(boundsOf(boxesOf(document).values()), ms);
};

export const zoomToFit = (): void => fitAll(duration());

/** For what has just been opened: there is no place to come from. */
export const showAtOnce = (): void => fitAll(0);

/** A view of everything stays one when panels beside it open or close; one that was moved stays where it was put. */
export const keepFit = (): void => {
  const now = view.flow?.getViewport();
  if (now === undefined || fitted === undefined) return;
  const { x, y, zoom } = fitted;
  const isThere = Math.abs(now.x - x) < 1 && Math.abs(now.y - y) < 1 && Math.abs(now.zoom - zoom) < 1e-3;
  if (isThere) showAtOnce();
};

export const zoomToSelection = (): void => {
  showArea(boundsOf(chosenBoxes()));
};

export const zoomTo = (zoom: number): void => {
  void view.flow?.zoomTo(zoom, { duration: duration() });
};

export const zoomBy = (way: 1 | -1): void => {
  if (way > 0) void view.flow?.zoomIn({ duration: duration() });
  else void view.flow?.zoomOut({ duration: duration() });
};

/** The middle of what is seen. */
export const middle = (): Point => {
  const { flow, element } = view;
  if (flow === undefined || element === null) return [0, 0];
  const { x, y, width, height } = element.getBoundingClientRect();
  const at = flow.screenToFlowPosition({ x: x + width / 2, y: y + height / 2 });
  return [at.x, at.y];
};

export const screenOf = ([x, y]: Point): Point => {
  const at = view.flow?.flowToScreenPosition({ x, y }) ?? { x: 0, y: 0 };
  return [at.x, at.y];
};

/** Brings a part into view without changing the zoom, unless it is seen already. */
export const reveal = (id: string): void => {
  const { document } = useDocument.getState();
  const { flow, element } = view;
  const box = document === undefined ? undefined : boxesOf(document).get(id);
  if (document === undefined || box === undefined || flow === undefined || element === null) return;
  const area = element.getBoundingClientRect();
  const a = flow.flowToScreenPosition({ x: box.x, y: box.y });
  const b = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
  const inside = a.x > area.left && b.x < area.right && a.y > area.top && b.y < area.bottom;
  // In an overview it is in sight and too small to be anything.
  if (inside && !isThin(boxesOf(document).size, flow.getZoom())) return;
  void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, {
    zoom: Math.max(flow.getZoom(), 0.5),
    duration: duration(),
  });
};

/** Gives a part the keyboard's focus; it may have to be drawn first, or a dialog before it to go. */
export const focusPart = (id: string, tries = 60): void => {
  const found = view.element?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  found?.focus({ preventScroll: true });
  const done = found !== null && found !== undefined && document.activeElement === found;
  if (!done && tries > 0) requestAnimationFrame(() => focusPart(id, tries - 1));
};

/** Selects a node and shows it, with the focus on it. */
export const goTo = (id: string): void => {
  useSelection.getState().select([id]);
  reveal(id);
  focusPart(id);
};

/** Gives the canvas the focus: the selected node, or the plane. */
export const focusCanvas = (): void => {
  const [only] = useSelection.getState().nodes;
  if (only !== undefined) focusPart(only);
  else view.element?.focus({ preventScroll: true });
};
