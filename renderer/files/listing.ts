/** Which entries of a folder a file dialog shows. */
import type { z } from 'zod';
import type { entrySchema } from '../../engine/contract/app.ts';

export type Entry = z.output<typeof entrySchema>;
export type Listing = { readonly folder: string; readonly path: string; readonly entries: readonly Entry[] };

type Shown = {
  readonly extensions: readonly string[];
  readonly all: boolean;
  readonly foldersOnly: boolean;
};

export const shownEntries = (
  listing: Listing | undefined,
  { extensions, all, foldersOnly }: Shown,
): readonly Entry[] =>
  (listing?.entries ?? []).filter(({ kind, name }) => {
    if (kind === 'folder') return true;
    if (foldersOnly) return false;
    const lower = name.toLowerCase();
    return all || extensions.length === 0 || extensions.some(e => lower.endsWith(`.${e.toLowerCase()}`));
  });

/** The name with the extension that is wanted, unless it has one of them. */
export const withExtension = (name: string, extensions: readonly string[]): string => {
  const [first] = extensions;
  const has = extensions.some(e => name.toLowerCase().endsWith(`.${e.toLowerCase()}`));
  return name === '' || has || first === undefined ? name : `${name}.${first}`;
};
