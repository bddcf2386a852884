/** Unsaved work, kept where a crash cannot take it, until it is saved or thrown away. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './store-file.ts';

/** `path` is absent for work that never had a file; then `key` is its only name. */
const backupSchema = z.strictObject({
  key: z.string(),
  path: z.string().optional(),
  text: z.string(),
  at: z.number(),
});
export type Backup = z.output<typeof backupSchema>;

export type Backups = {
  write(backup: Backup): Promise<void>;
  read(key: string): Promise<Backup | undefined>;
  remove(key: string): Promise<void>;
  /** Unsaved work that never had a file, newest first. */
  untitled(): Promise<readonly Backup[]>;
};

export const openBackups = (folder: string, onBad: (name: string) => void): Backups => {
  const placeOf = (key: string) =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  const readAt = async (place: string): Promise<Backup | undefined> => {
    const text = await readFile(place, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return backupSchema.parse(JSON.parse(text));
    } catch {
      await rename(place, `${place}.bad`).catch(() => {});
      onBad(basename(place));
      return undefined;
    }
  };
  return {
    write: backup => replaceFile(placeOf(backup.key), JSON.stringify(backup)),
    read: key => readAt(placeOf(key)),
    remove: key => rm(placeOf(key), { force: true }),
    untitled: async () => {
      const names = await readdir(folder).catch(() => []);
      const all = await Promise.all(names.filter(n => n.endsWith('.json')).map(n => readAt(join(folder, n))));
      return all
        .flatMap(b => (b !== undefined && b.path === undefined ? [b] : []))
        .sort((a, b) => b.at - a.at);
    },
  };
};
