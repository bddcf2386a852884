import { engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import type { Json, Schema } from '../../schema/types.ts';
import type { Described, SourceConnector, Stage, World } from '../contract.ts';
import { fileFacts } from '../files/facts.ts';
import { checkDatabaseFile } from './database-file.ts';
import type { SqliteSourceOptions } from './options.ts';
import { type Session, startSession } from './session.ts';

/** How long SQLite may take for one answer: opening a database of 1 GB takes a few seconds. */
export const answerSeconds = 60;

/** Opens a session for a database file, hands it to `use` and ends it. */
const withDatabase = async <T>(
  options: Pick<SqliteSourceOptions, 'path' | 'maxMegabytes'>,
  world: World,
  seconds: number,
  use: (session: Session, absolute: string, facts: Awaited<ReturnType<typeof fileFacts>>) => Promise<T>,
): Promise<T> => {
  const absolute = await world.readPath(options.path);
  const facts = await checkDatabaseFile(absolute, options.path, options.maxMegabytes * 1e6, world);
  const session = await startSession(options.path, world.signal, seconds);
  try {
    return await use(session, absolute, facts);
  } finally {
    session.close();
  }
};

const withTypes = (table: string, found: Schema, types: Readonly<Record<string, string>>): Schema => {
  const columns = found.map(field => field.name);
  for (const column of Object.keys(types))
    if (!columns.includes(column)) {
      const near = nearest(column, columns);
      throw engineError(
        'sqlite-unknown-column',
        { table, column, columns, ...(near !== undefined && { near }) },
        { param: 'types' },
      );
    }
  return found.map(field => ({
    name: field.name,
    type: Object.hasOwn(types, field.name) ? (types[field.name] ?? field.type) : field.type,
  }));
};

/** Plain JSON with the table's own spelling; options that were left out stay left out. */
const pinned = (options: SqliteSourceOptions, table: string): Json =>
  JSON.parse(JSON.stringify({ ...options, table }));

const describeSqlite = (options: SqliteSourceOptions, world: World, seconds: number): Promise<Described> =>
  withDatabase(options, world, seconds, async (session, absolute, facts) => {
    const found = await session.ask('describe', {
      absolute,
      id: facts.id,
      shown: options.path,
      table: options.table ?? null,
      columns: options.columns ?? null,
    });
    const { fingerprint, bytes } = facts;
    return {
      columns: withTypes(found.table, found.columns, options.types),
      options: pinned(options, found.table),
      ...(found.rows !== null && { rows: found.rows }),
      fingerprint,
      inputs: [{ name: absolute, fingerprint, bytes }],
    };
  });

const loadSqlite = (
  options: SqliteSourceOptions,
  columns: Schema,
  stage: Stage,
  world: World,
  seconds: number,
): Promise<void> =>
  withDatabase(options, world, seconds, async (session, absolute, facts) => {
    await session.ask('read', {
      absolute,
      id: facts.id,
      shown: options.path,
      table: options.table ?? '',
      columns,
      cast: Object.keys(options.types),
    });
    // The child holds its own copy by now: changes from here on no longer matter.
    if ((await fileFacts(absolute, world, options.path)).fingerprint !== facts.fingerprint)
      throw engineError('workbook-changed', { path: options.path }, { param: 'path' });
    let rows = 0;
    let coming = session.ask('next', null);
    for (;;) {
      const batch = await coming;
      if (batch.length === 0) return;
      // The child fetches the next batch while the engine takes this one; never more than that.
      coming = session.ask('next', null);
      coming.catch(() => {});
      await stage.append(batch);
      rows += batch.length;
      world.progress({ rows });
    }
  });

/** The SQLite source with a time limit of its own, for tests. */
export const makeSqliteSource = (seconds: number): SourceConnector<SqliteSourceOptions> => ({
  name: 'sqlite',
  reads: 'rows',
  describe: (options, world) => describeSqlite(options, world, seconds),
  load: (options, columns, stage, world) => loadSqlite(options, columns, stage, world, seconds),
});

/** Reads one table or view of a SQLite database, in a process of its own. */
export const sqliteSource = makeSqliteSource(answerSeconds);

/** The tables and views of a database, for a list to choose from. */
export const sqliteTables = (
  options: Pick<SqliteSourceOptions, 'path' | 'maxMegabytes'>,
  world: World,
): Promise<readonly string[]> =>
  withDatabase(options, world, answerSeconds, (session, absolute, { id }) =>
    session.ask('tables', { absolute, id, shown: options.path }),
  );
