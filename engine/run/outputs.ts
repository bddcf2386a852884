/** Outputs are written beside their targets; `commit.ts` puts them in their places. */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256OfFile } from '../connectors/files/known-hash.ts';
import { engineError } from '../diagnostics/errors.ts';
import { isLeftOver } from './owner.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'its folder cannot be made',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EBUSY: 'another program holds it',
  ENAMETOOLONG: 'its name is too long',
};

/** DuckDB's words end in the system's own; the temporary path before them says nothing to a person. */
const systemWords = (message: string): string => {
  const line = message.split('\n')[0] ?? '';
  if (/No space left on device/i.test(line)) return 'the disk is full';
  return /^IO Error: .*": ([^":]+)$/.exec(line)?.[1]?.replace(/^./, c => c.toLowerCase()) ?? line;
};

/** The error for an output that the system refuses. */
export const unwritable = (path: string, node: string, cause: unknown) => {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const reason =
    reasons[code] ?? (cause instanceof Error ? systemWords(cause.message) : 'the system refuses');
  return engineError('file-unwritable', { path, reason }, { node, param: 'path' }, cause);
};

/**
 * Makes a folder and those above it. Gives the ones that were made, deepest first, so that they can be taken back.
 * One by one, because Node's recursive mkdir never ends where a system refuses with "no such file", as /proc does.
 */
export const makeFolders = async (folder: string, mode = 0o777): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (let at = folder; !(await exists(at)); at = dirname(at)) {
    missing.push(at);
    if (at === dirname(at)) break;
  }
  const made: string[] = [];
  for (const path of missing.reverse()) {
    // Another process may have made it meanwhile.
    const isNew = await mkdir(path, { mode }).then(
      () => true,
      error => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        return false;
      },
    );
    if (isNew) made.unshift(path);
  }
  return made;
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    error => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  );

/** Forces a file's bytes to the disk, so that a rename never reveals a name without its content. */
export const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

export const syncFolder = async (path: string): Promise<void> => {
  // Windows cannot sync folders; there the rename itself is durable enough.
  await syncFile(path).catch(() => {});
};

/** Removes what a failed run left beside its targets. */
export const discard = async (temps: readonly string[], folders: readonly string[]): Promise<void> => {
  for (const temp of temps) await rm(temp, { recursive: true, force: true }).catch(() => {});
  for (const folder of folders) await rmdir(folder).catch(() => {});
};

/** SHA-256 of a file, or of a folder's files in name order with their names. */
export const sha256Of = async (path: string): Promise<{ sha256: string; bytes: number }> => {
  const info = await stat(path);
  if (!info.isDirectory()) {
    const file = await open(path, 'r');
    try {
      return { sha256: await sha256OfFile(file), bytes: info.size };
    } finally {
      await file.close();
    }
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for (const name of (await readdir(path, { recursive: true })).sort()) {
    const file = join(path, name);
    if ((await stat(file)).isDirectory()) continue;
    const inner = await sha256Of(file);
    bytes += inner.bytes;
    hash.update(`${name}\n${inner.sha256}\n`);
  }
  return { sha256: hash.digest('hex'), bytes };
};

/**
 * A process that was killed between the two renames of a folder left nothing in its place, only the old and the new one
 * beside it: the old one goes back, since nobody was told that the new one is done.
 */
const putBack = async (folder: string, name: string): Promise<void> => {
  const [, target, pid, tag] = /^\.(.{1,99})\.(\d+)\.([0-9a-f]{8})\.millrace-tmp-old$/.exec(name) ?? [];
  if (target === undefined || pid === undefined || tag === undefined || !isLeftOver(Number(pid), tag)) return;
  const there = await stat(join(folder, target)).catch(() => undefined);
  if (there === undefined) await rename(join(folder, name), join(folder, target)).catch(() => {});
};

/** Removes temporary outputs of processes that are gone, such as after a kill. */
export const sweep = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) await putBack(folder, name);
  for (const name of names) {
    const [, pid, tag] = /\.(\d+)\.([0-9a-f]{8})\.millrace-tmp/.exec(name) ?? [];
    if (pid === undefined || tag === undefined || !isLeftOver(Number(pid), tag)) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
};
