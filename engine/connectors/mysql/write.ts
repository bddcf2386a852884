import { randomBytes } from 'node:crypto';
import { type EngineError, engineError } from '../../diagnostics/errors.ts';
import type { RowStream, World, Written } from '../contract.ts';
import { committed } from '../database/commit.ts';
import { type Endpoint, endpointOf, redacted, safeCause } from '../database/endpoint.ts';
import { checked, distinctColumns, shownTable, tableName, unknownTable } from '../database/names.ts';
import type { DatabaseSinkOptions } from '../database/options.ts';
import { raisedFrom } from '../database/raised.ts';
import { watched } from '../database/rows.ts';
import { within } from '../database/waiting.ts';
import { cellLiterals } from './cells.ts';
import { connect, mysqlKind, type Session, withSession } from './connect.ts';
import { someTables } from './describe.ts';
import { isLost, queryError } from './errors.ts';
import { existingTable } from './existing.ts';
import { type WritePlan, writePlan } from './write-plan.ts';

/** Statements of about this many characters: large enough for speed, small enough for any server and memory. */
const aboutBytes = 1 << 20;

/** Strict, so that nothing is cut or rounded to fit, and with quotes as the only way to end a literal. */
const modes = ['STRICT_ALL_TABLES', 'NO_BACKSLASH_ESCAPES', 'NO_AUTO_VALUE_ON_ZERO'];

/** Sets the session up for literals; gives the largest statement that the server takes, in bytes. */
const prepareSession = async (session: Session, on: Endpoint): Promise<number> => {
  await session.query(`SET SESSION sql_mode = '${modes.join(',')}'`);
  const [row] = await session.texts('SELECT @@SESSION.sql_mode, @@SESSION.max_allowed_packet');
  // Data becomes part of statements: had a proxy kept the setting back, a backslash could end a literal.
  const unset = modes.find(mode => !row?.[0]?.includes(mode));
  if (unset !== undefined)
    throw engineError('database-session', { host: on.host, port: on.port, setting: unset });
  return Number(row?.[1] ?? aboutBytes);
};

/** The rows as `(…),(…)` in pieces of bounded size. */
async function* valueLists(rows: RowStream, table: string, limit: number) {
  const literals = cellLiterals(rows.columns);
  let list = '';
  let count = 0;
  for await (const batch of rows.batches())
    for (const row of batch) {
      const values = `(${literals.map((literal, i) => literal(row[i] ?? null)).join(',')})`;
      // Only a text near the limit is worth measuring in bytes; a character takes at most three times its length.
      if (values.length * 3 > limit && Buffer.byteLength(values) > limit)
        throw engineError('database-row-size', { table, bytes: Buffer.byteLength(values), limit });
      if (
        list !== '' &&
        (list.length + values.length > aboutBytes || (list.length + values.length) * 3 > limit)
      ) {
        yield { list, count };
        list = '';
        count = 0;
      }
      list = list === '' ? values : `${list},${values}`;
      count++;
    }
  if (count > 0) yield { list, count };
}

const insertAll = async (
  session: Session,
  rows: RowStream,
  insert: string,
  table: string,
  limit: number,
  world: World,
) => {
  let done = 0;
  let sent: Promise<unknown> = Promise.resolve();
  for await (const { list, count } of valueLists(rows, table, limit - insert.length - 1024)) {
    // While the server works on one statement, the next is put together.
    await sent;
    sent = session.query(insert + list);
    sent.catch(() => undefined);
    done += count;
    world.progress({ rows: done });
  }
  await sent;
  return done;
};

/** An error of a statement of the write, said of the table. */
const writeError = (error: unknown, on: Endpoint, table: string, keys: readonly string[]): EngineError => {
  const { number, message } = raisedFrom(error);
  const cause = safeCause(error, on);
  if (number === 1050) return engineError('database-exists', { table }, { param: 'table' }, cause);
  if (number === 1062 && /millrace_keys/.test(message))
    return engineError('database-duplicate-keys', { table, keys }, {}, cause);
  const refusals = [1048, 1062, 1264, 1265, 1292, 1364, 1366, 1406, 1411, 1416, 1451, 1452, 3140, 3819, 4025];
  if (refusals.includes(number))
    return engineError('database-constraint', { table, message: redacted(message, on) }, {}, cause);
  return queryError(error, on, true);
};

const run = async (
  session: Session,
  plan: WritePlan,
  rows: RowStream,
  table: string,
  limit: number,
  on: Endpoint,
  world: World,
) => {
  for (const sql of plan.prepare) await session.query(sql);
  await session.query('START TRANSACTION');
  for (const sql of plan.begin) await session.query(sql);
  const done = await insertAll(session, rows, plan.insert, table, limit, world);
  for (const sql of plan.finish) await session.query(sql);
  world.signal.throwIfAborted();
  await committed(() => session.query('COMMIT'), isLost, on, table, world);
  const { publish } = plan;
  if (publish !== undefined) await committed(() => session.query(publish), isLost, on, table, world);
  for (const sql of plan.tidy)
    await session.query(sql).catch(async (error: unknown) => {
      if (plan.unpublish !== undefined) await session.query(plan.unpublish);
      throw error;
    });
  return done;
};

/** Takes away what an unfinished write made, on a new connection, since the old one may be gone. Best effort. */
const undo = async (statements: readonly string[], on: Endpoint): Promise<void> => {
  if (statements.length === 0) return;
  const session = await connect(on, AbortSignal.timeout(5000));
  try {
    for (const sql of statements) await session.query(sql);
  } finally {
    await session.close();
  }
};

/** Writes every row; on an error or cancel the database is as before. */
export const write = async (
  options: DatabaseSinkOptions,
  rows: RowStream,
  world: World,
): Promise<Written> => {
  const name = tableName(options.table, '`');
  const table = shownTable(name);
  const keys = options.keys ?? [];
  // MySQL takes names that differ only in letter case for the same column.
  distinctColumns(rows.columns, column => column.toLowerCase()).forEach(column => void checked(column.name));
  const endpoint = await endpointOf(options.connection, mysqlKind, world);
  const { stream, failure } = watched(rows, table, keys);
  let plan: WritePlan | undefined;
  try {
    const written = await withSession(endpoint, world, async session => {
      const limit = await prepareSession(session, endpoint);
      const existing = await existingTable(session, name);
      if (!existing && (options.mode === 'append' || options.mode === 'upsert'))
        throw unknownTable(table, await someTables(session));
      const temporary = `millrace_${randomBytes(8).toString('hex')}`;
      plan = writePlan(options.mode, name, existing, rows.columns, keys, temporary);
      return run(session, plan, stream, table, limit, endpoint, world);
    });
    return { place: table, rows: written };
  } catch (error) {
    // A cancelled run waits no longer than a person would notice; the server gets the statement all the same.
    const undone = undo(plan?.undo ?? [], endpoint).catch(() => undefined);
    await within(undone, world.signal.aborted ? 150 : 10_000, () => undefined);
    throw world.signal.aborted ? error : (failure() ?? writeError(error, endpoint, table, keys));
  }
};
