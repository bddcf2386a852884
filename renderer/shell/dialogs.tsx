import { CommandDialogs } from '../commands/command-dialogs.tsx';
import { DiffDialog } from '../diff/diff-dialog.tsx';
import { FileDialog } from '../files/file-dialog.tsx';
import { useUi } from '../store/ui.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ImageDialog } from './image-dialog.tsx';
import { ParametersDialog } from './parameters-dialog.tsx';
import { RunDialog } from './run-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { OverwriteDialog, UnsavedDialog } from './unsaved-dialog.tsx';

const Shown = () => {
  const dialog = useUi(state => state.dialog);
  switch (dialog?.dialog) {
    case 'unsaved':
      return <UnsavedDialog next={dialog.next} />;
    case 'overwrite':
      return <OverwriteDialog text={dialog.text} />;
    case 'parameters':
      return <ParametersDialog />;
    case 'run':
      return <RunDialog to={dialog.to} cache={dialog.cache} />;
    case 'export':
      return <ExportDialog node={dialog.node} />;
    case 'image':
      return <ImageDialog />;
    case 'secret':
      return <SecretDialog name={dialog.name} use={dialog.use} />;
    case 'diff':
      return <DiffDialog name={dialog.name} text={dialog.text} />;
    // These two belong to the table of commands.
    case 'shortcuts':
    case 'palette':
    case undefined:
      return null;
  }
};

/** The dialog that is up, if one is; a file can be asked for on top of it. */
export const Dialogs = () => (
  <>
    <Shown />
    <CommandDialogs />
    <FileDialog />
  </>
);
