/** Kinds that are dragged from the palette onto the canvas, or onto a wire. */
import type { DragEvent } from 'react';
import { useMemo } from 'react';
import { useDocument } from '../store/document.ts';
import { addKind } from './adding.ts';
import { useCanvas, view } from './canvas-store.ts';
import { edgeUnder } from './connecting.ts';
import { edgeId } from './flow-types.ts';
import { nodeHeight, nodeWidth } from './sizes.ts';

export const kindType = 'application/x-millrace-kind';

/** The kind in the air: what is dragged cannot be read before it is dropped. */
export const carried: { kind: string | undefined } = { kind: undefined };

const onDragOver = (event: DragEvent): void => {
  if (!event.dataTransfer.types.includes(kindType)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  const over = edgeUnder(event, undefined, carried.kind ?? '');
  if (over !== useCanvas.getState().over) useCanvas.setState({ over });
};

const onDrop = (event: DragEvent): void => {
  const kind = event.dataTransfer.getData(kindType);
  if (kind === '') return;
  event.preventDefault();
  const at = view.flow?.screenToFlowPosition({ x: event.clientX, y: event.clientY });
  const over = edgeUnder(event, undefined, kind);
  const edge = useDocument.getState().document?.edges.find(e => edgeId(e) === over);
  useCanvas.setState({ over: undefined });
  if (at !== undefined)
    addKind(kind, {
      at: [at.x - nodeWidth / 2, at.y - nodeHeight / 2],
      ...(edge !== undefined && { edge }),
    });
};

export const useDropping = () => useMemo(() => ({ onDragOver, onDrop }), []);
