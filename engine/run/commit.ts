/** Puts complete outputs in their places: all of them or none. */
import { link, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { at, EngineError } from '../diagnostics/errors.ts';
import { syncFolder, unwritable } from './outputs.ts';
import { checkUnmoved } from './paths.ts';

/** An output that is complete but not yet in its place. */
export type Staged = {
  readonly target: string;
  readonly temp: string;
  readonly folder: boolean;
  readonly node: string;
  /** The path as the pipeline says it. */
  readonly shown: string;
  /** Looks once more whether the target may be replaced, such as a database that others write. */
  readonly check?: () => Promise<void>;
};

/** An output that took its place, for as long as it may have to give it back. */
type Placed = { readonly undo: () => Promise<void>; readonly forget: () => Promise<void> };

/** Keeps the old content under another name; a file keeps its place meanwhile. False where nothing was there. */
const setAside = async ({ target, folder }: Staged, old: string): Promise<boolean> => {
  // Some disks know no second names for a file.
  const kept = folder ? rename(target, old) : link(target, old).catch(() => rename(target, old));
  return kept.then(
    () => true,
    () => false,
  );
};

const bringBack = async (old: string, target: string): Promise<void> => {
  await rename(old, target);
  // A rename between two names of one file does nothing.
  await rm(old, { force: true });
};

const place = async (s: Staged, alone: boolean): Promise<Placed> => {
  const { target, temp, folder } = s;
  await checkUnmoved(target, s.shown);
  const old = `${temp}-old`;
  // A single file needs no way back: its rename is one step.
  const had = (folder || !alone) && (await setAside(s, old));
  try {
    await rename(temp, target);
  } catch (error) {
    if (had) await bringBack(old, target);
    throw error;
  }
  return {
    undo: async () => {
      if (folder || !had) await rename(target, temp);
      if (had) await bringBack(old, target);
    },
    forget: () => (had ? rm(old, { recursive: true, force: true }) : Promise.resolve()),
  };
};

const faultOf = (cause: unknown, { node, shown }: Staged): EngineError =>
  cause instanceof EngineError ? at(cause, { node, param: 'path' }) : unwritable(shown, node, cause);

/**
 * Puts outputs in their places. When one of them cannot take its place, those before it give theirs back. Throws an
 * error of that output. Nobody cancels this: it takes milliseconds, and half of it would be the worst of all ends.
 */
export const commit = async (staged: readonly Staged[]): Promise<void> => {
  const placed: Placed[] = [];
  let now: Staged | undefined;
  try {
    for (now of staged) await now.check?.();
    for (now of staged) placed.push(await place(now, staged.length === 1));
  } catch (cause) {
    for (const { undo } of placed.reverse()) await undo().catch(() => {});
    throw now === undefined ? cause : faultOf(cause, now);
  }
  // A folder that is not removed now is swept by a later run.
  for (const { forget } of placed) await forget().catch(() => {});
  for (const parent of new Set(staged.map(s => dirname(s.target)))) await syncFolder(parent);
};
