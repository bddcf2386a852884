/** Pipelines that were opened or saved lately, newest first. */
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { storeFile } from './store-file.ts';

const most = 12;
const recentSchema = z.strictObject({ files: z.array(z.string()) });

export type RecentFile = {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
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
          path: file,
          name: basename(file),
          folder: dirname(file),
          exists: await stat(file).then(
            () => true,
            () => false,
          ),
        })),
      );
    },
    add: async file => {
      await store.change(({ files }) => ({ files: [file, ...files.filter(f => f !== file)].slice(0, most) }));
    },
    forget: async file => {
      await store.change(({ files }) => ({ files: files.filter(f => f !== file) }));
    },
  };
};
