/** The system's file dialogs, as the desk asks for them. */
import { join } from 'node:path';
import type { BaseWindow, OpenDialogOptions, SaveDialogOptions, dialog as systemDialog } from 'electron';
import type { Dialog } from '../host/file-handlers.ts';

type Asked = Parameters<Dialog>[0];

const titles = {
  open: 'Open a pipeline',
  save: 'Save the pipeline',
  data: 'Choose a file',
  folder: 'Choose a folder',
} as const satisfies Record<Asked['purpose'], string>;

/** A folder is always given: without one, the system's dialogs start among the downloads. */
export const dialogOptions = ({
  purpose,
  extensions,
  name,
  folder,
}: Asked): OpenDialogOptions & SaveDialogOptions => ({
  title: titles[purpose],
  ...(folder !== undefined && { defaultPath: name === undefined ? folder : join(folder, name) }),
  ...(purpose !== 'folder' &&
    extensions.length > 0 && {
      filters: [
        {
          name: purpose === 'data' ? 'Data' : 'Pipelines',
          extensions: extensions.map(extension => extension.replace(/^\./, '')),
        },
        { name: 'All files', extensions: ['*'] },
      ],
    }),
});

export const systemDialogs =
  (dialog: typeof systemDialog, window: () => BaseWindow | undefined): Dialog =>
  async asked => {
    const options = dialogOptions(asked);
    const parent = window();
    if (asked.purpose === 'save') {
      const { canceled, filePath } =
        parent === undefined
          ? await dialog.showSaveDialog(options)
          : await dialog.showSaveDialog(parent, options);
      return canceled || filePath === '' ? [] : [filePath];
    }
    const open: OpenDialogOptions = {
      ...options,
      properties: [asked.purpose === 'folder' ? 'openDirectory' : 'openFile'],
    };
    const { canceled, filePaths } =
      parent === undefined ? await dialog.showOpenDialog(open) : await dialog.showOpenDialog(parent, open);
    return canceled ? [] : filePaths;
  };
