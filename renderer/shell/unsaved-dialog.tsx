import { closeNow, keepMine, save, takeTheirs } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './dialog.module.css';
import { DialogFrame } from './dialog-frame.tsx';

const close = () => useUi.getState().show(undefined);

/** Before something takes the place of unsaved work. */
export const UnsavedDialog = ({ next }: { readonly next: () => void }) => {
  const name = useDocument(state => state.file?.name ?? state.document?.name ?? 'Untitled');
  return (
    <DialogFrame
      title="Save your changes?"
      close={close}
      actions={
        <>
          <Button
            look="danger"
            className={styles.start}
            onClick={async () => {
              close();
              await closeNow(true);
              next();
            }}
          >
            Discard changes
          </Button>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            data-first
            onClick={async () => {
              close();
              if (await save()) next();
            }}
          >
            Save
          </Button>
        </>
      }
    >
      <p>“{name}” has changes that are not saved. What is discarded cannot be brought back.</p>
    </DialogFrame>
  );
};

/** When the file that is about to be saved was changed by someone else. */
export const OverwriteDialog = ({ text }: { readonly text: string }) => {
  const name = useDocument(state => state.file?.name ?? '');
  return (
    <DialogFrame
      title="The file was changed by someone else"
      close={close}
      actions={
        <>
          <Button
            className={styles.start}
            onClick={() => useUi.getState().show({ dialog: 'diff', name: `${name} on disk`, text })}
          >
            Compare
          </Button>
          <Button onClick={close}>Cancel</Button>
          <Button
            onClick={() => {
              close();
              void takeTheirs();
            }}
          >
            Take theirs
          </Button>
          <Button
            look="danger"
            onClick={() => {
              close();
              keepMine();
              void save(true);
            }}
          >
            Save mine over it
          </Button>
        </>
      }
    >
      <p>
        “{name}” is no longer what was opened here. Nothing was written. Compare the two, take what is on disk
        and lose what was changed here, or save over it.
      </p>
    </DialogFrame>
  );
};
