/** What happens with files dropped and tables pasted on the canvas. */
import { mostChunkBytes, mostUploadBytes } from '../../engine/contract/uploads.ts';
import type { PipelineNode, Point } from '../../engine/graph/document.ts';
import { setParams } from '../../engine/graph/edits.ts';
import { host } from '../rpc/connect.ts';
import { attempt, openFile } from '../store/actions.ts';
import { checkNow } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { useFirstLook } from './first-look.ts';
import { headOf } from './head.ts';
import { freePlace, isPipelineFile, isTable, kindFor, withSource } from './sources.ts';
import { askTables } from './tables.ts';

/** A file in the reach of the host: where it lies for a setting, and its handle once it is whole. */
type Brought = { readonly path: string; readonly whole: Promise<{ file: string; path: string }> };

const percent = (done: number, all: number): string => `${Math.floor((done / Math.max(1, all)) * 100)}%`;

/** Sends a file piece by piece. */
const send = async (doc: string, file: File, upload: string): Promise<{ file: string; path: string }> => {
  let said = performance.now();
  try {
    for (let at = 0; at < file.size; at += mostChunkBytes) {
      const bytes = new Uint8Array(await file.slice(at, at + mostChunkBytes).arrayBuffer());
      await host().call('files.uploadChunk', { upload, bytes });
      if (performance.now() - said > 500) {
        said = performance.now();
        useUi.getState().say(`Copying ${file.name} beside the pipeline: ${percent(at, file.size)}`);
      }
    }
    return await host().call('files.uploadFinish', { upload, doc });
  } catch (error) {
    void host()
      .call('files.uploadCancel', { upload })
      .catch(() => {});
    throw error;
  }
};

/** Electron knows where a file lies; a browser does not, so there it is copied beside the pipeline. */
const bring = async (doc: string, file: File): Promise<Brought> => {
  const handle = await window.millrace?.pathOf?.(file);
  if (handle !== undefined) {
    const chosen = await host().call('files.chosen', { file: handle, doc });
    return { path: chosen.path, whole: Promise.resolve(chosen) };
  }
  if (file.size > mostUploadBytes)
    throw new Error(
      `“${file.name}” is larger than ${mostUploadBytes / 1e9} GB. Put it beside the pipeline yourself and choose it in a source.`,
    );
  const { upload, path } = await host().call('files.upload', { doc, name: file.name, size: file.size });
  return { path, whole: send(doc, file, upload) };
};

const addSource = async (file: File, kind: string, at: Point): Promise<void> => {
  const { doc } = useDocument.getState();
  if (doc === undefined) return;
  const [head, brought] = await Promise.all([headOf(file).catch(() => undefined), bring(doc, file)]);
  let added = '';
  useDocument.getState().edit(
    document => {
      const made = withSource(document, kind, file.name, { path: brought.path }, freePlace(document, at));
      added = made.id;
      return made.document;
    },
    { label: `Add ${file.name}` },
  );
  useFirstLook.getState().put(added, { head, coming: true });
  useSelection.getState().select([added]);
  useUi.getState().showTab('data');
  const { path } = await brought.whole.finally(() => useFirstLook.getState().came(added));
  if (path !== brought.path)
    useDocument
      .getState()
      .edit(document => setParams(document, added, { path }), { label: `Add ${file.name}` });
  await checkNow();
  await askTables(added, file.name);
};

const openPipeline = async (file: File): Promise<void> => {
  const { doc } = useDocument.getState();
  if (doc === undefined) return;
  const { whole } = await bring(doc, file);
  await openFile((await whole).file);
};

/** Takes dropped files: each becomes a source, one below the other; a pipeline is opened. */
export const dropFiles = async (files: readonly File[], at: Point): Promise<void> => {
  const pipeline = files.find(f => isPipelineFile(f.name));
  if (pipeline !== undefined) {
    await attempt(() => openPipeline(pipeline));
    return;
  }
  const unknown = files.filter(f => kindFor(f.name) === undefined);
  for (const [i, file] of files.entries()) {
    const kind = kindFor(file.name);
    if (kind !== undefined) await attempt(() => addSource(file, kind, [at[0], at[1] + i * 96]));
  }
  const [first] = unknown;
  if (first !== undefined)
    useUi
      .getState()
      .say(
        `“${first.name}” is no file that can be read here. Drop CSV, Parquet, JSON, Excel or SQLite files.`,
        'error',
      );
};

/** Turns a copied table into a node; false where the text is none. */
export const pasteTable = (text: string, at: Point): boolean => {
  if (!isTable(text)) return false;
  addTable({ text }, at);
  return true;
};

/** Turns a table of a copied piece of a page into a node. Where it holds none after all, nothing happens. */
export const pasteHtml = async (html: string, at: Point): Promise<void> => {
  const text = (await import('./html-table.ts')).textOfHtml(html);
  if (text !== undefined) addTable({ text, delimiter: 'tab' }, at);
  else useUi.getState().say('What was copied holds no table. Copy a whole table, or its rows.', 'error');
};

const addTable = (params: PipelineNode['params'], at: Point): void => {
  let added = '';
  useDocument.getState().edit(
    document => {
      const made = withSource(document, 'inline-table', 'table', params, freePlace(document, at));
      added = made.id;
      return made.document;
    },
    { label: 'Paste a table' },
  );
  useSelection.getState().select([added]);
  useUi.getState().showTab('data');
};
