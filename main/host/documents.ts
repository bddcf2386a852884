/** Open documents: their text on disk, their folder, whether they are trusted. */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { bind } from '../../engine/compile/bind.ts';
import { type CapabilitySum, nodeCapabilities, sumCapabilities } from '../../engine/compile/capabilities.ts';
import type { OpenedDocument } from '../../engine/contract/documents.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { EngineSource } from '../../engine/contract/shapes.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import { documentFormat, documentVersion, type PipelineDocument } from '../../engine/graph/document.ts';
import { parameterValues } from '../../engine/graph/parameters.ts';
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
  close(doc: string): Promise<void>;
  trust(doc: string, text: string, scope: 'file' | 'folder'): Promise<void>;
  backup(doc: string, text: string): Promise<void>;
  discardBackup(doc: string): Promise<void>;
  /** What the engine is told of a document. Throws where the handle is none. */
  source(doc: string): Pick<EngineSource, 'folder' | 'trusted'>;
  folder(doc: string | undefined): string | undefined;
  closeAll(): void;
};

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a pipeline's text would touch, without touching it. */
export const capabilitiesOf = (document: PipelineDocument): CapabilitySum =>
  sumCapabilities(nodeCapabilities(bind(document, catalogue, parameterValues(document, {}).values)));

const emptyDocument: PipelineDocument = {
  format: documentFormat,
  version: documentVersion,
  name: 'Untitled',
  parameters: {},
  nodes: [],
  edges: [],
  layout: {},
};

const unreadable = (path: string, cause: unknown): RpcError => {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason =
    code === 'ENOENT'
      ? 'it is not there any more'
      : code === 'EACCES'
        ? 'permission denied'
        : 'the system refuses';
  return new RpcError({
    code: 'file-unreadable',
    message: `“${basename(path)}” cannot be opened: ${reason}.`,
  });
};

const unwritable = (path: string, cause: unknown): RpcError => {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason =
    code === 'ENOSPC'
      ? 'the disk is full'
      : code === 'EACCES' || code === 'EPERM'
        ? 'permission denied'
        : code === 'EROFS'
          ? 'the disk is read-only'
          : 'the system refuses';
  return new RpcError({
    code: 'file-unwritable',
    message: `“${basename(path)}” cannot be saved: ${reason}. The file is as it was; save under another name.`,
  });
};

type Options = {
  readonly trust: Trust;
  readonly recent: Recent;
  readonly backups: Backups;
  readonly onChanged: (doc: string, text: string | undefined) => void;
};

const plain = (c: CapabilitySum) => ({
  read: [...c.read],
  write: [...c.write],
  net: [...c.net],
  db: [...c.db],
  env: [...c.env],
  sql: c.sql,
});

export const openDocuments = ({ trust, recent, backups, onChanged }: Options): Documents => {
  const open = new Map<string, Open>();
  let last = 0;

  const must = (doc: string): Open => {
    const found = open.get(doc);
    if (found === undefined)
      throw new RpcError({
        code: 'unknown-document',
        message: 'This document is not open any more. Open it again.',
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

  const put = (entry: Omit<Open, 'doc'>): Open => {
    last += 1;
    const own = { ...entry, doc: `doc:${last}` };
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
      path,
      folder,
      onDisk: hashOf(Buffer.from(written)),
      watched: watching(entry.doc, path),
    });
    if (entry.trusted && document !== undefined) await trust.grant(path, document, capabilitiesOf(document));
    await recent.add(path);
    await backups.remove(entry.path ?? entry.doc);
    return { outcome: 'saved', name: basename(path), folder, text: written };
  };

  return {
    create: async folder => {
      const { doc } = put({ path: undefined, folder, trusted: true, onDisk: undefined, watched: undefined });
      return {
        doc,
        text: printPipeline(emptyDocument),
        diagnostics: [],
        trusted: true,
        capabilities: plain(capabilitiesOf(emptyDocument)),
      };
    },
    open: async wanted => {
      const path = await realpath(resolve(wanted)).catch(() => resolve(wanted));
      const bytes = await readFile(path).catch(cause => {
        throw unreadable(path, cause);
      });
      const parsed = parsePipeline(bytes);
      const diagnostics: Diagnostic[] = [...parsed.diagnostics];
      const capabilities =
        parsed.document === undefined ? sumCapabilities([]) : capabilitiesOf(parsed.document);
      const trusted =
        parsed.document !== undefined && (await trust.isTrusted(path, parsed.document, capabilities));
      const entry = put({ path, folder: dirname(path), trusted, onDisk: hashOf(bytes), watched: undefined });
      open.set(entry.doc, { ...entry, watched: watching(entry.doc, path) });
      if (parsed.document !== undefined) await recent.add(path);
      const recovered = await backups.read(path);
      return {
        doc: entry.doc,
        file: { name: basename(path), folder: dirname(path) },
        text: bytes.toString('utf8'),
        diagnostics,
        trusted,
        capabilities: plain(capabilities),
        ...(recovered !== undefined &&
          recovered.text !== bytes.toString('utf8') && { recovered: recovered.text }),
      };
    },
    save: async (doc, text, overwrite) => {
      const entry = must(doc);
      const { path } = entry;
      if (path === undefined)
        throw new RpcError({
          code: 'no-file',
          message: 'This pipeline has no file yet. Save it under a name.',
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
        else await trust.grant(entry.path, document, capabilitiesOf(document));
      }
      open.set(doc, { ...must(doc), trusted: true });
    },
    backup: async (doc, text) => {
      const entry = must(doc);
      await backups.write(entry.path ?? doc, { text, ...(entry.path !== undefined && { path: entry.path }) });
    },
    discardBackup: async doc => backups.remove(must(doc).path ?? doc),
    source: doc => {
      const { folder, trusted } = must(doc);
      return { folder, trusted };
    },
    folder: doc => (doc === undefined ? undefined : open.get(doc)?.folder),
    closeAll: () => {
      for (const entry of open.values()) entry.watched?.stop();
      open.clear();
    },
  };
};
