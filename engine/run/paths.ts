/** The one place where a path of a pipeline becomes a path of the machine, checked against what the run may touch. */
import { type FileHandle, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { engineError } from '../diagnostics/errors.ts';

/** What a run may touch: everything that its file declares, or only these. Paths are absolute and real. */
export type Permissions = {
  readonly read: 'all' | readonly string[];
  readonly write: 'all' | readonly string[];
  readonly net: 'all' | readonly string[];
  readonly env: 'all' | readonly string[];
};

export const allPermitted: Permissions = { read: 'all', write: 'all', net: 'all', env: 'all' };

/** A run that may touch the pipeline's own folder and nothing else. */
export const sandboxed = (folder: string): Permissions => ({
  read: [folder],
  write: [folder],
  net: [],
  env: [],
});

const within = (path: string, roots: readonly string[]): boolean =>
  roots.some(root => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** Why a name cannot be an output on every system, or undefined when it can. */
const badOutputName = (path: string): string | undefined => {
  for (const part of path.split(/[\\/]/)) {
    if (reserved.test(part)) return `${part} is a reserved device name on Windows`;
    if (Buffer.byteLength(part) > 255) return 'a name in it is longer than 255 bytes';
    if (/[. ]$/.test(part) && part !== '.' && part !== '..')
      return 'a name that ends in a dot or blank is lost on Windows';
    if (/[<>:"|?*\u0000-\u001f]/.test(part) && !/^[a-z]:$/i.test(part))
      return 'it holds a character that no file name may hold on Windows';
  }
  return undefined;
};

const refusedForm = (path: string): string | undefined => {
  if (path.includes('\u0000')) return 'it holds a NUL character';
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path))
    return 'it is a web address; use an http node for those, and plain paths for files';
  if (/^\\\\/.test(path))
    return 'network and device paths are not supported; map the share to a folder first';
  if (path.length > 4096) return 'it is longer than 4096 characters';
  return undefined;
};

/** The folder part of a path that has no pattern characters, and whether there were any. */
export const globBase = (path: string): { base: string; pattern: boolean } => {
  if (!/[*?[{]/.test(path)) return { base: path, pattern: false };
  const parts = path.split('/');
  const first = parts.findIndex(part => /[*?[{]/.test(part));
  return { base: parts.slice(0, first).join('/') || (path.startsWith('/') ? '/' : '.'), pattern: true };
};

const refuse = (path: string, access: 'read' | 'write', reason: string, cause?: unknown) =>
  engineError('path-refused', { path, access, reason }, { param: 'path' }, cause);

/** A chain of links longer than this is a circle, as it is for the system. */
const mostLinks = 40;

/**
 * The real path, or that of its nearest existing ancestor with the rest appended. A link to something that is not there
 * yet is followed too: what is written to it appears where it leads.
 */
const realish = async (path: string, links = 0): Promise<string> => {
  try {
    return await realpath(path);
  } catch {
    const to = links < mostLinks ? await readlink(path).catch(() => undefined) : undefined;
    if (to !== undefined) return realish(resolve(dirname(path), to), links + 1);
    const parent = dirname(path);
    return parent === path ? path : join(await realish(parent, links), basename(path));
  }
};

/**
 * The absolute path for something to read: a file, a folder or a pattern. Links are followed before the check, so a
 * link inside an allowed folder cannot lead out of it.
 */
export const readablePath = async (folder: string, path: string, may: Permissions): Promise<string> => {
  const form = refusedForm(path);
  if (form !== undefined) throw refuse(path, 'read', form);
  const { base, pattern } = globBase(path);
  const absolute = isAbsolute(base) ? base : resolve(folder, base);
  const real = await realish(absolute);
  if (may.read !== 'all' && !within(real, may.read))
    throw refuse(
      path,
      'read',
      `it lies outside the folders that this run may read. Allow it with --allow-read ${path}`,
    );
  if (!pattern) return real;
  return join(real, path.slice(base === '.' ? 0 : base.length).replace(/^\/+/, ''));
};

const ledElsewhere =
  'its folder led elsewhere when it was opened than when it was checked. Run again when nothing moves folders there';

/**
 * Opens a file whose path was allowed. A folder on the way may have changed places with a link since the check: so where
 * the path leads is asked again, and it must be the very file that is open.
 */
export const openReadable = async (path: string, may: Permissions): Promise<FileHandle> => {
  const file = await open(path, 'r');
  if (may.read === 'all') return file;
  try {
    const real = await realpath(path);
    const [held, there] = [await file.stat({ bigint: true }), await stat(real, { bigint: true })];
    if (within(real, may.read) && held.dev === there.dev && held.ino === there.ino) return file;
  } catch {
    // What is gone by now cannot be told to be the same.
  }
  await file.close();
  throw refuse(basename(path), 'read', ledElsewhere);
};

/** Throws `path-refused` where a folder on the way to an output no longer is what it was when the run began. */
export const checkUnmoved = async (target: string, shown: string): Promise<void> => {
  const folder = dirname(target);
  if ((await realish(folder)) !== folder) throw refuse(shown, 'write', ledElsewhere);
};

/** The absolute path for an output. An existing link is followed, and its target must be allowed too. */
export const writablePath = async (folder: string, path: string, may: Permissions): Promise<string> => {
  const form = refusedForm(path) ?? badOutputName(path);
  if (form !== undefined) throw refuse(path, 'write', form);
  const real = await realish(isAbsolute(path) ? path : resolve(folder, path));
  if (may.write !== 'all' && !within(real, may.write))
    throw refuse(
      path,
      'write',
      `it lies outside the folders that this run may write. Allow it with --allow-write ${path}`,
    );
  return real;
};

export const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};
