/** How large things are on the canvas, and where ports stand. Known without drawing, so that nothing is measured. */
import type { NodePorts } from '../../engine/graph/ports.ts';

export const nodeWidth = 196;
export const nodeHeight = 52;
/** Between ports of one side. */
const pitch = 18;
export const handleSize = 12;
export const grid = 10;
export const frame = { side: 18, head: 34 } as const;
export const commentSize = [220, 120] as const;

export const heightFor = (inputs: number, outputs: number): number =>
  Math.max(nodeHeight, Math.max(inputs, outputs) * pitch + 12);

export const heightOf = (ports: NodePorts | undefined): number =>
  heightFor(Object.keys(ports?.inputs ?? {}).length, Object.keys(ports?.outputs ?? {}).length);

/** The middle of a port, down from the top of its node. */
export const portY = (index: number, count: number, height: number): number =>
  height / 2 + (index - (count - 1) / 2) * pitch;
