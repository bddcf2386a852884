/** Commands about nodes and their wires. */
import type { Command } from '../commands/command.ts';
import { setEnabled } from '../inspector/edit-node.ts';
import { kindOf } from '../store/kinds.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { useCanvas } from './canvas-store.ts';
import { chosen, chosenNodes, hasNodes, nameOf, theNode } from './chosen.ts';
import { commentIndex, edgeId } from './flow-types.ts';
import { screenOf } from './view.ts';

const show = useCanvas.getState().show;

const hasOutput = (): boolean => {
  const node = theNode();
  return node !== undefined && Object.keys(kindOf(node.kind)?.outputs ?? {}).length > 0;
};

const renamed = (): string | undefined => theNode()?.id ?? chosen()?.groups[0]?.id;

const theEdge = () => {
  const now = chosen();
  return now?.document.edges.find(edge => now.edges.has(edgeId(edge)));
};

/** The form may have to be drawn first. */
const focusSettings = (tries = 20): void => {
  const found = window.document.querySelector<HTMLElement>(
    '[aria-label="Settings"] [role=tabpanel] :is(input, textarea, select, button, [contenteditable=true])',
  );
  if (found !== null) found.focus();
  else if (tries > 0) requestAnimationFrame(() => focusSettings(tries - 1));
};

const toggle = (): void => {
  const nodes = chosenNodes();
  const disabled = nodes.some(node => node.disabled !== true);
  setEnabled(
    nodes.map(node => node.id),
    !disabled,
    nameOf(nodes),
  );
  useCanvas.getState().say(`${nameOf(nodes)} ${disabled ? 'disabled' : 'enabled'}.`);
};

const rename = (): void => {
  const [part] = useSelection.getState().parts;
  const index = part === undefined ? undefined : commentIndex(part);
  if (index !== undefined) useCanvas.setState({ editing: index });
  const id = renamed();
  if (id !== undefined) show({ popup: 'rename', id });
};

export const nodeCommands: readonly Command[] = [
  {
    id: 'add-node',
    group: 'Node',
    title: 'Add a node…',
    shortcuts: ['/', 'a'],
    scope: 'canvas',
    words: ['insert', 'new', 'quick add'],
    run: () => {
      const edge = theEdge();
      if (edge !== undefined) return show({ popup: 'add', edge });
      const node = theNode();
      const [output] = Object.keys(kindOf(node?.kind ?? '')?.outputs ?? {});
      if (node !== undefined && output !== undefined)
        return show({ popup: 'add', from: { node: node.id, port: output } });
      const { pointer } = useCanvas.getState();
      // Without a mouse over the canvas, the new node looks for a free place itself.
      return show(
        pointer === undefined ? { popup: 'add' } : { popup: 'add', screen: screenOf(pointer), at: pointer },
      );
    },
  },
  {
    id: 'insert-on-wire',
    group: 'Node',
    title: 'Insert a node on the wire…',
    when: () => theEdge() !== undefined,
    run: () => {
      const edge = theEdge();
      if (edge !== undefined) show({ popup: 'add', edge });
    },
  },
  {
    id: 'connect-to',
    group: 'Node',
    title: 'Connect to…',
    shortcuts: ['c'],
    scope: 'canvas',
    words: ['wire', 'link', 'join'],
    when: hasOutput,
    run: () => {
      const node = theNode();
      if (node !== undefined) show({ popup: 'connect', node: node.id });
    },
  },
  {
    id: 'disconnect',
    group: 'Node',
    title: 'Disconnect…',
    shortcuts: ['shift+c'],
    scope: 'canvas',
    words: ['wire', 'remove'],
    when: () => theNode() !== undefined,
    run: () => {
      const node = theNode();
      if (node !== undefined) show({ popup: 'disconnect', node: node.id });
    },
  },
  {
    id: 'rename',
    group: 'Node',
    title: 'Rename…',
    shortcuts: ['f2'],
    scope: 'canvas',
    words: ['title', 'id', 'edit'],
    when: () => renamed() !== undefined || (chosen()?.comments.size ?? 0) > 0,
    run: rename,
  },
  {
    id: 'note',
    group: 'Node',
    title: 'Describe…',
    words: ['comment', 'note', 'remark'],
    when: () => theNode() !== undefined,
    run: () => {
      const node = theNode();
      if (node !== undefined) show({ popup: 'note', id: node.id });
    },
  },
  {
    id: 'toggle-node',
    group: 'Node',
    title: () => (chosenNodes().every(node => node.disabled === true) ? 'Enable' : 'Disable'),
    shortcuts: ['d'],
    scope: 'canvas',
    words: ['off', 'on', 'skip'],
    when: hasNodes,
    run: toggle,
  },
  {
    id: 'set-up',
    group: 'Go',
    title: 'Go to its settings',
    shortcuts: ['s'],
    scope: 'canvas',
    words: ['inspector', 'form', 'params'],
    when: () => theNode() !== undefined,
    run: () => {
      if (!useUi.getState().inspectorOpen) useUi.getState().toggle('inspectorOpen');
      focusSettings();
    },
  },
  {
    id: 'look',
    group: 'Node',
    title: 'Show its data',
    shortcuts: ['enter'],
    scope: 'canvas',
    words: ['preview', 'rows'],
    when: () => theNode() !== undefined,
    run: () => {
      const node = theNode();
      if (node === undefined) return;
      useSelection.getState().look(node.id);
      useUi.getState().showTab('data');
    },
  },
];
