import { ChevronDown, CircleHelp, Play, Redo2, Share2, Square, Undo2 } from 'lucide-react';
import { titleOf } from '../commands/command.ts';
import { commandOf, isPossible, keysFor } from '../commands/list.ts';
import { run } from '../store/actions.ts';
import { isDirty, useDocument } from '../store/document.ts';
import { useRun } from '../store/run.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, type MenuItem } from './menu.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import styles from './top-bar.module.css';

const itemOf = (id: string): MenuItem => {
  const command = commandOf(id);
  if (command === undefined) return 'line';
  const keys = keysFor(id);
  return {
    text: titleOf(command),
    disabled: !isPossible(command),
    run: command.run,
    ...(keys !== undefined && { keys }),
  };
};

const FileMenu = () => (
  <Menu
    trigger={
      <Button look="quiet">
        File
        <ChevronDown />
      </Button>
    }
    items={() => [
      itemOf('new'),
      itemOf('open'),
      'line',
      itemOf('save'),
      itemOf('save-as'),
      'line',
      itemOf('compare-disk'),
      itemOf('compare-file'),
      'line',
      itemOf('parameters'),
      'line',
      itemOf('close'),
    ]}
  />
);

const Undoing = () => {
  const undoLabel = useDocument(state => state.past.at(-1)?.label);
  const redoLabel = useDocument(state => state.future[0]?.label);
  const { undo, redo } = useDocument.getState();
  return (
    <div className={styles.group}>
      <IconButton
        label={undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`}
        shortcut="Ctrl+Z"
        icon={<Undo2 />}
        disabled={undoLabel === undefined}
        onClick={undo}
      />
      <IconButton
        label={redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`}
        shortcut="Ctrl+Shift+Z"
        icon={<Redo2 />}
        disabled={redoLabel === undefined}
        onClick={redo}
      />
    </div>
  );
};

const Running = () => {
  const status = useRun(state => state.status);
  const trusted = useDocument(state => state.trusted && state.document !== undefined);
  const selected = useSelection(state => state.nodes);
  if (status === 'running' || status === 'cancelling')
    return (
      <Button
        icon={<Square />}
        onClick={() => void useRun.getState().cancel()}
        disabled={status === 'cancelling'}
      >
        {status === 'cancelling' ? 'Cancelling…' : 'Cancel'}
      </Button>
    );
  const several = selected.size > 1;
  return (
    <div className={styles.split}>
      <Button
        look="primary"
        icon={<Play />}
        disabled={!trusted}
        title={trusted ? 'Run the whole pipeline' : 'Trust this file to run it'}
        onClick={() => run()}
      >
        Run
      </Button>
      <Menu
        align="end"
        trigger={
          <Button look="primary" icon={<ChevronDown />} aria-label="More ways to run" disabled={!trusted} />
        }
        items={() => [
          {
            text: several ? `Run to the ${selected.size} selected nodes` : 'Run to the selected node',
            disabled: selected.size === 0,
            run: () => run([...selected]),
          },
          itemOf('run-fresh'),
          itemOf('run-with'),
        ]}
      />
    </div>
  );
};

const FileName = () => {
  const name = useDocument(state => state.file?.name ?? state.document?.name ?? 'Untitled');
  const folder = useDocument(state => state.file?.folder);
  const dirty = useDocument(isDirty);
  return (
    <div className={styles.title}>
      <h1 className={styles.name} title={folder}>
        {name}
      </h1>
      <span className={styles.saved}>
        {dirty ? 'Unsaved changes' : folder === undefined ? 'Not saved' : 'Saved'}
      </span>
    </div>
  );
};

export const TopBar = () => (
  <header className={styles.bar}>
    <FileMenu />
    <Undoing />
    <FileName />
    <div className={styles.right}>
      <Menu
        align="end"
        trigger={
          <Button look="quiet" icon={<Share2 />}>
            Share
          </Button>
        }
        items={() => [
          itemOf('export-code'),
          itemOf('export-image'),
          'line',
          itemOf('node-sql'),
          itemOf('lineage'),
        ]}
      />
      <ThemeMenu />
      <IconButton
        label="Keyboard shortcuts"
        shortcut="?"
        icon={<CircleHelp />}
        onClick={() => useUi.getState().show({ dialog: 'shortcuts' })}
      />
      <Running />
    </div>
  </header>
);
