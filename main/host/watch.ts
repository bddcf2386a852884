/** Notices that a file was changed by someone else, also when it was replaced by a rename, as editors and git do. */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export type Watched = { readonly stop: () => void };

/** Calls `changed` a moment after the file was touched; it may have stayed the same. */
export const watchFile = (path: string, changed: () => void, quietMs = 150): Watched => {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    // The folder is watched, not the file: a watch on a file ends with the rename that replaces it.
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name !== null && name !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, quietMs);
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    // A folder that cannot be watched is looked at when the document is saved.
  }
  return {
    stop: () => {
      clearTimeout(timer);
      watcher?.close();
    },
  };
};
