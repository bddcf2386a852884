/** Commands that change what is there: clipboard, deleting, adding. */

import { addComment, removeComments } from '../../engine/graph/comments.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { freeId } from '../../engine/graph/edits.ts';
import { createGroup, setCollapsed, ungroup } from '../../engine/graph/groups.ts';
import { removeNodes } from '../../engine/graph/removal.ts';
import { removeAndJoin } from '../../engine/graph/wires.ts';
import type { Command } from '../commands/command.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { useCanvas } from './canvas-store.ts';
import { boxesOf, chosen, chosenNodes, hasAny, hasNodes, nameOf } from './chosen.ts';
import { copiedText, pasteSnippet, pasteText } from './clipboard.ts';
import { commentId, edgeId } from './flow-types.ts';
import { commentSize } from './sizes.ts';
import { focusCanvas, middle } from './view.ts';

const edit = (change: (document: PipelineDocument) => PipelineDocument, label: string): void =>
  useDocument.getState().edit(change, { label });

/** Removes what is selected; with `join`, wires go on through where nodes were. */
export const deleteChosen = (join: boolean): void => {
  const now = chosen();
  if (now === undefined || !hasAny()) return;
  const nodes = chosenNodes();
  const count = nodes.length + now.comments.size;
  const what = count === 0 ? 'wire' : nodes.length === 0 ? 'note' : nameOf(nodes);
  edit(d => {
    const rest = join ? removeAndJoin(d, now.nodes, kindOf) : removeNodes(d, now.nodes);
    const wired =
      now.edges.size === 0 ? rest : { ...rest, edges: rest.edges.filter(e => !now.edges.has(edgeId(e))) };
    return removeComments(wired, now.comments);
  }, `Delete ${what}`);
  useSelection.getState().clear();
  useCanvas.getState().say(`${what} deleted.`);
  view();
};
const view = (): void => focusCanvas();

const write = async (cut: boolean): Promise<void> => {
  const text = copiedText();
  if (text === undefined) return;
  try {
    await navigator.clipboard.writeText(text);
    if (cut) deleteChosen(false);
  } catch {
    useUi
      .getState()
      .say(`The clipboard is closed to menus here. Press ${cut ? 'Ctrl+X' : 'Ctrl+C'}.`, 'error');
  }
};

const read = async (): Promise<void> => {
  try {
    pasteText(await navigator.clipboard.readText(), useCanvas.getState().pointer);
  } catch {
    useUi.getState().say('The clipboard is closed to menus here. Press Ctrl+V.', 'error');
  }
};

const group = (): void => {
  const now = chosen();
  if (now === undefined) return;
  const id = freeId(now.document, 'group');
  const before = new Set((now.document.groups ?? []).map(g => g.id));
  edit(d => createGroup(d, id, [...now.nodes]), `Group ${nameOf(chosenNodes())}`);
  if (!before.has(id)) useSelection.getState().select([], [], [id]);
  useCanvas.getState().show({ popup: 'rename', id });
};

/** Groups that are selected, or whose nodes are. */
const touched = () => {
  const now = chosen();
  return (now?.document.groups ?? []).filter(
    g => now?.groups.includes(g) === true || g.nodes.some(id => now?.nodes.has(id) === true),
  );
};

/** Collapses a group where its frame stands, or opens it again. */
export const toggleGroup = (id: string): void => {
  const { document } = useDocument.getState();
  const found = document?.groups?.find(g => g.id === id);
  if (document === undefined || found === undefined) return;
  const boxes = boxesOf(document);
  const members = found.nodes.flatMap(node => boxes.get(node) ?? []);
  const at = [Math.min(...members.map(b => b.x)), Math.min(...members.map(b => b.y))] as const;
  const collapsed = found.collapsed !== true;
  edit(
    d => setCollapsed(d, id, collapsed, members.length === 0 ? undefined : at),
    `${collapsed ? 'Collapse' : 'Expand'} ${found.title ?? id}`,
  );
  useSelection.getState().select([], [], [id]);
};

