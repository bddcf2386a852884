/** Commands of documents, runs and sharing. */
import type { Command } from '../commands/command.ts';
import { compareWithDisk, compareWithFile } from '../diff/compare.ts';
import { useLineage } from '../lineage/lineage.ts';
import { afterUnsaved, closeNow, newPipeline, openWithDialog, run, save, saveAs } from '../store/actions.ts';
import { knownPorts, useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { useRun } from '../store/run.ts';
import { onlySelected, useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';

const isOpen = (): boolean => useDocument.getState().document !== undefined;
const hasFile = (): boolean => isOpen() && useDocument.getState().file !== undefined;
const isTrusted = (): boolean => isOpen() && useDocument.getState().trusted;
const isGoing = (): boolean => ['running', 'cancelling'].includes(useRun.getState().status);
const canRun = (): boolean => isTrusted() && !isGoing();
const only = (): string | undefined => onlySelected(useSelection.getState());

/** Where the one selected node's columns are, if they are known. */
const firstColumn = () => {
  const node = only();
  if (node === undefined) return undefined;
  const { ports } = useCheck.getState();
  const [port] = knownPorts(ports, node);
  const column = ports[`${node}.${port}`]?.[0]?.name;
  return port === undefined || column === undefined ? undefined : { node, port, column };
};

export const fileCommands: readonly Command[] = [
  {
    id: 'new',
    group: 'File',
    title: 'New pipeline',
    shortcuts: ['mod+alt+n'],
    run: () => afterUnsaved(() => void newPipeline()),
  },
  {
    id: 'open',
    group: 'File',
    title: 'Open…',
    shortcuts: ['mod+o'],
    scope: 'everywhere',
    run: () => afterUnsaved(() => void openWithDialog()),
  },
  {
    id: 'save',
    group: 'File',
    title: 'Save',
    shortcuts: ['mod+s'],
    scope: 'everywhere',
    when: isOpen,
    run: () => save(),
  },
  {
    id: 'save-as',
    group: 'File',
    title: 'Save as…',
    shortcuts: ['mod+shift+s'],
    scope: 'everywhere',
    when: isOpen,
    run: () => saveAs(),
  },
  {
    id: 'close',
    group: 'File',
    title: 'Close',
    run: () => afterUnsaved(() => void closeNow(false)),
  },
  {
    id: 'compare-disk',
    group: 'File',
    title: 'Compare with the file on disk',
    words: ['diff', 'changes'],
    when: hasFile,
    run: () => compareWithDisk(),
  },
  {
    id: 'compare-file',
    group: 'File',
    title: 'Compare with another file…',
    words: ['diff'],
    when: isOpen,
    run: () => compareWithFile(),
  },
  {
    id: 'export-code',
    group: 'File',
    title: 'Export as SQL or PySpark…',
    when: isTrusted,
    run: () => useUi.getState().show({ dialog: 'export' }),
  },
  {
    id: 'export-image',
    group: 'File',
    title: 'Export as image…',
    words: ['png', 'svg', 'picture'],
    when: isOpen,
    run: () => useUi.getState().show({ dialog: 'image' }),
  },
  {
    id: 'node-sql',
    group: 'Node',
    title: 'Show the SQL of this node',
    when: () => isTrusted() && only() !== undefined,
    run: () => {
      const node = only();
      if (node !== undefined) useUi.getState().show({ dialog: 'export', node });
    },
  },
  {
    id: 'lineage',
    group: 'Node',
    title: 'Show where its columns come from',
    words: ['lineage', 'column'],
    when: () => isTrusted() && firstColumn() !== undefined,
    run: () => {
      const at = firstColumn();
      if (at !== undefined) void useLineage.getState().show(at);
    },
  },
  {
    id: 'parameters',
    group: 'Edit',
    title: 'Parameters…',
    when: isOpen,
    run: () => useUi.getState().show({ dialog: 'parameters' }),
  },
  {
    id: 'run-fresh',
    group: 'Run',
    title: 'Run without the cache',
    when: canRun,
    run: () => run(undefined, false),
  },
  {
    id: 'run-with',
    group: 'Run',
    title: 'Run with…',
    words: ['parameters'],
    when: canRun,
    run: () => useUi.getState().show({ dialog: 'run', cache: true }),
  },
];
