/** Pipelines that were opened or saved lately, newest first. */
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { storeFile } from './store-file.ts';

const most = 12;
const recentSchema = z.strictObject({ files: z.array(z.strictObject({ path: z.string(), at: z.number() })) });

export type RecentFile = {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
  readonly at: number;
  /** A file that is gone stays in the list, greyed: it may come back with its disk. */
  readonly exists: boolean;
};

export type Recent = {
  list(): Promise<readonly RecentFile[]>;
  add(path: string): Promise<void>;
  forget(path: string): Promise<void>;
};

export const openRecent = (path: string, onBad: (path: string) => void): Recent => {
  const store = storeFile(path, recentSchema, { files: [] }, onBad);
  return {
    list: async () => {
      const { files } = await store.read();
      return Promise.all(
        files.map(async file => ({
          ...file,
          name: basename(file.path),
          folder: dirname(file.path),
          exists: await stat(file.path).then(
            () => true,
            () => false,
          ),
        })),
      );
    },
    add: async file => {
      await store.change(({ files }) => ({
        files: [{ path: file, at: Date.now() }, ...files.filter(f => f.path !== file)].slice(0, most),
      }));
    },
    forget: async file => {
      await store.change(({ files }) => ({ files: files.filter(f => f.path !== file) }));
    },
  };
};
