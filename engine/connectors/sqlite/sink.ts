import { stat } from 'node:fs/promises';
import type { RowStream, SinkConnector, World } from '../contract.ts';
import { checkDatabaseFile } from './database-file.ts';
import type { SqliteSinkOptions } from './options.ts';
import type { WritePlan } from './protocol.ts';
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

/** The database to change: the file that is there, checked, or null for a new one. */
const existingFile = async (options: SqliteSinkOptions, world: World): Promise<WritePlan['file']> => {
  const absolute = await world.writePath(options.path);
  // SQLite takes an empty file for a new database.
  if ((await sizeIfThere(absolute)) === 0) return null;
  const { id } = await checkDatabaseFile(absolute, options.path, options.maxMegabytes * 1e6, world);
  return { absolute, id };
};

const writeDatabase = async (
  options: SqliteSinkOptions,
  rows: RowStream,
  tempPath: string,
  world: World,
): Promise<{ rows: number }> => {
  const file = await existingFile(options, world);
  const session = await startSession(options.path, world.signal, answerSeconds);
  try {
    await session.ask('write', {
      file,
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
    return { rows: count };
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
