/** Small JSON files of the program: replaced whole, set aside where they are damaged. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { isLeftOver, processTag } from '../../engine/run/owner.ts';

let last = 0;

/** Takes away what processes that died while they replaced this file have left beside it. */
const sweepFor = async (path: string): Promise<void> => {
  const start = `${basename(path)}.`;
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    const [, pid, tag] = name.startsWith(start)
      ? (/^(\d+)\.([0-9a-f]{8})\.\d+\.tmp$/.exec(name.slice(start.length)) ?? [])
      : [];
    if (pid !== undefined && tag !== undefined && isLeftOver(Number(pid), tag))
      await rm(join(dirname(path), name), { force: true });
  }
};

/** Puts text in the place of a file at once: a crash leaves the old one or the new one, never half of either. */
export const replaceFile = async (path: string, text: string, mode = 0o600): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  last += 1;
  const temp = `${path}.${process.pid}.${processTag}.${last}.tmp`;
  await sweepFor(path);
  try {
    const file = await open(temp, 'w', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temp, path);
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
};

export type StoreFile<T> = {
  readonly read: () => Promise<T>;
  readonly change: (edit: (value: T) => T) => Promise<T>;
};

/**
 * A file that holds one value. One that cannot be read as such is kept as `.bad`, `onBad` is told, and the value starts
 * anew. Changes are made one after another.
 */
export const storeFile = <S extends z.ZodType>(
  path: string,
  schema: S,
  fresh: z.output<S>,
  onBad: (path: string) => void,
): StoreFile<z.output<S>> => {
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<z.output<S>> => {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch {
      return fresh;
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      await rename(path, `${path}.bad`).catch(() => {});
      onBad(path);
      return fresh;
    }
  };
  return {
    read,
    change: edit => {
      const mine = turn.then(async () => {
        const value = edit(await read());
        await replaceFile(path, `${JSON.stringify(value, null, 1)}\n`);
        return value;
      });
      turn = mine.catch(() => {});
      return mine;
    },
  };
};
