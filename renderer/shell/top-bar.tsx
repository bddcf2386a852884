import { Play, Redo2, Square, Undo2 } from 'lucide-react';
import { isDirty, useDocument } from '../store/document.ts';
import { useRun } from '../store/run.ts';
import { Button, IconButton } from '../ui/button.tsx';
import styles from './top-bar.module.css';

export const TopBar = () => {
  const name = useDocument(state => state.file?.name ?? state.document?.name ?? 'Untitled');
  const dirty = useDocument(isDirty);
  const undoLabel = useDocument(state => state.past.at(-1)?.label);
  const redoLabel = useDocument(state => state.future[0]?.label);
  const { undo, redo } = useDocument.getState();
  const status = useRun(state => state.status);
  const trusted = useDocument(state => state.trusted);
  const going = status === 'running' || status === 'cancelling';
  return (
    <header className={styles.bar}>
      <h1 className={styles.name}>
        {name}
        {dirty ? <span title="Unsaved changes"> •</span> : null}
      </h1>
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
      <span className={styles.space} />
      {going ? (
        <Button
          icon={<Square />}
          onClick={() => void useRun.getState().cancel()}
          disabled={status === 'cancelling'}
        >
          {status === 'cancelling' ? 'Cancelling…' : 'Cancel'}
        </Button>
      ) : (
        <Button
          look="primary"
          icon={<Play />}
          disabled={!trusted}
          onClick={() => void useRun.getState().start()}
        >
          Run
        </Button>
      )}
    </header>
  );
};
