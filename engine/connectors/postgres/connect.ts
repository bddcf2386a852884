import type { Readable, Writable } from 'node:stream';
import type { Client, ClientConfig } from 'pg';
import { engineError } from '../../diagnostics/errors.ts';
import type { Cell, World } from '../contract.ts';
import type { Endpoint, ServerKind } from '../database/endpoint.ts';
import { raisedFrom } from '../database/raised.ts';
import { connectTimeout, orAbort, within } from '../database/waiting.ts';
import { connectError } from './errors.ts';

export const postgresKind: ServerKind = {
  schemes: ['postgres:', 'postgresql:'],
  port: 5432,
  example: 'postgres://user:${env:PG_PASSWORD}@host:5432/database',
  reference: '${env:PG_PASSWORD}',
};

/** A result: rows of text, and what the server says of each column. */
export type Result = {
  readonly rows: readonly (readonly Cell[])[];
  readonly fields: readonly {
    readonly name: string;
    readonly dataTypeID: number;
    readonly dataTypeModifier: number;
  }[];
  readonly count: number;
};

/** One connection. Errors are the driver's own: callers turn them into ours, with what they know. */
export type Session = {
  /** Runs one statement; more than one is refused by the protocol itself. */
  query(sql: string, values?: readonly string[]): Promise<Result>;
  copyOut(sql: string): Readable;
  copyIn(sql: string): Writable & { readonly rowCount: number };
  /** Ends politely. */
  close(): Promise<void>;
  /** Drops the socket and asks the server to stop the running statement. Returns at once. */
  abandon(): void;
};

/** Fixes what would make the same value print differently from server to server. */
const settings = [
  "SET TimeZone = 'UTC'",
  "SET DateStyle = 'ISO, YMD'",
  "SET IntervalStyle = 'postgres'",
  'SET extra_float_digits = 3',
  "SET bytea_output = 'hex'",
  'SET standard_conforming_strings = on',
  "SET client_encoding = 'UTF8'",
].join('; ');

const asText = { getTypeParser: () => (value: string | Buffer) => String(value) };

const configOf = (to: Endpoint, ssl: boolean): ClientConfig => ({
  host: to.host,
  port: to.port,
  database: to.database,
  user: to.user,
  // A function, because the driver replaces an empty text by PGPASSWORD or the password file, which nobody asked for.
  password: () => to.password,
  ssl: ssl && {
    rejectUnauthorized: to.ssl === 'verify-full',
    ...(to.ca !== undefined && { ca: to.ca }),
  },
  application_name: 'millrace',
  keepAlive: true,
  types: asText,
});

const destroy = (client: Client): void => {
  const stream: unknown = Reflect.get(Reflect.get(client, 'connection') ?? {}, 'stream');
  if (typeof stream === 'object' && stream !== null) Reflect.get(stream, 'destroy')?.call(stream);
};

const open = async (to: Endpoint, ssl: boolean, signal: AbortSignal): Promise<Client> => {
  const { Client: PgClient } = (await import('pg')).default;
  const client = new PgClient(configOf(to, ssl));
  // Without a listener a connection that breaks between two statements would end the process.
  client.on('error', () => undefined);
  const late = () => {
    destroy(client);
    throw engineError('database-timeout', { host: to.host, port: to.port, seconds: connectTimeout / 1000 });
  };
  const ready = client.connect().then(() => client.query(settings));
  await orAbort(within(ready, connectTimeout, late), signal, () => destroy(client));
  return client;
};

/** As libpq's `prefer`: with SSL where the server has it, else without. Only that answer leads to a second try. */
const openPreferred = async (to: Endpoint, signal: AbortSignal): Promise<Client> => {
  if (to.ssl !== 'prefer') return open(to, to.ssl !== 'disable', signal);
  try {
    return await open(to, true, signal);
  } catch (error) {
    if (/does not support SSL/.test(raisedFrom(error).message)) return open(to, false, signal);
    throw error;
  }
};

/** Asks the server to stop what that backend does. Best effort: losing the socket ends it too, only later. */
const cancelBackend = async (to: Endpoint, pid: string): Promise<void> => {
  const client = await openPreferred(to, AbortSignal.timeout(3000));
  await within(client.query('SELECT pg_cancel_backend($1)', [pid]), 3000, () => undefined);
  destroy(client);
};

/** Connects within ten seconds, or throws `database-refused`, `database-auth`, `database-timeout` and their kin. */
export const connect = async (to: Endpoint, world: Pick<World, 'signal'>): Promise<Session> => {
  const client = await openPreferred(to, world.signal).catch((error: unknown) => {
    throw connectError(error, to);
  });
  const { to: copyTo, from: copyFrom } = (await import('pg-copy-streams')).default;
  const query = async (sql: string, values: readonly string[] = []): Promise<Result> => {
    // The extended protocol takes one statement only; the simple one would run several.
    const config = { text: sql, values: [...values], rowMode: 'array' as const, queryMode: 'extended' };
    const result = await client.query<(string | null)[]>(config);
    return { rows: result.rows, fields: result.fields, count: result.rowCount ?? 0 };
  };
  const pid = (await query('SELECT pg_backend_pid()')).rows[0]?.[0] ?? '0';
  return {
    query,
    copyOut: sql => client.query(copyTo(sql)),
    copyIn: sql => client.query(copyFrom(sql)),
    close: () => within(client.end(), 1000, () => destroy(client)),
    abandon: () => {
      destroy(client);
      cancelBackend(to, pid).catch(() => undefined);
    },
  };
};

/** Runs `work` on a connection of its own, which is closed or, on cancel, dropped whatever happens. */
export const withSession = async <T>(
  to: Endpoint,
  world: World,
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const session = await connect(to, world);
  try {
    return await orAbort(work(session), world.signal, session.abandon);
  } finally {
    if (!world.signal.aborted) await session.close().catch(() => undefined);
  }
};
