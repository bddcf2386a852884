/**
 * The host of a designer: it owns paths, trust and the engine process, and answers one or more screens. Both the web host
 * and Electron are a thin shell around it.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type EngineContract,
  engineContract,
  type ScreenContract,
  screenContract,
} from '../../engine/contract/contract.ts';
import {
  type Client,
  type Handlers,
  RpcError,
  type Server,
  serve,
  type Transport,
} from '../../engine/contract/rpc.ts';
import { faultOf } from '../engine-host/fault.ts';
import { type EngineProcess, startEngine } from '../engine-host/start.ts';
import { openBackups } from './backups.ts';
import { openDocuments } from './documents.ts';
import { chosenFile, headOf, listFolder } from './files.ts';
import { copyFromGallery, listGallery } from './gallery.ts';
import { createHandles, type Handles } from './handles.ts';
import { openRecent } from './recent.ts';
import { settingPath } from './relative-paths.ts';
import { openTrust } from './trust.ts';
import { openUploads } from './uploads.ts';

/** A file dialog of the system. Undefined where the host has none; an empty list where nothing was chosen. */
export type Dialog = (asked: {
  readonly purpose: 'open' | 'save' | 'data' | 'folder';
  readonly extensions: readonly string[];
  readonly name: string | undefined;
  readonly folder: string | undefined;
}) => Promise<readonly string[]>;

export type DeskOptions = {
  readonly host: 'web' | 'electron';
  readonly version: string;
  /** Where the program keeps what it remembers. */
  readonly home: string;
  /** Where new pipelines and copies of examples go. */
  readonly work: string;
  readonly gallery: string;
  readonly open: readonly string[];
  readonly spawnEngine: (onExit: (reason: string) => void) => EngineProcess;
  readonly dialog?: Dialog;
  /** Told of every pipeline that was opened or saved, for the system's own list. */
  readonly onRecent?: (path: string) => void;
  readonly log: (text: string) => void;
};

/** An attached screen, as its shell speaks to it. */
export type Screen = Server<ScreenContract> & {
  /** The handle by which this screen may use a file, and no other screen. */
  give(path: string): string;
};

export type Desk = {
  /** Answers a screen until its transport closes. `open` is what it starts with, where it is not the program's own. */
  attach(transport: Transport, open?: readonly string[]): Screen;
  stop(): void;
};