const selectAll = (): void => {
  const { document } = useDocument.getState();
  if (document === undefined) return;
  useSelection.getState().select(
    document.nodes.map(node => node.id),
    [],
    [
      ...(document.groups ?? []).filter(g => g.collapsed === true).map(g => g.id),
      ...(document.comments ?? []).map((_, i) => commentId(i)),
    ],
  );
  useCanvas.getState().say(`${document.nodes.length} nodes selected.`);
};

const comment = (): void => {
  const { document } = useDocument.getState();
  if (document === undefined) return;
  const index = document.comments?.length ?? 0;
  const at = useCanvas.getState().pointer ?? middle();
  edit(d => addComment(d, { text: '', at, size: commentSize }), 'Add note');
  useSelection.getState().select([], [], [commentId(index)]);
  useCanvas.setState({ editing: index });
};

export const editCommands: readonly Command[] = [
  {
    id: 'copy',
    group: 'Edit',
    title: 'Copy',
    shortcuts: ['mod+c'],
    scope: 'canvas',
    clipboard: true,
    when: hasAny,
    run: () => write(false),
  },
  {
    id: 'cut',
    group: 'Edit',
    title: 'Cut',
    shortcuts: ['mod+x'],
    scope: 'canvas',
    clipboard: true,
    when: hasAny,
    run: () => write(true),
  },
  {
    id: 'paste',
    group: 'Edit',
    title: 'Paste',
    shortcuts: ['mod+v'],
    scope: 'canvas',
    clipboard: true,
    run: read,
  },
  {
    id: 'duplicate',
    group: 'Edit',
    title: 'Duplicate',
    shortcuts: ['mod+d'],
    scope: 'canvas',
    when: hasAny,
    run: () => {
      const text = copiedText();
      // A copy within one pipeline touches nothing that the original does not touch.
      if (text !== undefined) pasteSnippet(text, undefined, { label: 'Duplicate' });
    },
  },
  {
    id: 'delete',
    group: 'Edit',
    title: 'Delete',
    shortcuts: ['delete', 'backspace'],
    scope: 'canvas',
    when: hasAny,
    run: () => deleteChosen(false),
  },
  {
    id: 'delete-and-join',
    group: 'Edit',
    title: 'Delete and join the wires',
    shortcuts: ['shift+delete', 'shift+backspace'],
    scope: 'canvas',
    words: ['remove', 'dissolve', 'heal'],
    when: hasNodes,
    run: () => deleteChosen(true),
  },
  {
    id: 'select-all',
    group: 'Edit',
    title: 'Select all',
    shortcuts: ['mod+a'],
    scope: 'canvas',
    run: selectAll,
  },
  {
    id: 'clear-selection',
    group: 'Edit',
    title: 'Select nothing',
    shortcuts: ['escape'],
    scope: 'canvas',
    when: () => hasAny() || useSelection.getState().parts.size > 0,
    run: () => {
      useSelection.getState().select([]);
      focusCanvas();
    },
  },
  {
    id: 'group',
    group: 'Edit',
    title: 'Group',
    shortcuts: ['mod+g'],
    words: ['frame', 'container'],
    when: hasNodes,
    run: group,
  },
  {
    id: 'ungroup',
    group: 'Edit',
    title: 'Ungroup',
    shortcuts: ['mod+shift+g'],
    when: () => touched().length > 0,
    run: () => {
      const gone = touched();
      edit(d => gone.reduce((rest, g) => ungroup(rest, g.id), d), 'Ungroup');
      useSelection.getState().select(gone.flatMap(g => g.nodes));
    },
  },
  {
    id: 'toggle-group',
    group: 'Edit',
    title: () => (touched()[0]?.collapsed === true ? 'Expand group' : 'Collapse group'),
    shortcuts: ['g'],
    scope: 'canvas',
    words: ['fold', 'collapse', 'expand'],
    when: () => touched().length > 0,
    run: () => {
      for (const g of touched()) toggleGroup(g.id);
    },
  },
  {
    id: 'add-comment',
    group: 'Edit',
    title: 'Add a note',
    shortcuts: ['n'],
    scope: 'canvas',
    words: ['comment', 'text', 'markdown'],
    run: comment,
  },
];
