/** Files of the machine as a screen sees them: listed, chosen, looked into, each by a handle. */
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import type { chosenSchema, entrySchema } from '../../engine/contract/app.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import { documentWords } from '../../engine/diagnostics/document-words.ts';
import { limits } from '../../engine/graph/limits.ts';
import type { Handles } from './handles.ts';
import { settingPath } from './relative-paths.ts';

export type Chosen = z.output<typeof chosenSchema>;
type Entry = z.output<typeof entrySchema>;

export const chosenFile = (path: string, handles: Handles, folder: string | undefined): Chosen => ({
  file: handles.give(path),
  name: basename(path),
  path: settingPath(path, folder),
});

/** Entries a screen can show at most; a folder with more is rarely browsed by eye. */
const mostEntries = 5000;

export const listFolder = async (wanted: string, up: boolean, handles: Handles) => {
  const start = await stat(wanted).then(
    facts => (facts.isDirectory() ? wanted : dirname(wanted)),
    () => homedir(),
  );
  const folder = await realpath(up ? dirname(start) : start);
  const names = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new RpcError({
      code: 'folder-unreadable',
      message: `“${folder}” cannot be read: permission denied.`,
    });
  });
  const shown = names.filter(entry => !entry.name.startsWith('.')).slice(0, mostEntries);
  const entries = await Promise.all(
    shown.map(async (entry): Promise<Entry | undefined> => {
      const path = join(folder, entry.name);
      const facts = await stat(path).catch(() => undefined);
      if (facts === undefined) return undefined;
      return {
        file: handles.give(path),
        name: entry.name,
        kind: facts.isDirectory() ? 'folder' : 'file',
        ...(facts.isFile() && { bytes: facts.size }),
        modified: facts.mtimeMs,
      };
    }),
  );
  return {
    folder: handles.give(folder),
    path: folder,
    entries: entries
      .filter(e => e !== undefined)
      .sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind === 'folder' ? -1 : 1)),
  };
};

/** The first bytes of a file, and how long it is. */
export const headOf = async (path: string, most: number): Promise<{ head: Uint8Array; size: number }> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = new Uint8Array(Math.min(most, size));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return { head: head.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
};

/** The text of a pipeline file, to compare with. */
export const pipelineTextOf = async (path: string): Promise<{ name: string; text: string }> => {
  const name = basename(path);
  const { head, size } = await headOf(path, limits.fileBytes).catch(cause => {
    const { code } = cause as NodeJS.ErrnoException;
    throw new RpcError({ code: 'file-unreadable', message: documentWords.fileUnreadable(name, code) });
  });
  if (size > head.length)
    throw new RpcError({ code: 'file-too-large', message: documentWords.fileTooLarge(name) });
  return { name, text: new TextDecoder().decode(head) };
};