export const createDesk = (o: DeskOptions): Desk => {
  const screens = new Set<Server<ScreenContract>>();
  // Counted over all screens: a handle that one screen was given is nothing to another.
  let lastHandle = 0;
  const nextHandle = () => {
    lastHandle += 1;
    return lastHandle;
  };
  const onBad = (path: string) => o.log(`${path} was damaged; it is kept as ${path}.bad and starts anew.`);
  const recent = openRecent(join(o.home, 'recent.json'), onBad);
  const trust = openTrust(join(o.home, 'trust.json'), onBad);
  const backups = openBackups(join(o.home, 'backups'));
  const uploads = openUploads();
  const tell = <E extends keyof ScreenContract['events'] & string>(
    event: E,
    data: Parameters<Server<ScreenContract>['emit']>[1],
  ) => {
    for (const screen of screens) screen.emit(event, data as never);
  };
  const documents = openDocuments({
    trust,
    recent: {
      ...recent,
      add: path => {
        o.onRecent?.(path);
        return recent.add(path);
      },
    },
    backups,
    onChanged: (doc, text) => tell('doc.changed', { doc, ...(text !== undefined && { text }) }),
  });
  const engine = startEngine({
    spawn: o.spawnEngine,
    onState: state => tell('engine.state', state),
    onClient: client => {
      for (const event of Object.keys(engineContract.events))
        client.on(event as keyof EngineContract['events'], data => tell(event as never, data));
    },
  });

  const forward = async (
    name: keyof EngineContract['methods'],
    params: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<unknown> => {
    const source = params.source as
      | { doc: string; text: string; parameters: Record<string, string> }
      | undefined;
    const handed =
      source === undefined ? params : { ...params, source: { ...source, ...documents.source(source.doc) } };
    const client = engine.client() as Client<EngineContract>;
    return client.call(name, handed as never, signal);
  };
  const forwarded = Object.fromEntries(
    (Object.keys(engineContract.methods) as (keyof EngineContract['methods'])[]).map(name => [
      name,
      (params: Record<string, unknown>, signal: AbortSignal) => forward(name, params, signal),
    ]),
  ) as unknown as Pick<Handlers<ScreenContract>, keyof EngineContract['methods']>;

  const handlersWith = (handles: Handles, open: readonly string[]): Handlers<ScreenContract> => ({
    ...forwarded,
    'app.start': async () => ({
      host: o.host,
      version: o.version,
      nativeDialogs: o.dialog !== undefined,
      recent: (await recent.list()).map(({ path, ...shown }) => ({ ...shown, file: handles.give(path) })),
      gallery: [...(await listGallery(o.gallery))],
      open: open.map(handles.give),
    }),
    'app.gallery': async ({ id }) => {
      const file = await copyFromGallery(o.gallery, id, join(o.work, 'Millrace examples'));
      // What comes with the program is as trustworthy as the program.
      const opened = await documents.open(file);
      await documents.trust(opened.doc, opened.text, 'file');
      await documents.close(opened.doc);
      return { file: handles.give(file) };
    },
    'app.forget': async ({ file }) => recent.forget(handles.path(file)).then(() => undefined),
    'files.choose': async ({ purpose, doc, extensions, name }) => {
      if (o.dialog === undefined) return { outcome: 'none' };
      const folder = documents.folder(doc) ?? o.work;
      const paths = await o.dialog({ purpose, extensions: extensions ?? [], name, folder });
      if (paths.length === 0) return { outcome: 'cancelled' };
      return {
        outcome: 'chosen',
        files: paths.map(path => chosenFile(path, handles, documents.folder(doc))),
      };
    },
    'files.list': async ({ folder, doc, up }) =>
      listFolder(
        folder === undefined ? (documents.folder(doc) ?? o.work) : handles.path(folder),
        up === true,
        handles,
      ),
    'files.name': async ({ folder, name, doc }) => {
      if (/[\\/\u0000]/.test(name) || name === '.' || name === '..')
        throw new RpcError({ code: 'wrong-name', message: `“${name}” cannot be the name of a file.` });
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
      const folder = documents.folder(doc) ?? o.work;
      const { upload, path } = await uploads.start(folder, name, size);
      return { upload, path: settingPath(path, documents.folder(doc)) };
    },
    'files.uploadChunk': async ({ upload, bytes }) => uploads.add(upload, bytes).then(() => undefined),
    'files.uploadFinish': async ({ upload, doc }) =>
      chosenFile(await uploads.finish(upload), handles, documents.folder(doc)),
    'files.uploadCancel': async ({ upload }) => uploads.cancel(upload).then(() => undefined),
    'doc.new': async () => documents.create(o.work),
    'doc.open': async ({ file }) => documents.open(handles.path(file)),
    'doc.save': async ({ doc, text, overwrite }) => documents.save(doc, text, overwrite),
    'doc.saveAs': async ({ doc, text, file }) => documents.saveAs(doc, text, handles.path(file)),
    'doc.close': async ({ doc }) => documents.close(doc).then(() => undefined),
    'doc.backup': async ({ doc, text }) => documents.backup(doc, text).then(() => undefined),
    'doc.discardBackup': async ({ doc }) => documents.discardBackup(doc).then(() => undefined),
    'doc.trust': async ({ doc, text, scope }) => {
      await documents.trust(doc, text, scope);
      return { trusted: true };
    },
  });

  return {
    attach: (transport, open = o.open) => {
      const handles = createHandles(nextHandle);
      const server = serve(screenContract, handlersWith(handles, open), transport, {
        faultOf: error => faultOf(error, o.log),
      });
      screens.add(server);
      transport.onClose(() => screens.delete(server));
      return { ...server, give: handles.give };
    },
    stop: () => {
      engine.stop();
      void uploads.stop();
      documents.closeAll();
    },
  };
};

/** Where the program keeps what it remembers: beside other programs' data, or where the environment says. */
export const homeFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env.MILLRACE_HOME ?? join(env.XDG_DATA_HOME ?? join(env.HOME ?? homedir(), '.local', 'share'), 'millrace');
