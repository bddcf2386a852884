import { conflictSides } from '../../engine/graph/conflict.ts';
import { afterUnsaved, closeNow, openWithDialog, takeText } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './unreadable.module.css';

const take = (text: string, whose: string): void => {
  if (!takeText(text, `Open ${whose}`))
    useUi
      .getState()
      .say(`${whose} is no pipeline by itself. Resolve the conflict in a text editor.`, 'error');
};

/** In the place of the canvas for a file that is no pipeline: everything that is wrong with it, and where. */
export const Unreadable = () => {
  const unreadable = useDocument(state => state.unreadable);
  const name = useDocument(state => state.file?.name ?? 'This file');
  if (unreadable === undefined) return null;
  const sides = conflictSides(unreadable.text);
  return (
    <main className={styles.page} aria-label="Unreadable file">
      <h2>“{name}” cannot be shown</h2>
      <ul>
        {unreadable.diagnostics.map(d => (
          <li key={`${d.code} ${d.line} ${d.column} ${d.message}`}>
            {d.line === undefined ? null : (
              <span className={styles.place}>
                Line {d.line}
                {d.column === undefined ? '' : `, column ${d.column}`}
              </span>
            )}
            {d.message}
          </li>
        ))}
      </ul>
      {sides === undefined ? null : (
        <div className={styles.sides}>
          <p>
            Version control could not merge two versions of this pipeline. Open one and save it to keep it.
          </p>
          <Button onClick={() => take(sides.ours, 'our side')}>Open our side</Button>
          <Button onClick={() => take(sides.theirs, 'their side')}>Open their side</Button>
          <Button
            onClick={() => {
              take(sides.ours, 'our side');
              useUi.getState().show({ dialog: 'diff', name: 'Their side', text: sides.theirs });
            }}
          >
            Open ours and compare
          </Button>
        </div>
      )}
      <div className={styles.sides}>
        <Button onClick={() => afterUnsaved(() => void openWithDialog())}>Open another file</Button>
        <Button onClick={() => void closeNow(false)}>Back to the start page</Button>
      </div>
    </main>
  );
};
