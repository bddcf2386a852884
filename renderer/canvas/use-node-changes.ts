/** What React Flow says of nodes: chosen ones are chosen in the store, and moved ones are put where they were let go. */
import type { NodeChange, NodeSelectionChange } from '@xyflow/react';
import { type RefObject, useCallback, useState } from 'react';
import type { Point } from '../../engine/graph/document.ts';
import { insertOnEdge } from '../../engine/graph/wires.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useSelection } from '../store/selection.ts';
import { placeAll } from './arrange-commands.ts';
import { useCanvas } from './canvas-store.ts';

import { commentIndex, type Drawing, type FlowNode } from './flow-types.ts';
import { movedPlaces } from './moving.ts';

export const unmoved: ReadonlyMap<string, Point> = new Map();

/** Where nodes are while they are dragged, and what hears of them. */
export const useNodeChanges = (drawn: RefObject<Omit<Drawing, 'edges'> | undefined>) => {
  const [moved, setMoved] = useState(unmoved);
  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const picks = changes.filter(change => change.type === 'select');
      if (picks.length > 0) choose(picks);
      const moves = changes.flatMap(change =>
        change.type === 'position' && change.position !== undefined ? [change] : [],
      );
      const now = useDocument.getState().document;
      if (moves.length === 0 || now === undefined || drawn.current === undefined) return;
      const { places, guides } = movedPlaces(now, drawn.current, moves);
      if (moves.some(move => move.dragging === true)) {
        setMoved(places);
        useCanvas.setState({ guides });
        return;
      }
      setMoved(unmoved);
      const { over } = useCanvas.getState();
      useCanvas.setState({ guides: [], over: undefined });
      const [first] = moves;
      const edge = over === undefined ? undefined : now.edges.find(e => `${e.from} → ${e.to}` === over);
      const label = moves.length === 1 && first !== undefined ? first.id : `${moves.length} nodes`;
      useDocument.getState().edit(
        d => {
          const placed = placeAll(d, places);
          return edge === undefined || first === undefined
            ? placed
            : insertOnEdge(placed, edge, first.id, kindOf);
        },
        { label: edge === undefined ? `Move ${label}` : `Put ${label} on the wire` },
      );
    },
    [drawn],
  );
  return { moved, onNodesChange };
};

const choose = (picks: readonly NodeSelectionChange[]): void => {
  const selection = useSelection.getState();
  const [nodes, others] = [new Set(selection.nodes), new Set(selection.parts)];
  for (const pick of picks) {
    const isPart =
      commentIndex(pick.id) !== undefined ||
      useDocument.getState().document?.groups?.some(group => group.id === pick.id) === true;
    const into = isPart ? others : nodes;
    if (pick.selected) into.add(pick.id);
    else into.delete(pick.id);
  }
  selection.select(nodes, selection.edges, others);
};
