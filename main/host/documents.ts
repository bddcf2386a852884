/** Open documents: their text on disk, their folder, whether they are trusted. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { capabilitiesOf, noCapabilities } from '../../engine/compile/capabilities.ts';
import type { OpenedDocument } from '../../engine/contract/documents.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { EngineSource } from '../../engine/contract/shapes.ts';
import { documentWords } from '../../engine/diagnostics/document-words.ts';
import { documentFormat, documentVersion, type PipelineDocument } from '../../engine/graph/document.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { printPipeline } from '../../engine/graph/print.ts';
import { catalogue } from '../../nodes/index.ts';
import type { Backups } from './backups.ts';
import type { Recent } from './recent.ts';
import { pathsUnder } from './relative-paths.ts';
import { replaceFile } from './store-file.ts';
import type { Trust } from './trust.ts';
import { type Watched, watchFile } from './watch.ts';

type Open = {
  readonly doc: string;
  /** What stands for it where its path would, while it has none. */
  readonly key: string;
  readonly path: string | undefined;
  readonly folder: string;
  readonly trusted: boolean;
  /** Hash of what the file held when it was last read or written; undefined where there is none. */
  readonly onDisk: string | undefined;
  readonly watched: Watched | undefined;
};

export type SaveOutcome =
  | { outcome: 'saved'; name: string; folder: string; text: string }
  | { outcome: 'changed-on-disk'; text: string };

export type Documents = {
  create(folder: string): Promise<OpenedDocument>;
  open(path: string): Promise<OpenedDocument>;
  save(doc: string, text: string, overwrite: boolean): Promise<SaveOutcome>;
  saveAs(doc: string, text: string, path: string): Promise<SaveOutcome>;
  /** Opens unsaved work that was left by a program that ended. */
  recover(key: string, folder: string): Promise<OpenedDocument>;
  reload(doc: string): Promise<OpenedDocument>;
  onDisk(doc: string): Promise<string | undefined>;
  close(doc: string): Promise<void>;
  trust(doc: string, text: string, scope: 'file' | 'folder'): Promise<void>;
  backup(doc: string, text: string): Promise<void>;
  discardBackup(doc: string): Promise<void>;
  /** What the engine is told of a document. Throws where the handle is none. */
  source(doc: string): Pick<EngineSource, 'folder' | 'file' | 'trusted'>;
  folder(doc: string | undefined): string | undefined;
  /** What a document is remembered by: its path, or a name of its own. */
  key(doc: string): string;
  /** Whether something remembered under this name is open. */
  isOpen(key: string): boolean;
  closeAll(): void;
};

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const emptyDocument: PipelineDocument = {
  format: documentFormat,
  version: documentVersion,
  name: 'Untitled',
  parameters: {},
  nodes: [],
  edges: [],
  layout: {},
};

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;

const unreadable = (path: string, cause: unknown): RpcError =>
  new RpcError({
    code: 'file-unreadable',
    message: documentWords.fileUnreadable(basename(path), codeOf(cause)),
  });

const unwritable = (path: string, cause: unknown): RpcError =>
  new RpcError({
    code: 'file-unwritable',
    message: documentWords.fileUnwritable(basename(path), codeOf(cause)),
  });

type Options = {
  readonly trust: Trust;
  readonly recent: Recent;
  readonly backups: Backups;
  readonly onChanged: (doc: string, text: string | undefined) => void;
};

