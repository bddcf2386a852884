/** Unsaved work, kept where a crash cannot take it, until it is saved or thrown away. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './store-file.ts';

const backupSchema = z.strictObject({ path: z.string().optional(), text: z.string() });
export type Backup = z.output<typeof backupSchema>;

export type Backups = {
  write(key: string, backup: Backup): Promise<void>;
  read(key: string): Promise<Backup | undefined>;
  remove(key: string): Promise<void>;
  /** Unsaved work that never had a file. */
  untitled(): Promise<readonly Backup[]>;
};

export const openBackups = (folder: string): Backups => {
  const placeOf = (key: string) =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  const readAt = async (place: string): Promise<Backup | undefined> => {
    try {
      return backupSchema.parse(JSON.parse(await readFile(place, 'utf8')));
    } catch {
      return undefined;
    }
  };
  return {
    write: (key, backup) => replaceFile(placeOf(key), JSON.stringify(backup)),
    read: key => readAt(placeOf(key)),
    remove: key => rm(placeOf(key), { force: true }),
    untitled: async () => {
      const names = await readdir(folder).catch(() => []);
      const all = await Promise.all(names.filter(n => n.endsWith('.json')).map(n => readAt(join(folder, n))));
      return all.flatMap(b => (b !== undefined && b.path === undefined ? [b] : []));
    },
  };
};
