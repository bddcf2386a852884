/** The menu of what is under the pointer, made of commands. */
import { ContextMenu } from 'radix-ui';
import type { MouseEvent, ReactNode } from 'react';
import { titleOf } from '../commands/command.ts';
import { commandOf, isPossible, keysFor, runCommand } from '../commands/list.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import styles from './canvas-menu.module.css';
import { type MenuTarget, useCanvas, view } from './canvas-store.ts';
import { commentIndex } from './flow-types.ts';

/** Commands of each menu; a dash is a line. */
const menus: Readonly<Record<MenuTarget, readonly string[]>> = {
  pane: [
    'add-node',
    'add-comment',
    '-',
    'paste',
    'select-all',
    '-',
    'arrange-all',
    'zoom-fit',
    'zoom-100',
    '-',
    'command-palette',
  ],
  node: [
    'look',
    'run-to-here',
    '-',
    'add-node',
    'connect-to',
    'disconnect',
    '-',
    'rename',
    'note',
    'toggle-node',
    'group',
    'ungroup',
    '-',
    'copy',
    'cut',
    'duplicate',
    '-',
    'align-left',
    'align-top',
    'distribute-across',
    'arrange-all',
    '-',
    'delete',
    'delete-and-join',
  ],
  group: ['toggle-group', 'rename', 'ungroup', '-', 'copy', 'duplicate', '-', 'delete'],
  comment: ['rename', '-', 'copy', 'cut', 'duplicate', '-', 'delete'],
  edge: ['insert-on-wire', '-', 'delete'],
};

/** What was clicked becomes what is selected, unless it is part of the selection. */
const aim = (event: MouseEvent): void => {
  const element = event.target instanceof Element ? event.target : undefined;
  const node = element?.closest<HTMLElement>('.react-flow__node')?.dataset.id;
  const edge = element?.closest<SVGGElement>('.react-flow__edge')?.dataset.id;
  const at = view.flow?.screenToFlowPosition({ x: event.clientX, y: event.clientY });
  if (at !== undefined) useCanvas.setState({ pointer: [at.x, at.y] });
  const selection = useSelection.getState();
  if (node !== undefined) {
    const isNode = useDocument.getState().document?.nodes.some(n => n.id === node) === true;
    if (!selection.nodes.has(node) && !selection.parts.has(node))
      selection.select(isNode ? [node] : [], [], isNode ? [] : [node]);
    useCanvas.setState({ menu: isNode ? 'node' : commentIndex(node) === undefined ? 'group' : 'comment' });
  } else if (edge !== undefined) {
    selection.select([], [edge]);
    useCanvas.setState({ menu: 'edge' });
  } else useCanvas.setState({ menu: 'pane' });
};

const Items = () => {
  const menu = useCanvas(state => state.menu);
  const possible = menus[menu].filter(id => {
    const command = commandOf(id);
    return id === '-' || (command !== undefined && isPossible(command));
  });
  // No line at the ends or beside another line.
  const items = possible.filter(
    (id, i) => id !== '-' || (i > 0 && possible[i + 1] !== undefined && possible[i + 1] !== '-'),
  );
  return items.map((id, i) => {
    const command = commandOf(id);
    return command === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
      <ContextMenu.Separator key={`line ${i}`} className={styles.line ?? ''} />
    ) : (
      <ContextMenu.Item
        key={id}
        className={styles.item ?? ''}
        onSelect={() => setTimeout(() => runCommand(id))}
      >
        {titleOf(command)}
        <kbd className={styles.keys}>{keysFor(id)}</kbd>
      </ContextMenu.Item>
    );
  });
};

export const CanvasMenu = ({ children }: { readonly children: ReactNode }) => (
  <ContextMenu.Root modal={false}>
    <ContextMenu.Trigger asChild onContextMenu={aim}>
      {children}
    </ContextMenu.Trigger>
    <ContextMenu.Portal>
      <ContextMenu.Content
        className={styles.menu ?? ''}
        aria-label="Commands for this part"
        collisionPadding={8}
      >
        <Items />
      </ContextMenu.Content>
    </ContextMenu.Portal>
  </ContextMenu.Root>
);
