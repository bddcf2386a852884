import { closeSync, fstatSync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { commonJs } from '../common-js.ts';
import { type FileFacts, fileId } from '../files/facts.ts';
import { type Handlers, XmlFault, xmlParser } from './xml.ts';

/** What a workbook may at most be. A real one stays far below all of these. */
export type ArchiveLimits = {
  /** Parts in the archive. */
  readonly parts: number;
  /** Bytes of one part, unpacked: a sheet streams by, the texts are kept, and all else is small. */
  readonly partBytes: number;
  readonly textBytes: number;
  readonly smallBytes: number;
  /** Bytes unpacked for one byte packed, for parts above `freeBytes`. */
  readonly ratio: number;
  readonly freeBytes: number;
};

export const archiveLimits: ArchiveLimits = {
  parts: 20_000,
  partBytes: 8_000_000_000,
  textBytes: 1_000_000_000,
  smallBytes: 50_000_000,
  ratio: 300,
  freeBytes: 32_000_000,
};

/** Which of the limits counts for a part. */
type PartSize = 'partBytes' | 'textBytes' | 'smallBytes';

/** An open workbook archive. Part names are only looked up in a table, never used as paths. */
export type Archive = {
  readonly path: string;
  readonly names: readonly string[];
  has(part: string): boolean;
  size(part: string): number;
  /** Feeds a part to XML handlers; yields after each chunk (about 64 kB), so that rows can be taken as they come. */
  parse(part: string, handlers: Handlers, size?: PartSize): AsyncGenerator<number>;
  close(): void;
};

const partName = (entry: Entry): string =>
  entry.fileName.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();

const decodeName = (entry: Entry): Entry => {
  // Names come as bytes (decodeStrings off), so that an odd name elsewhere in the archive cannot stop us.
  entry.fileName = (entry.fileName as unknown as Buffer).toString('utf8');
  return entry;
};

const tooLarge = (path: string, what: string, there: string, limit: string): EngineError =>
  engineError('workbook-too-large', { path, what, there, limit }, { param: 'path' });

/** Throws when an entry says of itself that it is a bomb. */
const checkDeclared = (path: string, entry: Entry, limits: ArchiveLimits, most: number): void => {
  const { uncompressedSize: size, compressedSize: packed, fileName } = entry;
  if (size > most) throw tooLarge(path, `its part ${fileName} unpacks to`, `${size} bytes`, `${most}`);
  if (size > limits.freeBytes && size > packed * limits.ratio)
    throw tooLarge(
      path,
      `its part ${fileName} unpacks to`,
      `${Math.round(size / Math.max(packed, 1))} times its size`,
      `${limits.ratio}`,
    );
};

/** Errors of ours pass; anything else that reading an archive throws means that the file is damaged. */
const damaged = (path: string, part: string, error: unknown): Error => {
  if (error instanceof EngineError) return error;
  const reason = error instanceof XmlFault ? error.message : 'its contents cannot be unpacked';
  return engineError('workbook-damaged', { path, reason: `${reason} (${part})` }, { param: 'path' }, error);
};

/** A descriptor of the file that was looked at and allowed, for a library that closes it itself. */
const openSame = ({ path, id }: Pick<FileFacts, 'path' | 'id'>, shown: string): number => {
  const file = openSync(path, 'r');
  if (fileId(fstatSync(file)) === id) return file;
  closeSync(file);
  throw engineError('workbook-changed', { path: shown }, { param: 'path' });
};

/** Opens the archive that these facts are about; `shown` is the path as the pipeline says it. */
export const openArchive = async (
  facts: Pick<FileFacts, 'path' | 'id'>,
  shown: string,
  signal: AbortSignal,
  limits: ArchiveLimits = archiveLimits,
): Promise<Archive> => {
  const yauzl = commonJs(await import('yauzl'));
  const fault = (reason: string, error?: unknown) =>
    engineError('workbook-damaged', { path: shown, reason }, { param: 'path' }, error);
  let zip: ZipFile;
  const file = openSame(facts, shown);
  try {
    zip = await yauzl.fromFdPromise(file, { autoClose: false, decodeStrings: false });
  } catch (error) {
    closeSync(file);
    throw fault('its list of parts cannot be read; it may be incomplete', error);
  }
  const entries = new Map<string, Entry>();
  try {
    if (zip.entryCount > limits.parts)
      throw tooLarge(shown, 'it has', `${zip.entryCount} parts`, `${limits.parts}`);
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted();
      const name = partName(decodeName(entry));
      if (entries.has(name)) throw fault(`the part ${name} is there twice`);
      entries.set(name, entry);
    }
  } catch (error) {
    zip.close();
    signal.throwIfAborted();
    throw error instanceof EngineError ? error : fault('its list of parts is broken', error);
  }

  const find = (part: string): Entry | undefined => entries.get(part.replace(/^\/+/, '').toLowerCase());

  async function* parse(
    part: string,
    handlers: Handlers,
    size: PartSize = 'partBytes',
  ): AsyncGenerator<number> {
    const entry = find(part);
    if (entry === undefined) throw fault(`its part ${part} is missing`);
    checkDeclared(shown, entry, limits, limits[size]);
    try {
      const feed = await xmlParser(handlers);
      const stream = await zip.openReadStreamPromise(entry);
      let sum = 0;
      let bytes = 0;
      // Unpacking stops by itself when more comes out than was declared.
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        signal.throwIfAborted();
        sum = crc32(chunk, sum);
        bytes += chunk.length;
        feed(chunk);
        yield bytes;
      }
      feed();
      if (sum !== entry.crc32 >>> 0) throw fault(`the checksum of its part ${part} is wrong`);
      yield bytes;
    } catch (error) {
      signal.throwIfAborted();
      throw damaged(shown, part, error);
    }
  }

  return {
    path: shown,
    names: [...entries.keys()],
    has: part => find(part) !== undefined,
    size: part => find(part)?.uncompressedSize ?? 0,
    parse,
    close: () => zip.close(),
  };
};

/** Feeds a whole part that is kept in memory to the handlers. */
export const parsePart = async (
  archive: Archive,
  part: string,
  handlers: Handlers,
  size: PartSize = 'smallBytes',
): Promise<void> => {
  for await (const _ of archive.parse(part, handlers, size));
};
