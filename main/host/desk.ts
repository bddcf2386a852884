/**
 * The host of a designer: it owns paths, trust and the engine process, and answers one or more screens. Both the web host
 * and Electron are a thin shell around it.
 */
import { basename, join } from 'node:path';
import {
  type EngineContract,
  engineContract,
  type ScreenContract,
  screenContract,
} from '../../engine/contract/contract.ts';
import { type Client, type Handlers, type Server, serve, type Transport } from '../../engine/contract/rpc.ts';
import type { EngineSource, ScreenSource } from '../../engine/contract/shapes.ts';
import { documentWords } from '../../engine/diagnostics/document-words.ts';
import { engineStopped } from '../../engine/diagnostics/run-words.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { secretNames } from '../../engine/graph/secrets.ts';
import { faultOf } from '../engine-host/fault.ts';
import { type EngineProcess, startEngine } from '../engine-host/start.ts';
import { openBackups } from './backups.ts';
import { openDocuments } from './documents.ts';
import { type Dialog, fileHandlers } from './file-handlers.ts';
import { copyFromGallery, listGallery } from './gallery.ts';
import { createHandles, type Handles } from './handles.ts';
import { openHistory } from './history.ts';
import { handlersOf } from './owned.ts';
import { openRecent } from './recent.ts';
import { type SavedSecrets, sessionSecrets } from './secrets.ts';
import { openTrust } from './trust.ts';
import { openUploads } from './uploads.ts';

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
  /** Where secrets are saved; without, for as long as the program runs. */
  readonly secrets?: (onBad: (path: string) => void) => SavedSecrets;
  /** Told what a person chose, where the host has something to follow it. */
  readonly onTheme?: (theme: 'system' | 'light' | 'dark') => void;
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
  // Said once, by the first page that asks.
  const notices = new Set<string>();
  const notice = (text: string) => {
    o.log(text);
    notices.add(text);
  };
  const onBad = (path: string) => notice(documentWords.damaged(basename(path), path === trustPath));
  const trustPath = join(o.home, 'trust.json');
  const recent = openRecent(join(o.home, 'recent.json'), onBad);
  const trust = openTrust(trustPath, onBad);
  const backups = openBackups(join(o.home, 'backups'), name => notice(documentWords.damagedBackup(name)));
  const history = openHistory(join(o.home, 'runs'), onBad);
  const owners = new Map<string, Server<ScreenContract>>();
  const uploads = openUploads();
  const secrets = o.secrets?.(onBad) ?? sessionSecrets();
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
    onChanged: (doc, text) =>
      owners.get(doc)?.emit('doc.changed', { doc, ...(text !== undefined && { text }) }),
  });
  const engine = startEngine({
    spawn: o.spawnEngine,
    onState: state => {
      tell('engine.state', state);
      if ('reason' in state) void history.engineStopped(engineStopped(state.reason)).catch(unheard);
    },
    onClient: client => {
      client.on('design.answered', data => owners.get(data.doc)?.emit('design.answered', data));
      client.on('run.event', data => {
        owners.get(data.doc)?.emit('run.event', data);
        void history.hear(data.run, data.event).catch(unheard);
      });
    },
  });

  /** A saved secret leaves the host for the engine, by name, where a trusted pipeline asks for it. */
  const engineSourceOf = async (source: ScreenSource): Promise<EngineSource> => {
    const known = documents.source(source.doc);
    const asked = known.trusted ? secretNames([source.text, ...Object.values(source.parameters)]) : [];
    return { ...source, ...known, secrets: [...(await secrets.values(asked))] };
  };

  const forward = async (
    name: keyof EngineContract['methods'],
    params: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<unknown> => {
    const source = params.source as ScreenSource | undefined;
    const handed = source === undefined ? params : { ...params, source: await engineSourceOf(source) };
    const client = engine.client() as Client<EngineContract>;
    const answer = await client.call(name, handed as never, signal);
    if (name === 'run.start' && source !== undefined)
      await history
        .began({
          run: (answer as { run: string }).run,
          key: documents.key(source.doc),
          text: source.text,
          parameters: source.parameters,
          to: params.to as readonly string[] | undefined,
        })
        .catch(unheard);
    return answer;
  };
  /** What is remembered may fail to be written; what is done goes on. */
  const unheard = (error: unknown) => o.log(error instanceof Error ? error.message : String(error));
  const closeDoc = async (doc: string): Promise<void> => {
    owners.delete(doc);
    await documents.close(doc);
    const source = { doc, text: '', parameters: {}, folder: o.work, file: '', trusted: false, secrets: [] };
    try {
      await engine.client().call('design.close', { source });
    } catch {
      // An engine that has stopped keeps nothing.
    }
  };
  /** A page shows one pipeline; those that were given besides are found among the recent ones. */
  const givenFiles = async (open: readonly string[], handles: Handles): Promise<string[]> => {
    for (const path of open.slice(1)) if (/\.millrace(\.json)?$/i.test(path)) await recent.add(path);
    return open.map(handles.give);
  };
  const leftWork = async () =>
    (await backups.untitled())
      .filter(left => !documents.isOpen(left.key))
      .flatMap(({ key, text, at }) => {
        const { document } = parsePipeline(text);
        return document === undefined
          ? []
          : [{ id: key, name: document.name, at, nodes: document.nodes.length }];
      });
  const forwarded = Object.fromEntries(
    (Object.keys(engineContract.methods) as (keyof EngineContract['methods'])[]).map(name => [
      name,
      (params: Record<string, unknown>, signal: AbortSignal) => forward(name, params, signal),
    ]),
  ) as unknown as Pick<Handlers<ScreenContract>, keyof EngineContract['methods']>;

  const handlersWith = (handles: Handles, open: readonly string[]): Handlers<ScreenContract> => ({
    ...forwarded,
    ...fileHandlers({ handles, documents, uploads, dialog: o.dialog, work: o.work }),
    'app.start': async () => ({
      host: o.host,
      version: o.version,
      nativeDialogs: o.dialog !== undefined,
      open: await givenFiles(open, handles),
      recent: (await recent.list()).map(({ path, ...shown }) => ({ ...shown, file: handles.give(path) })),
      gallery: [...(await listGallery(o.gallery))],
      left: await leftWork(),
      notices: await trust.ready().then(() => {
        const all = [...notices];
        notices.clear();
        return all;
      }),
    }),
    'app.recover': async ({ id }) => documents.recover(id, o.work),
    'app.discardLeft': async ({ id }) => backups.remove(id).then(() => undefined),
    'app.restartEngine': async () => {
      engine.restart();
      return undefined;
    },
    'app.gallery': async ({ id }) => {
      const file = await copyFromGallery(o.gallery, id, join(o.work, 'Millrace examples'));
      // What comes with the program is as trustworthy as the program.
      const opened = await documents.open(file);
      await documents.trust(opened.doc, opened.text, 'file');
      await documents.close(opened.doc);
      return { file: handles.give(file) };
    },
    'app.theme': async ({ theme }) => {
      o.onTheme?.(theme);
      return undefined;
    },
    'app.forget': async ({ file }) => recent.forget(handles.path(file)).then(() => undefined),
    'doc.new': async () => documents.create(o.work),
    'doc.open': async ({ file }) => documents.open(handles.path(file)),
    'doc.save': async ({ doc, text, overwrite }) => documents.save(doc, text, overwrite),
    'doc.saveAs': async ({ doc, text, file }) => documents.saveAs(doc, text, handles.path(file)),
    'doc.reload': async ({ doc }) => documents.reload(doc),
    'doc.onDisk': async ({ doc }) => {
      const text = await documents.onDisk(doc);
      return text === undefined ? {} : { text };
    },
    'doc.close': async ({ doc }) => closeDoc(doc).then(() => undefined),
    'doc.backup': async ({ doc, text }) => documents.backup(doc, text).then(() => undefined),
    'doc.discardBackup': async ({ doc }) => documents.discardBackup(doc).then(() => undefined),
    'doc.trust': async ({ doc, text, scope }) => {
      await documents.trust(doc, text, scope);
      return { trusted: true };
    },
    'secrets.list': async () => secrets.list(),
    'secrets.set': async ({ name, value }) => secrets.set(name, value).then(() => undefined),
    'secrets.delete': async ({ name }) => secrets.delete(name).then(() => undefined),
    'runs.list': async ({ doc }) => ({ runs: [...(await history.list(documents.key(doc)))] }),
    'runs.clear': async ({ doc }) => history.clear(documents.key(doc)).then(() => undefined),
  });

  return {
    attach: (transport, open = o.open) => {
      const handles = createHandles(nextHandle);
      const mine = new Set<string>();
      const server: Server<ScreenContract> = serve(
        screenContract,
        handlersOf(handlersWith(handles, open), {
          mayUse: doc => mine.has(doc),
          opened: doc => {
            mine.add(doc);
            owners.set(doc, server);
          },
        }),
        transport,
        { faultOf: error => faultOf(error, o.log) },
      );
      screens.add(server);
      transport.onClose(() => {
        screens.delete(server);
        for (const doc of mine) void closeDoc(doc);
      });
      return { ...server, give: handles.give };
    },
    stop: () => {
      engine.stop();
      void uploads.stop();
      documents.closeAll();
    },
  };
};
