import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type EngineError, engineError } from '../../diagnostics/errors.ts';
import type { RowStream, World, Written } from '../contract.ts';
import { committed } from '../database/commit.ts';
import { csvRow } from '../database/csv.ts';
import { type Endpoint, endpointOf, redacted, safeCause } from '../database/endpoint.ts';
import { grouped } from '../database/key-columns.ts';
import { distinctColumns, shownTable, type TableName, tableName, unknownTable } from '../database/names.ts';
import type { DatabaseSinkOptions } from '../database/options.ts';
import { raisedFrom } from '../database/raised.ts';
import { watched } from '../database/rows.ts';
import { cellConverters } from './cells.ts';
import { postgresKind, type Session, withSession } from './connect.ts';
import { isLost, queryError } from './errors.ts';
import { quoteName, quoteTable } from './quote.ts';
import { type Existing, type WritePlan, writePlan } from './write-plan.ts';

const kinds: Readonly<Record<string, string>> = {
  v: 'view',
  m: 'materialised view',
  f: 'foreign table',
  S: 'sequence',
  i: 'index',
  c: 'type',
};

/** The table that is there under that name, or undefined. Throws `database-not-a-table` for a view and its kin. */
const existingTable = async (session: Session, name: TableName): Promise<Existing | undefined> => {
  const { rows } = await session.query(
    'SELECT c.oid::text, c.relkind::text FROM pg_catalog.pg_class c WHERE c.oid = to_regclass($1)',
    [quoteTable(name)],
  );
  const [oid, kind] = rows[0] ?? [];
  if (typeof oid !== 'string') return undefined;
  if (kind !== 'r' && kind !== 'p')
    throw engineError('database-not-a-table', {
      table: shownTable(name),
      kind: kinds[kind ?? ''] ?? 'relation',
    });
  const columns = await session.query(
    `SELECT attname::text, format_type(atttypid, atttypmod),
       CASE WHEN NOT attnotnull OR atthasdef OR attidentity <> '' OR attgenerated <> '' THEN 't' END
     FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [oid],
  );
  const unique = await session.query(
    `SELECT i.indexrelid::text, a.attname::text FROM pg_catalog.pg_index i
     JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
     WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
     ORDER BY 1, array_position(i.indkey::int2[], a.attnum)`,
    [oid],
  );
  return {
    columns: columns.rows.map(([column, type, optional]) => ({
      name: column ?? '',
      type: type ?? 'text',
      optional: optional === 't',
    })),
    unique: grouped(unique.rows),
  };
};

/** `database-unknown-table` with the schema's tables. */
const noTable = async (session: Session, name: TableName): Promise<EngineError> => {
  const { rows } = await session.query(
    `SELECT c.relname::text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p')
     AND CASE WHEN $1 = '' THEN pg_table_is_visible(c.oid) AND c.relnamespace <> 'pg_catalog'::regnamespace
       ELSE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1) END ORDER BY 1 LIMIT 500`,
    [name.schema ?? ''],
  );
  const prefix = name.schema === undefined ? '' : `${name.schema}.`;
  return unknownTable(
    shownTable(name),
    rows.map(row => `${prefix}${row[0]}`),
  );
};

/** The rows as CSV, a batch a chunk, counted on the way. */
async function* csvOf(
  rows: RowStream,
  counted: { rows: number; bytes: number },
  world: World,
): AsyncGenerator<Buffer> {
  const convert = cellConverters(rows.columns.map(column => column.type));
  for await (const batch of rows.batches()) {
    world.signal.throwIfAborted();
    let text = '';
    for (const row of batch) text += csvRow(row.map((cell, i) => convert[i]?.(cell) ?? null));
    const chunk = Buffer.from(text);
    counted.rows += batch.length;
    counted.bytes += chunk.length;
    if (chunk.length > 0) yield chunk;
    world.progress({ ...counted });
  }
}

/** An error of a statement of the write, said of the table. */
const writeError = (error: unknown, on: Endpoint, table: string, keys: readonly string[]): EngineError => {
  const { code, message, where, detail } = raisedFrom(error);
  const cause = safeCause(error, on);
  if (code === '42P07') return engineError('database-exists', { table }, { param: 'table' }, cause);
  if (code === '21000' && /ON CONFLICT/.test(message))
    return engineError('database-duplicate-keys', { table, keys }, {}, cause);
  if (/^(23|22)/.test(code) || code === '428C9') {
    const said = redacted([message, detail, where].filter(part => part !== undefined).join('; '), on);
    return engineError('database-constraint', { table, message: said }, {}, cause);
  }
  return queryError(error, on, true);
};

const run = async (
  session: Session,
  plan: WritePlan,
  rows: RowStream,
  counted: { rows: number; bytes: number },
  world: World,
) => {
  for (const sql of plan.before) await session.query(sql);
  await pipeline(
    Readable.from(csvOf(rows, counted, world), { objectMode: false }),
    session.copyIn(plan.copy),
  );
  for (const sql of plan.after) await session.query(sql);
};

/** Writes every row in one transaction: on an error or cancel the database is as before. */
export const write = async (
  options: DatabaseSinkOptions,
  rows: RowStream,
  world: World,
): Promise<Written> => {
  const name = tableName(options.table, '"');
  const table = shownTable(name);
  const keys = options.keys ?? [];
  distinctColumns(rows.columns).forEach(column => void quoteName(column.name));
  const endpoint = await endpointOf(options.connection, postgresKind, world);
  const counted = { rows: 0, bytes: 0 };
  const { stream, failure } = watched(rows, table, keys);
  await withSession(endpoint, world, async session => {
    try {
      await session.query('BEGIN');
      const existing = await existingTable(session, name);
      if (!existing && (options.mode === 'append' || options.mode === 'upsert'))
        throw await noTable(session, name);
      const temporary = `millrace_${randomBytes(8).toString('hex')}`;
      const plan = writePlan(options.mode, name, existing, rows.columns, keys, temporary);
      await run(session, plan, stream, counted, world);
      world.signal.throwIfAborted();
      await committed(() => session.query('COMMIT'), isLost, endpoint, table, world);
    } catch (error) {
      await session.query('ROLLBACK').catch(() => undefined);
      throw failure() ?? writeError(error, endpoint, table, keys);
    }
  });
  return { place: table, ...counted };
};
