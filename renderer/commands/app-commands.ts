/** Commands of the window: documents, runs, panels, help. */
import { run } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';
import { useRun } from '../store/run.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import type { Command } from './command.ts';

const isGoing = (): boolean => ['running', 'cancelling'].includes(useRun.getState().status);
const canRun = (): boolean => useDocument.getState().trusted && !isGoing();

/** Regions that F6 walks through, by the names they have for screen readers. */
const regions = ['Nodes', 'Canvas', 'Data, problems and runs', 'Settings'];

const toRegion = (by: 1 | -1) => (): void => {
  const found = regions.flatMap(name => {
    const element = document.querySelector<HTMLElement>(`[aria-label="${name}"]`);
    return element === null ? [] : [element];
  });
  const at = found.findIndex(element => element.contains(document.activeElement));
  const start = by === -1 && at === -1 ? 0 : at;
  const next = found[(start + by + found.length) % found.length];
  const inner = next?.querySelector<HTMLElement>('input, [tabindex="0"], button');
  (next?.tabIndex === 0 ? next : (inner ?? next))?.focus();
};

export const appCommands: readonly Command[] = [
  {
    id: 'undo',
    group: 'Edit',
    title: () => {
      const label = useDocument.getState().past.at(-1)?.label;
      return label === undefined ? 'Undo' : `Undo: ${label}`;
    },
    shortcuts: ['mod+z'],
    when: () => useDocument.getState().past.length > 0,
    run: () => useDocument.getState().undo(),
  },
  {
    id: 'redo',
    group: 'Edit',
    title: () => {
      const label = useDocument.getState().future[0]?.label;
      return label === undefined ? 'Redo' : `Redo: ${label}`;
    },
    shortcuts: ['mod+shift+z', 'mod+y'],
    when: () => useDocument.getState().future.length > 0,
    run: () => useDocument.getState().redo(),
  },
  {
    id: 'run',
    group: 'Run',
    title: 'Run all',
    shortcuts: ['mod+enter'],
    scope: 'everywhere',
    when: canRun,
    run: () => run(),
  },
  {
    id: 'run-to-here',
    group: 'Run',
    title: 'Run to here',
    shortcuts: ['mod+shift+enter'],
    when: () => canRun() && useSelection.getState().nodes.size > 0,
    run: () => run([...useSelection.getState().nodes]),
  },
  {
    id: 'cancel-run',
    group: 'Run',
    title: 'Cancel the run',
    shortcuts: ['mod+.'],
    scope: 'everywhere',
    when: isGoing,
    run: () => useRun.getState().cancel(),
  },
  {
    id: 'command-palette',
    group: 'Help',
    title: 'All commands',
    shortcuts: ['mod+k', 'mod+shift+p'],
    scope: 'everywhere',
    run: () => useUi.getState().show({ dialog: 'palette' }),
  },
  {
    id: 'shortcuts',
    group: 'Help',
    title: 'Keyboard shortcuts',
    shortcuts: ['?', 'f1'],
    run: () => useUi.getState().show({ dialog: 'shortcuts' }),
  },
  {
    id: 'next-region',
    group: 'Go',
    title: 'Go to the next part of the window',
    shortcuts: ['f6'],
    scope: 'everywhere',
    run: toRegion(1),
  },
  {
    id: 'previous-region',
    group: 'Go',
    title: 'Go to the part of the window before',
    shortcuts: ['shift+f6'],
    scope: 'everywhere',
    run: toRegion(-1),
  },
  {
    id: 'toggle-palette',
    group: 'View',
    title: 'Show or hide the list of nodes',
    shortcuts: ['mod+b'],
    run: () => useUi.getState().toggle('paletteOpen'),
  },
  {
    id: 'toggle-settings',
    group: 'View',
    title: 'Show or hide the settings',
    shortcuts: ['mod+i'],
    run: () => useUi.getState().toggle('inspectorOpen'),
  },
  {
    id: 'toggle-data',
    group: 'View',
    title: 'Show or hide the data',
    shortcuts: ['mod+j'],
    run: () => useUi.getState().toggle('bottomOpen'),
  },
  ...(['light', 'dark', 'system'] as const).map(
    (theme): Command => ({
      id: `theme-${theme}`,
      group: 'View',
      title: theme === 'system' ? 'Colours as the system' : `${theme === 'light' ? 'Light' : 'Dark'} colours`,
      words: ['theme', 'mode'],
      run: () => useUi.getState().setTheme(theme),
    }),
  ),
];
