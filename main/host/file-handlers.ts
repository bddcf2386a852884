/** What a screen asks about files: chosen in a dialog, listed, looked into, brought along by a browser. */
import { join } from 'node:path';
import type { ScreenContract } from '../../engine/contract/contract.ts';
import { type Handlers, RpcError } from '../../engine/contract/rpc.ts';
import { documentWords } from '../../engine/diagnostics/document-words.ts';
import type { Documents } from './documents.ts';
import { chosenFile, headOf, listFolder, pipelineTextOf } from './files.ts';
import type { Handles } from './handles.ts';
import { settingPath } from './relative-paths.ts';
import type { Uploads } from './uploads.ts';

/** A file dialog of the system. Undefined where the host has none; an empty list where nothing was chosen. */
export type Dialog = (asked: {
  readonly purpose: 'open' | 'save' | 'data' | 'folder';
  readonly extensions: readonly string[];
  readonly name: string | undefined;
  readonly folder: string | undefined;
}) => Promise<readonly string[]>;

type Options = {
  readonly handles: Handles;
  readonly documents: Documents;
  readonly uploads: Uploads;
  readonly dialog: Dialog | undefined;
  /** Where files are looked for without a document. */
  readonly work: string;
};

type FileHandlers = Pick<
  Handlers<ScreenContract>,
  Extract<keyof ScreenContract['methods'], `files.${string}`>
>;

export const fileHandlers = ({ handles, documents, uploads, dialog, work }: Options): FileHandlers => ({
  'files.choose': async ({ purpose, doc, extensions, name }) => {
    if (dialog === undefined) return { outcome: 'none' };
    const folder = documents.folder(doc) ?? work;
    const paths = await dialog({ purpose, extensions: extensions ?? [], name, folder });
    if (paths.length === 0) return { outcome: 'cancelled' };
    return {
      outcome: 'chosen',
      files: paths.map(path => chosenFile(path, handles, documents.folder(doc))),
    };
  },
  'files.list': async ({ folder, doc, up }) =>
    listFolder(
      folder === undefined ? (documents.folder(doc) ?? work) : handles.path(folder),
      up === true,
      handles,
    ),
  'files.name': async ({ folder, name, doc }) => {
    if (/[\\/\u0000]/.test(name) || name === '.' || name === '..')
      throw new RpcError({ code: 'wrong-name', message: documentWords.wrongName(name) });
    const path = join(handles.path(folder), name);
    const exists = await headOf(path, 1).then(
      () => true,
      () => false,
    );
    return { chosen: chosenFile(path, handles, documents.folder(doc)), exists };
  },
  'files.chosen': async ({ file, doc }) => chosenFile(handles.path(file), handles, documents.folder(doc)),
  'files.head': async ({ file, bytes }) => headOf(handles.path(file), bytes),
  'files.upload': async ({ doc, name, size }) => {
    const folder = documents.folder(doc) ?? work;
    const { upload, path } = await uploads.start(folder, name, size);
    return { upload, path: settingPath(path, documents.folder(doc)) };
  },
  'files.uploadChunk': async ({ upload, bytes }) => uploads.add(upload, bytes).then(() => undefined),
  'files.uploadFinish': async ({ upload, doc }) =>
    chosenFile(await uploads.finish(upload), handles, documents.folder(doc)),
  'files.uploadCancel': async ({ upload }) => uploads.cancel(upload).then(() => undefined),
  'files.text': async ({ file }) => pipelineTextOf(handles.path(file)),
});
