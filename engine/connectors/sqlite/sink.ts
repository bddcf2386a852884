import { stat } from 'node:fs/promises';
import { engineError } from '../../diagnostics/errors.ts';
import type { RowStream, SinkConnector, World } from '../contract.ts';
import { anyFile, type FileFacts, fileFacts } from '../files/facts.ts';
import { checkDatabaseFile } from './database-file.ts';
import { heldBy } from './held.ts';
import type { SqliteSinkOptions } from './options.ts';
import { startSession } from './session.ts';
import { answerSeconds } from './source.ts';

const sizeIfThere = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};

/** Throws `sqlite-held` where another program would lose what it does to the database. */
const checkFree = async (absolute: string, shown: string): Promise<void> => {
  const reason = await heldBy(absolute);
  if (reason !== undefined) throw engineError('sqlite-held', { path: shown, reason }, { param: 'path' });
};

/** The database to change: the facts of the file that is there, checked, or null for a new one. */
const existingFile = async (options: SqliteSinkOptions, absolute: string): Promise<FileFacts | null> => {
  // SQLite takes an empty file for a new database.
  if ((await sizeIfThere(absolute)) === 0) return null;
  const facts = await checkDatabaseFile(absolute, options.path, options.maxMegabytes * 1e6, anyFile);
  await checkFree(absolute, options.path);
  return facts;
};

/** What others did to the database since it was read would be lost: then it stays as they left it. */
const stillTheSame = async (
  options: SqliteSinkOptions,
  absolute: string,
  before: FileFacts | null,
): Promise<void> => {
  const now = (await sizeIfThere(absolute)) === 0 ? null : await fileFacts(absolute, anyFile, options.path);
  if (now?.fingerprint !== before?.fingerprint)
    throw engineError('sqlite-changed', { path: options.path }, { param: 'path' });
  if (now !== null) await checkFree(absolute, options.path);
};

const writeDatabase = async (
  options: SqliteSinkOptions,
  rows: RowStream,
  tempPath: string,
  world: World,
): Promise<{ rows: number; check: () => Promise<void> }> => {
  const absolute = await world.writePath(options.path);
  const before = await existingFile(options, absolute);
  const session = await startSession(options.path, world.signal, answerSeconds);
  try {
    await session.ask('write', {
      file: before && { absolute, id: before.id },
      shown: options.path,
      table: options.table,
      mode: options.mode,
      keys: options.keys ?? [],
      columns: rows.columns,
      maxBytes: options.maxMegabytes * 1e6,
    });
    let count = 0;
    for await (const batch of rows.batches()) {
      await session.ask('rows', batch);
      count += batch.length;
      world.progress({ rows: count });
    }
    await session.ask('save', { to: tempPath });
    return { rows: count, check: () => stillTheSame(options, absolute, before) };
  } finally {
    session.close();
  }
};

/**
 * Writes one table of a SQLite database and keeps the rest of the file. The changed database is a new file beside the
 * old one, which the run then renames over it.
 */
export const sqliteSink: SinkConnector<SqliteSinkOptions> = {
  name: 'sqlite',
  writes: 'file',
  writeFile: writeDatabase,
  target: options => options.path,
};
