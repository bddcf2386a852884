import { stat } from 'node:fs/promises';
import { engineError } from '../../diagnostics/errors.ts';
import { type FileFacts, factsAndHead, type Opener } from '../files/facts.ts';
import { looksLike } from '../files/looks-like.ts';

const magic = 'SQLite format 3\0';

const notEmpty = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).size > 0;
  } catch {
    return false;
  }
};

/** Whole pages of bytes without any pattern: what an encrypted database looks like from outside. */
const seemsEncrypted = (bytes: number, head: Buffer): boolean => {
  if (bytes < 1024 || bytes % 512 !== 0) return false;
  const counts = new Map<number, number>();
  const sample = head.subarray(0, 4096);
  for (const byte of sample) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  const bits = [...counts.values()].reduce(
    (sum, n) => sum - (n / sample.length) * Math.log2(n / sample.length),
    0,
  );
  return bits > (sample.length >= 4096 ? 7.9 : 7.5);
};

/**
 * Looks at a database file before it is loaded: its size, its kind, and whether changes wait in a log beside it.
 * Throws `sqlite-too-large`, `not-sqlite`, `sqlite-encrypted`, `sqlite-locked` and the faults of files.
 */
export const checkDatabaseFile = async (
  absolute: string,
  shown: string,
  maxBytes: number,
  world: Opener,
): Promise<FileFacts> => {
  const { facts, head } = await factsAndHead(absolute, world, shown);
  const place = { param: 'path' };
  if (head.subarray(0, 16).toString('latin1') !== magic)
    throw seemsEncrypted(facts.bytes, head)
      ? engineError('sqlite-encrypted', { path: shown }, place)
      : engineError('not-sqlite', { path: shown, looks: looksLike(head) }, place);
  if (facts.bytes > maxBytes)
    throw engineError('sqlite-too-large', { path: shown, bytes: facts.bytes, limit: maxBytes }, place);
  if (await notEmpty(`${absolute}-wal`))
    throw engineError('sqlite-locked', { path: shown, log: 'a write-ahead log (-wal)' }, place);
  if (await notEmpty(`${absolute}-journal`))
    throw engineError(
      'sqlite-locked',
      { path: shown, log: 'a journal of an unfinished change (-journal)' },
      place,
    );
  return facts;
};