export const openDocuments = ({ trust, recent, backups, onChanged }: Options): Documents => {
  const open = new Map<string, Open>();
  let last = 0;

  const must = (doc: string): Open => {
    const found = open.get(doc);
    if (found === undefined)
      throw new RpcError({
        code: 'unknown-document',
        message: documentWords.unknownDocument,
      });
    return found;
  };

  const watching = (doc: string, path: string): Watched =>
    watchFile(path, async () => {
      const now = open.get(doc);
      if (now === undefined) return;
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes !== undefined && hashOf(bytes) === now.onDisk) return;
      onChanged(doc, bytes === undefined ? undefined : bytes.toString('utf8'));
    });

  const put = (entry: Omit<Open, 'doc' | 'key'>, key = entry.path ?? `untitled:${randomUUID()}`): Open => {
    last += 1;
    const own = { ...entry, key, doc: `doc:${last}` };
    open.set(own.doc, own);
    return own;
  };

  const write = async (entry: Open, text: string, path: string): Promise<SaveOutcome> => {
    const parsed = parsePipeline(text).document;
    const folder = dirname(path);
    // Paths that were absolute because there was no folder yet become relative to the one there is now.
    const document = parsed === undefined || entry.path !== undefined ? parsed : pathsUnder(parsed, folder);
    const written = document === undefined ? text : printPipeline(document);
    const mode = await stat(path).then(
      facts => facts.mode & 0o777,
      () => 0o644,
    );
    await replaceFile(path, written, mode).catch(cause => {
      throw unwritable(path, cause);
    });
    entry.watched?.stop();
    open.set(entry.doc, {
      ...entry,
      key: path,
      path,
      folder,
      onDisk: hashOf(Buffer.from(written)),
      watched: watching(entry.doc, path),
    });
    if (entry.trusted && document !== undefined)
      await trust.grant(path, document, capabilitiesOf(document, catalogue));
    await recent.add(path);
    await backups.remove(entry.key);
    return { outcome: 'saved', name: basename(path), folder, text: written };
  };

  /** What can be said of a file from its bytes, and whether it is trusted. */
  const factsOf = async (path: string, bytes: Buffer) => {
    const { document, diagnostics } = parsePipeline(bytes);
    const capabilities = document === undefined ? noCapabilities : capabilitiesOf(document, catalogue);
    const trusted = document !== undefined && (await trust.isTrusted(path, document, capabilities));
    const beyond = trusted ? undefined : await trust.beyond(path, capabilities);
    return {
      isPipeline: document !== undefined,
      trusted,
      shown: {
        file: { name: basename(path), folder: dirname(path) },
        text: bytes.toString('utf8'),
        diagnostics: [...diagnostics],
        trusted,
        capabilities: capabilities,
        ...(beyond !== undefined && { beyond }),
      },
    };
  };

  return {
    create: async folder => {
      const { doc } = put({ path: undefined, folder, trusted: true, onDisk: undefined, watched: undefined });
      return {
        doc,
        text: printPipeline(emptyDocument),
        diagnostics: [],
        trusted: true,
        capabilities: noCapabilities,
      };
    },
    open: async wanted => {
      const path = await realpath(resolve(wanted)).catch(() => resolve(wanted));
      const bytes = await readFile(path).catch(cause => {
        throw unreadable(path, cause);
      });
      const facts = await factsOf(path, bytes);
      const entry = put({
        path,
        folder: dirname(path),
        trusted: facts.trusted,
        onDisk: hashOf(bytes),
        watched: undefined,
      });
      open.set(entry.doc, { ...entry, watched: watching(entry.doc, path) });
      if (facts.isPipeline) await recent.add(path);
      const recovered = await backups.read(path);
      const { shown } = facts;
      return {
        ...shown,
        doc: entry.doc,
        ...(recovered !== undefined && recovered.text !== shown.text && { recovered: recovered.text }),
      };
    },
    recover: async (key, folder) => {
      const left = await backups.read(key);
      if (left === undefined || left.path !== undefined)
        throw new RpcError({ code: 'not-left', message: documentWords.notLeft });
      // It was drawn in this program, which trusts what is drawn in it.
      const { doc } = put(
        { path: undefined, folder, trusted: true, onDisk: undefined, watched: undefined },
        key,
      );
      const { document, diagnostics } = parsePipeline(left.text);
      return {
        doc,
        text: printPipeline(emptyDocument),
        diagnostics: [...diagnostics],
        trusted: true,
        capabilities: document === undefined ? noCapabilities : capabilitiesOf(document, catalogue),
        recovered: left.text,
      };
    },
    reload: async doc => {
      const { path } = must(doc);
      if (path === undefined) throw new RpcError({ code: 'no-file', message: documentWords.noFile });
      const bytes = await readFile(path).catch(cause => {
        throw unreadable(path, cause);
      });
      const { shown, trusted } = await factsOf(path, bytes);
      open.set(doc, { ...must(doc), trusted, onDisk: hashOf(bytes) });
      await backups.remove(path);
      return { ...shown, doc };
    },
    onDisk: async doc => {
      const { path } = must(doc);
      return path === undefined ? undefined : readFile(path, 'utf8').catch(() => undefined);
    },
    save: async (doc, text, overwrite) => {
      const entry = must(doc);
      const { path } = entry;
      if (path === undefined)
        throw new RpcError({
          code: 'no-file',
          message: documentWords.noFile,
        });
      const there = await readFile(path).catch(() => undefined);
      if (!overwrite && there !== undefined && hashOf(there) !== entry.onDisk)
        return { outcome: 'changed-on-disk', text: there.toString('utf8') };
      return write(entry, text, path);
    },
    saveAs: async (doc, text, path) => write(must(doc), text, path),
    close: async doc => {
      open.get(doc)?.watched?.stop();
      open.delete(doc);
    },
    trust: async (doc, text, scope) => {
      const entry = must(doc);
      const { document } = parsePipeline(text);
      if (entry.path !== undefined && document !== undefined) {
        if (scope === 'folder') await trust.grantFolder(dirname(entry.path));
        else await trust.grant(entry.path, document, capabilitiesOf(document, catalogue));
      }
      open.set(doc, { ...must(doc), trusted: true });
    },
    backup: async (doc, text) => {
      const { key, path } = must(doc);
      await backups.write({ key, text, at: Date.now(), ...(path !== undefined && { path }) });
    },
    discardBackup: async doc => backups.remove(must(doc).key),
    source: doc => {
      const { folder, trusted, path, key } = must(doc);
      // The key of what was never saved has a colon: no file of the folder is taken for it.
      return { folder, file: path === undefined ? key : basename(path), trusted };
    },
    folder: doc => (doc === undefined ? undefined : open.get(doc)?.folder),
    key: doc => must(doc).key,
    isOpen: key => [...open.values()].some(entry => entry.key === key),
    closeAll: () => {
      for (const entry of open.values()) entry.watched?.stop();
      open.clear();
    },
  };
};
