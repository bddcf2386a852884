/** Several connections that see one state. MySQL cannot hand a snapshot on, so tables are held still while all begin. */
import { shownTable, tableName } from '../database/names.ts';
import type { MysqlSourceOptions } from '../database/options.ts';
import { raisedFrom } from '../database/raised.ts';
import { within } from '../database/waiting.ts';
import type { Session } from './connect.ts';
import { beginSnapshot, repeatable } from './describe.ts';
import { relationNamed } from './existing.ts';
import { isPlainCondition, namesSystemTables } from './plain.ts';
import { quoteTable } from './quote.ts';

/** Why several connections cannot be given one state. */
export type Obstacle =
  | { readonly why: 'engine'; readonly table: string; readonly engine: string }
  | { readonly why: 'privilege'; readonly whole: boolean }
  | { readonly why: 'busy' | 'servers' }
  | { readonly why: 'failed'; readonly reason: string };

/** The statements that hold still what is read, the gentlest first. */
type Hold = { readonly why: 'none'; readonly locks: readonly string[]; readonly whole: boolean };

const wholeServer = 'FLUSH TABLES WITH READ LOCK';

/** A table of the server, if there is one, whose engine has no snapshots. */
const tableWithoutSnapshots = async (session: Session): Promise<Obstacle | undefined> => {
  const [found] = await session.texts(
    `SELECT CONCAT(table_schema, '.', table_name), engine FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND coalesce(engine, '') <> 'InnoDB'
       AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') LIMIT 1`,
  );
  return found && { why: 'engine', table: found[0] ?? '', engine: found[1] ?? 'unknown' };
};

/**
 * How to hold still what the options read. Which tables stand behind a query, a view or a function nobody tells, so for
 * those the whole server is held, and every table must be one with snapshots.
 */
export const holdFor = async (session: Session, options: MysqlSourceOptions): Promise<Hold | Obstacle> => {
  if (options.table !== undefined) {
    const name = tableName(options.table, '`');
    const found = await relationNamed(session, name);
    if (found?.kind === 'BASE TABLE') {
      if (found.engine !== 'InnoDB') return { why: 'engine', table: shownTable(name), engine: found.engine };
      if (isPlainCondition(options.where ?? ''))
        return { why: 'none', locks: [`LOCK TABLES ${quoteTable(name)} READ`, wholeServer], whole: false };
    }
  }
  const system = namesSystemTables([options.table, options.query, options.where].join(' '));
  if (system !== undefined) return { why: 'engine', table: system, engine: 'of the server itself' };
  return (await tableWithoutSnapshots(session)) ?? { why: 'none', locks: [wholeServer], whole: true };
};

/**
 * Whoever wants to write waits behind a lock that is asked for, so it is given up after a second, the least that MySQL
 * knows, and is let go after two even if the connections have not begun. Without autocommit InnoDB is held as well.
 */
const patience = 'SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1, autocommit = 0';
const longestHold = 2000;

const obstacleOf = (error: unknown, whole: boolean): Obstacle => {
  const { number, message } = raisedFrom(error);
  if ([1044, 1142, 1227].includes(number)) return { why: 'privilege', whole };
  return number === 1205 ? { why: 'busy' } : { why: 'failed', reason: message };
};

/** Takes the first lock that the user may take; the obstacle where there is none. */
const take = async (session: Session, { locks, whole }: Hold): Promise<Obstacle | undefined> => {
  let met: Obstacle | undefined;
  for (const lock of locks) {
    try {
      await session.query(lock);
      return undefined;
    } catch (error) {
      met = obstacleOf(error, whole);
      if (met.why !== 'privilege') return met;
    }
  }
  return met;
};

/** Lets go. A connection that cannot is dropped, which frees its locks as well. */
const letGo = async (session: Session): Promise<void> => {
  const unlocked = session.query('UNLOCK TABLES').then(() => true);
  const done = await within(unlocked, 1000, () => false).catch(() => false);
  if (!done) session.abandon();
};

const whichServer = "SELECT CONCAT(@@hostname, ':', @@port, ' ', @@server_id)";

/**
 * Begins a transaction on every reader such that all see the same rows, and gives undefined; else what stands against
 * it. `keeper` holds the lock and has let go of it when this returns, whatever happened to the readers.
 */
export const beginTogether = async (
  keeper: Session,
  readers: readonly Session[],
  hold: Hold,
): Promise<Obstacle | undefined> => {
  // Behind a proxy each connection may lead to another replica.
  const servers = await Promise.all([keeper, ...readers].map(one => one.texts(whichServer)));
  if (new Set(servers.map(rows => rows[0]?.[0])).size > 1) return { why: 'servers' };
  await Promise.all(readers.map(reader => reader.query(repeatable)));
  await keeper.query(patience);
  const met = await take(keeper, hold);
  if (met) return met;
  try {
    const begun = Promise.all(readers.map(reader => reader.query(beginSnapshot))).then(() => true);
    return (await within(begun, longestHold, () => false)) ? undefined : { why: 'busy' };
  } finally {
    await letGo(keeper);
  }
};
