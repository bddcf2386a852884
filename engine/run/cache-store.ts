/**
 * Results on disk. The name of a file says what it is: the hash of the relation, its rows, and the SHA-256 of its
 * bytes. One rename makes an entry, so two processes cannot leave half of each, and nothing damaged is ever read.
 */
import { randomBytes } from 'node:crypto';
import { access, constants, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolders, sha256Of } from './outputs.ts';
import { isLeftOver, processTag } from './owner.ts';

export type Entry = { readonly file: string; readonly rows: number };

type Contents = { readonly results: number; readonly bytes: number; readonly runs: number };

/** Results of this size together are kept unless told otherwise: 2 GB. */
export const usualCacheBytes = 2_000_000_000;

const entryName = /^([0-9a-f]{40})\.(\d{1,16})\.([0-9a-f]{64})\.parquet$/;
const temporaryName = /^[0-9a-f]{40}\.(\d+)\.([0-9a-f]{8})\.[0-9a-f]{8}\.tmp$/;
const holdName = /^(\d+)-([0-9a-f]{8})/;
const recordName = /^[0-9a-f]{40}\.json$/;

const data = (folder: string): string => join(folder, 'data');
const inUse = (folder: string): string => join(folder, 'in-use');

const names = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true }).catch(() => {});

/** Makes the folders, for this user only. False where that cannot be done: then there is no cache. */
export const prepareStore = async (folder: string): Promise<boolean> => {
  try {
    for (const part of ['data', 'runs', 'in-use']) await makeFolders(join(folder, part), 0o700);
    await access(join(folder, 'data'), constants.W_OK);
    return (await stat(join(folder, 'data'))).isDirectory();
  } catch {
    return false;
  }
};

/** Every hash that has an entry, with the entry's name: one look at the folder for a whole plan. */
export const listEntries = async (folder: string): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await names(data(folder))).flatMap(name => {
      const hash = entryName.exec(name)?.[1];
      return hash === undefined ? [] : [[hash, name] as const];
    }),
  );

/**
 * The entry of that name, if its bytes are still those that were written; what is damaged is removed without a word.
 * It is linked into a folder of this process first, so that nobody can change or remove it while it is read.
 */
export const takeEntry = async (folder: string, name: string, own: string): Promise<Entry | undefined> => {
  const [, , rows, sha256] = entryName.exec(name) ?? [];
  if (rows === undefined || sha256 === undefined) return undefined;
  const kept = join(data(folder), name);
  const held = join(own, name);
  const file = await link(kept, held).then(
    () => held,
    () => kept,
  );
  const is = await sha256Of(file).catch(() => undefined);
  if (is === undefined) return undefined;
  if (is.sha256 !== sha256) {
    await remove(held);
    await remove(kept);
    return undefined;
  }
  const now = new Date();
  // The time of last use decides what goes when room is short.
  await utimes(kept, now, now).catch(() => {});
  return { file, rows: Number(rows) };
};

/** A folder for the entries that a run reads; `releaseHold` removes it. */
export const makeHold = async (folder: string): Promise<string> => {
  const own = join(inUse(folder), `${process.pid}-${processTag}-${randomBytes(4).toString('hex')}`);
  await mkdir(own, { mode: 0o700 }).catch(() => {});
  return own;
};

export const releaseHold = (own: string): Promise<void> => remove(own);

/** Adds an entry. `write` fills the given path with Parquet. What cannot be kept costs time later and nothing now. */
export const addEntry = async (
  folder: string,
  hash: string,
  rows: number,
  write: (temporary: string) => Promise<void>,
): Promise<void> => {
  // Random, because two runs of one process may keep the same rows at once.
  const name = `${hash}.${process.pid}.${processTag}.${randomBytes(4).toString('hex')}.tmp`;
  const temporary = join(data(folder), name);
  try {
    await write(temporary);
    const { sha256 } = await sha256Of(temporary);
    await rename(temporary, join(data(folder), `${hash}.${rows}.${sha256}.parquet`));
  } catch {
    await remove(temporary);
  }
};

const isOrphan = (match: RegExpExecArray | null): boolean =>
  match !== null && isLeftOver(Number(match[1]), match[2] ?? '');

/** Removes the entries that were not used for longest until the rest fits, and what dead processes left. */
export const trimStore = async (folder: string, mostBytes: number): Promise<void> => {
  for (const name of await names(inUse(folder)))
    if (isOrphan(holdName.exec(name))) await remove(join(inUse(folder), name));
  const entries: { path: string; bytes: number; used: number }[] = [];
  for (const name of await names(data(folder))) {
    const path = join(data(folder), name);
    if (isOrphan(temporaryName.exec(name))) await remove(path);
    if (!entryName.test(name)) continue;
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined) entries.push({ path, bytes: info.size, used: info.mtimeMs });
  }
  let total = entries.reduce((sum, e) => sum + e.bytes, 0);
  for (const { path, bytes } of entries.sort((a, b) => a.used - b.used)) {
    if (total <= mostBytes) return;
    await remove(path);
    total -= bytes;
  }
};

/** How much is kept. */
export const cacheContents = async (folder: string): Promise<Contents> => {
  const sizes = await Promise.all(
    (await names(data(folder)))
      .filter(name => entryName.test(name))
      .map(name =>
        stat(join(data(folder), name)).then(
          info => info.size,
          () => 0,
        ),
      ),
  );
  const runs = (await names(join(folder, 'runs'))).filter(name => recordName.test(name));
  return { results: sizes.length, bytes: sizes.reduce((a, b) => a + b, 0), runs: runs.length };
};

/** Removes what the cache wrote, and nothing else that may be in its folder. */
export const clearCache = async (folder: string): Promise<void> => {
  for (const part of ['data', 'runs'])
    for (const name of await names(join(folder, part)))
      if (entryName.test(name) || temporaryName.test(name) || recordName.test(name))
        await remove(join(folder, part, basename(name)));
};
