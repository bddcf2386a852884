/** Commands about where one is: along wires, to a node, near or far. */
import type { Command } from '../commands/command.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { showsMinimap, useCanvas } from './canvas-store.ts';
import { chosenBoxes, theNode } from './chosen.ts';
import { goTo, zoomBy, zoomTo, zoomToFit, zoomToSelection } from './view.ts';
import { flowOrder, inOrder, neighbour, type Way } from './walk.ts';

const walk = (way: Way) => (): void => {
  const { document } = useDocument.getState();
  if (document === undefined) return;
  const node = theNode();
  const next = node === undefined ? flowOrder(document)[0]?.id : neighbour(document, node.id, way);
  if (next !== undefined) goTo(next);
  else
    useCanvas
      .getState()
      .say(
        way === 'next' ? 'Nothing follows.' : way === 'previous' ? 'Nothing comes before.' : 'Nothing there.',
      );
};

/** The next node in the order of the rows; false at the end, where the focus leaves the canvas. */
export const stepInOrder = (by: 1 | -1): boolean => {
  const { document } = useDocument.getState();
  const [id] = useSelection.getState().nodes;
  const next = document === undefined || id === undefined ? undefined : inOrder(document, id, by);
  if (next !== undefined) goTo(next);
  return next !== undefined;
};

const ways: readonly (readonly [Way, string, string])[] = [
  ['next', 'Go along the wire', 'mod+arrowright'],
  ['previous', 'Go back along the wire', 'mod+arrowleft'],
  ['up', 'Go to the node above', 'mod+arrowup'],
  ['down', 'Go to the node below', 'mod+arrowdown'],
];

export const goCommands: readonly Command[] = [
  ...ways.map(
    ([way, title, shortcut]): Command => ({
      id: `go-${way}`,
      group: 'Go',
      title,
      shortcuts: [shortcut],
      scope: 'canvas',
      when: () => (useDocument.getState().document?.nodes.length ?? 0) > 0,
      run: walk(way),
    }),
  ),
  {
    id: 'go-to-node',
    group: 'Go',
    title: 'Go to a node…',
    shortcuts: ['mod+f'],
    scope: 'canvas',
    words: ['find', 'search'],
    run: () => useCanvas.getState().show({ popup: 'go' }),
  },
  {
    id: 'zoom-fit',
    group: 'View',
    title: 'Show everything',
    shortcuts: ['shift+1'],
    scope: 'canvas',
    words: ['zoom', 'fit'],
    run: zoomToFit,
  },
  {
    id: 'zoom-selection',
    group: 'View',
    title: 'Zoom to the selection',
    shortcuts: ['shift+2'],
    scope: 'canvas',
    when: () => chosenBoxes().length > 0,
    run: zoomToSelection,
  },
  {
    id: 'zoom-100',
    group: 'View',
    title: 'Actual size (100 %)',
    shortcuts: ['shift+0'],
    scope: 'canvas',
    words: ['zoom'],
    run: () => zoomTo(1),
  },
  {
    id: 'zoom-in',
    group: 'View',
    title: 'Zoom in',
    shortcuts: ['mod+=', 'mod+plus'],
    scope: 'canvas',
    run: () => zoomBy(1),
  },
  {
    id: 'zoom-out',
    group: 'View',
    title: 'Zoom out',
    shortcuts: ['mod+-'],
    scope: 'canvas',
    run: () => zoomBy(-1),
  },
  {
    id: 'toggle-minimap',
    group: 'View',
    title: 'Show or hide the overview map',
    shortcuts: ['m'],
    scope: 'canvas',
    words: ['minimap'],
    run: () => useCanvas.setState({ minimap: !showsMinimap(useCanvas.getState()) }),
  },
];
