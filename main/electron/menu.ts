/** The menu bar, from one table. What the page can do, the page does: an item only names its command. */
import type { MenuItemConstructorOptions } from 'electron';

type Item =
  | { readonly role: NonNullable<MenuItemConstructorOptions['role']> }
  | { readonly command: string; readonly label: string; readonly keys?: string }
  | { readonly act: 'new-window'; readonly label: string; readonly keys?: string }
  | 'line';

const menus: readonly { readonly label: string; readonly items: readonly Item[] }[] = [
  {
    label: 'File',
    items: [
      { command: 'new', label: 'New pipeline', keys: 'CmdOrCtrl+N' },
      { act: 'new-window', label: 'New window', keys: 'CmdOrCtrl+Shift+N' },
      { command: 'open', label: 'Open…', keys: 'CmdOrCtrl+O' },
      { role: 'recentDocuments' },
      'line',
      { command: 'save', label: 'Save', keys: 'CmdOrCtrl+S' },
      { command: 'save-as', label: 'Save as…', keys: 'CmdOrCtrl+Shift+S' },
      'line',
      { role: 'close' },
      { role: 'quit' },
    ],
  },
  {
    label: 'Edit',
    items: [
      { command: 'undo', label: 'Undo', keys: 'CmdOrCtrl+Z' },
      { command: 'redo', label: 'Redo', keys: 'CmdOrCtrl+Shift+Z' },
      'line',
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  },
  {
    label: 'Run',
    items: [
      { command: 'run', label: 'Run all', keys: 'CmdOrCtrl+Enter' },
      { command: 'run-to-here', label: 'Run to here', keys: 'CmdOrCtrl+Shift+Enter' },
      { command: 'cancel-run', label: 'Cancel the run', keys: 'CmdOrCtrl+.' },
    ],
  },
  {
    label: 'View',
    items: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      'line',
      { role: 'togglefullscreen' },
    ],
  },
  {
    label: 'Help',
    items: [
      { command: 'command-palette', label: 'All commands', keys: 'CmdOrCtrl+K' },
      { command: 'shortcuts', label: 'Keyboard shortcuts', keys: 'F1' },
      { role: 'about' },
    ],
  },
];

type Acts = { readonly command: (id: string) => void; readonly newWindow: () => void };

const itemOf = (item: Item, { command, newWindow }: Acts): MenuItemConstructorOptions => {
  if (item === 'line') return { type: 'separator' };
  if ('role' in item) return item;
  const keys = item.keys !== undefined && { accelerator: item.keys };
  return 'act' in item
    ? { label: item.label, ...keys, click: newWindow }
    : // The page hears the keys itself, and knows when they belong to a text field: the menu only shows them.
      { label: item.label, ...keys, registerAccelerator: false, click: () => command(item.command) };
};

export const menuTemplate = (platform: NodeJS.Platform, acts: Acts): MenuItemConstructorOptions[] => [
  ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  ...menus.map(({ label, items }) => ({
    label,
    submenu: items
      // What the system has elsewhere, or not at all.
      .filter(
        item =>
          !(typeof item === 'object' && 'role' in item) ||
          !(platform === 'darwin' ? ['quit', 'about'] : ['recentDocuments']).includes(item.role),
      )
      .map(item => itemOf(item, acts)),
  })),
];
