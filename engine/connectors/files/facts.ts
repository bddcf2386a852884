/** Facts about files: what is there, and a fingerprint that changes when the content may have. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import type { World } from '../contract.ts';
import { hashEndings } from './known-hash.ts';

export type FileFacts = {
  readonly path: string;
  readonly bytes: number;
  readonly fingerprint: string;
  /** Which file of the machine it is, whatever its path leads to later. */
  readonly id: string;
};

/** Which file of the machine these facts of the system are about. */
export const fileId = ({ dev, ino }: { readonly dev: number; readonly ino: number }): string =>
  `${dev}:${ino}`;

/** What opens files: the world of a run, with its permissions. */
export type Opener = Pick<World, 'openRead'>;

/** Opens anything: for looking whether a file is still the one that was allowed. */
export const anyFile: Opener = { openRead: path => open(path, 'r') };

const edge = 65_536;
/** Up to this size a file is hashed whole, which takes a few milliseconds. */
const whole = 4 << 20;

/**
 * Size, times, and a hash of all of a small file, or of the first and last 64 KB of a large one; and the first 64 KB
 * for a look at what it is. The time of the last change of status counts, because nobody can set it back. `shown` is
 * the path as the pipeline says it. Throws `file-missing` or `file-unreadable`.
 */
export const factsAndHead = async (
  path: string,
  world: Opener,
  shown = path,
): Promise<{ readonly facts: FileFacts; readonly head: Buffer }> => {
  try {
    const file = await world.openRead(path);
    try {
      const info = await file.stat();
      const { size, mtimeMs, ctimeMs } = info;
      const start = await readAt(file, size <= whole ? size : edge, 0);
      const end = size <= whole ? Buffer.alloc(0) : await readAt(file, edge, size - edge);
      const hash = createHash('sha256')
        .update(`${size}:${mtimeMs}:${ctimeMs}:${await saidBeside(path)}`)
        .update(start)
        .update(end);
      const facts = { path, bytes: size, fingerprint: hash.digest('hex').slice(0, 32), id: fileId(info) };
      return { facts, head: start.subarray(0, edge) };
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw await fileProblem(path, shown, cause);
  }
};

/** The facts alone, which are small enough to keep for thousands of files. */
export const fileFacts = async (path: string, world: Opener, shown = path): Promise<FileFacts> =>
  (await factsAndHead(path, world, shown)).facts;

/** A change of what is said about a file counts like a change of the file: it is to be compared again. */
const saidBeside = async (path: string): Promise<string> => {
  const all = await Promise.all(hashEndings.map(ending => stat(`${path}${ending}`).catch(() => undefined)));
  return all.flatMap(info => (info === undefined ? [] : [`${info.size}:${info.mtimeMs}:`])).join('');
};

const readAt = async (file: FileHandle, length: number, position: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

const code = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';

/** The file that was meant, by names without the ending that both have: all of a folder may end in `.csv`. */
const nearestFile = (name: string, names: readonly string[]): string | undefined => {
  const ending = extname(name);
  const stems = names.filter(n => ending !== '' && n.endsWith(ending)).map(n => basename(n, ending));
  const near = nearest(basename(name, ending), stems);
  return near === undefined ? nearest(name, names, 1) : `${near}${ending}`;
};

/** The error for a file that cannot be opened: missing with the nearest name, a folder, or not permitted. */
export const fileProblem = async (path: string, shown: string, cause: unknown) => {
  const place = { param: 'path' };
  if (code(cause) === 'ENOENT' || code(cause) === 'ENOTDIR') {
    const names = await readdir(dirname(path)).catch(() => undefined);
    const near = names === undefined ? undefined : nearestFile(basename(path), names);
    const folder = names === undefined ? undefined : `the folder ${basename(dirname(path))}`;
    return engineError(
      'file-missing',
      {
        path: shown,
        ...(folder && { folder }),
        ...(near && { near: shown.includes('/') ? join(dirname(shown), near) : near }),
      },
      place,
      cause,
    );
  }
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder',
    EBUSY: 'another program holds it',
    EMFILE: 'too many files are open',
    ELOOP: 'its links lead in a circle',
    ENAMETOOLONG: 'its name is too long',
  };
  return engineError(
    'file-unreadable',
    { path: shown, reason: reasons[code(cause)] ?? 'the system refuses' },
    place,
    cause,
  );
};

/** The facts of several files as one fingerprint; the order of the files counts. */
export const combined = (files: readonly FileFacts[]): string =>
  files.length === 1 && files[0]
    ? files[0].fingerprint
    : createHash('sha256')
        .update(files.map(f => `${f.path}:${f.fingerprint}`).join('\n'))
        .digest('hex')
        .slice(0, 32);

export const isFolderPath = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};
