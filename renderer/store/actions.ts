/** What a person can do with documents, whatever they press to do it. */
import { RpcError } from '../../engine/contract/rpc.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { printPipeline } from '../../engine/graph/print.ts';
import { pickFile } from '../files/pick.ts';
import { host } from '../rpc/connect.ts';
import { isDirty, textOf, useDocument } from './document.ts';
import { useHost } from './host.ts';
import { useRun } from './run.ts';
import { useSelection } from './selection.ts';
import { useUi } from './ui.ts';

/** Says a failure where the person looks; gives undefined then. */
export const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    useUi.getState().say(error instanceof RpcError ? error.message : String(error), 'error');
    return undefined;
  }
};

type Opened = Parameters<ReturnType<typeof useDocument.getState>['load']>[0];

/** Puts another document on the screen; the one that was there is closed. */
const show = (opened: Opened): void => {
  const { doc } = useDocument.getState();
  useSelection.getState().clear();
  useRun.getState().reset();
  useDocument.getState().load(opened);
  if (doc !== undefined && doc !== opened.doc) void attempt(() => host().call('doc.close', { doc }));
};

/** Goes on where nothing is unsaved; else asks what to do with it first. */
export const afterUnsaved = (next: () => void): void => {
  if (isDirty(useDocument.getState())) useUi.getState().show({ dialog: 'unsaved', next });
  else next();
};

export const newPipeline = () => attempt(async () => show(await host().call('doc.new', {})));

export const openFile = (file: string) => attempt(async () => show(await host().call('doc.open', { file })));

export const openWithDialog = () =>
  attempt(async () => {
    const chosen = await pickFile({ purpose: 'open', extensions: ['millrace', 'json'] });
    if (chosen !== undefined) await openFile(chosen.file);
  });

export const openExample = (id: string) =>
  attempt(async () => {
    const { file } = await host().call('app.gallery', { id });
    show(await host().call('doc.open', { file }));
  });

/** Puts a text that was found in the place of what is shown, as an edit that can be undone. */
export const takeText = (text: string, label: string): boolean => {
  const { document } = parsePipeline(text);
  if (document === undefined) return false;
  const { doc, unreadable } = useDocument.getState();
  if (unreadable !== undefined && doc !== undefined)
    useDocument.setState({ document, unreadable: undefined, past: [{ document: { ...document }, label }] });
  else useDocument.getState().edit(() => document, { label });
  useDocument.setState({ recovered: undefined });
  return true;
};

/** Opens work that was left unsaved when the program ended. */
export const recover = (id: string) =>
  attempt(async () => {
    const opened = await host().call('app.recover', { id });
    show(opened);
    if (opened.recovered !== undefined) takeText(opened.recovered, 'Restore unsaved work');
  });

export const discardLeft = (id: string) =>
  attempt(async () => {
    await host().call('app.discardLeft', { id });
    await useHost.getState().refresh();
  });

export const forgetRecent = (file: string) =>
  attempt(async () => {
    await host().call('app.forget', { file });
    await useHost.getState().refresh();
  });

/** The name proposed for a pipeline without a file: its own, as far as it can be a file's. */
const proposedName = (): string => {
  const { file, document } = useDocument.getState();
  const plain = (document?.name ?? 'Untitled').replaceAll(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim();
  return file?.name ?? `${plain === '' ? 'Untitled' : plain}.millrace`;
};

/** What the person saw on disk and said to write over. */
let keptOver: string | undefined;

export const keepMine = (): void => {
  keptOver = useDocument.getState().changedOnDisk?.text;
  useDocument.setState({ changedOnDisk: undefined });
};

/** Saves; true where it is saved. `overwrite` where the person has seen what is on disk. */
export const save = async (overwrite = false): Promise<boolean> => {
  const { doc, document, file } = useDocument.getState();
  if (doc === undefined || document === undefined) return false;
  if (file === undefined) return saveAs();
  const text = textOf(document);
  const outcome = await attempt(() => host().call('doc.save', { doc, text, overwrite }));
  if (outcome === undefined) return false;
  if (outcome.outcome === 'changed-on-disk') {
    if (outcome.text === keptOver) return save(true);
    useUi.getState().show({ dialog: 'overwrite', text: outcome.text });
    return false;
  }
  keptOver = undefined;
  useDocument.getState().saved(outcome.text, { name: outcome.name, folder: outcome.folder }, text);
  useUi.getState().say(`Saved ${outcome.name}.`);
  return true;
};

export const saveAs = async (): Promise<boolean> => {
  const { doc, document } = useDocument.getState();
  if (doc === undefined || document === undefined) return false;
  const saved = await attempt(async () => {
    const chosen = await pickFile({ purpose: 'save', extensions: ['millrace'], name: proposedName() });
    if (chosen === undefined) return false;
    const named = document.name === 'Untitled' ? namedAfter(document, chosen.name) : document;
    const text = printPipeline(named);
    const outcome = await host().call('doc.saveAs', { doc, text, file: chosen.file });
    if (outcome.outcome !== 'saved') return false;
    if (named !== document) useDocument.setState({ document: named });
    useDocument.getState().saved(outcome.text, { name: outcome.name, folder: outcome.folder }, text);
    useUi.getState().say(`Saved ${outcome.name}.`);
    return true;
  });
  return saved === true;
};

/** A pipeline that was never named takes the name of its file. */
const namedAfter = <D extends { readonly name: string }>(document: D, file: string): D => ({
  ...document,
  name: file.replace(/\.millrace(\.json)?$/, ''),
});

/** Back to the start page, without a question. */
export const closeNow = (discard: boolean) =>
  attempt(async () => {
    const { doc } = useDocument.getState();
    if (doc === undefined) return;
    if (discard) await host().call('doc.discardBackup', { doc });
    useDocument.getState().close();
    useSelection.getState().clear();
    useRun.getState().reset();
    await host().call('doc.close', { doc });
    await useHost.getState().refresh();
  });

/** The file as it is on disk now, in the place of what is shown. */
export const takeTheirs = () =>
  attempt(async () => {
    const { doc } = useDocument.getState();
    if (doc !== undefined) show(await host().call('doc.reload', { doc }));
  });

export const trustDocument = (scope: 'file' | 'folder') =>
  attempt(async () => {
    const { doc, document } = useDocument.getState();
    if (doc === undefined || document === undefined) return;
    const { trusted } = await host().call('doc.trust', { doc, text: textOf(document), scope });
    useDocument.setState({ trusted, beyond: undefined });
  });

/** Parameters that have neither a default nor a value yet. */
const unset = (): readonly string[] => {
  const { document, values } = useDocument.getState();
  return Object.entries(document?.parameters ?? {})
    .filter(([name, parameter]) => parameter.default === undefined && (values[name] ?? '') === '')
    .map(([name]) => name);
};

/** Runs all, or to the given nodes; asks first for parameters that have no value. */
export const run = (to?: readonly string[], cache = true): void => {
  if (!useDocument.getState().trusted) return;
  if (unset().length > 0) useUi.getState().show({ dialog: 'run', cache, ...(to !== undefined && { to }) });
  else void useRun.getState().start(to, cache);
};
