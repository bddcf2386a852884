import { createConnection, isIP, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Connection, ConnectionOptions, FieldPacket } from 'mysql2';
import { engineError } from '../../diagnostics/errors.ts';
import { commonJs } from '../common-js.ts';
import type { World } from '../contract.ts';
import type { Endpoint, ServerKind } from '../database/endpoint.ts';
import { raisedFrom } from '../database/raised.ts';
import { connectTimeout, orAbort, within } from '../database/waiting.ts';
import { connectError } from './errors.ts';
import type { ServerColumn } from './types.ts';

export const mysqlKind: ServerKind = {
  schemes: ['mysql:', 'mariadb:'],
  port: 3306,
  example: 'mysql://user:${env:MYSQL_PASSWORD}@host:3306/database',
  reference: '${env:MYSQL_PASSWORD}',
};

/** A cell as the server sent it. */
export type Bytes = Buffer | null;
export type Result = {
  readonly rows: readonly (readonly Bytes[])[];
  readonly columns: readonly ServerColumn[];
};

/** One connection. Errors are the driver's own: callers turn them into ours, with what they know. */
export type Session = {
  /** Runs one statement; the protocol is told to refuse more than one. */
  query(sql: string): Promise<readonly (readonly Bytes[])[]>;
  /** The columns that a statement would give. It is prepared and never run. */
  columns(sql: string): Promise<readonly ServerColumn[]>;
  /** Few rows, whose cells are text. */
  texts(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Rows as arrays of bytes, as fast as they are taken. */
  stream(sql: string): Readable;
  close(): Promise<void>;
  /** Drops the socket and asks the server to stop the running statement. Returns at once. */
  abandon(): void;
};

/**
 * A socket that says where it leads. The driver hands TLS the name of a host but never an address, for which Node then
 * checks the certificate against “localhost”; it looks at the socket first.
 */
const socketTo = (to: Endpoint): Socket =>
  Object.assign(createConnection(to.port, to.host).setNoDelay(true).setKeepAlive(true), { _host: to.host });

const configOf = (to: Endpoint, ssl: boolean): ConnectionOptions => ({
  host: to.host,
  port: to.port,
  database: to.database,
  user: to.user,
  password: to.password,
  charset: 'utf8mb4',
  connectTimeout,
  multipleStatements: false,
  // A server may otherwise ask for any file of this machine.
  flags: ['-LOCAL_FILES'],
  ...(ssl && to.ssl === 'verify-full' && isIP(to.host) !== 0 && { stream: () => socketTo(to) }),
  ...(ssl && {
    ssl: {
      rejectUnauthorized: to.ssl === 'verify-full',
      verifyIdentity: to.ssl === 'verify-full',
      ...(to.ca !== undefined && { ca: to.ca }),
    },
  }),
});

const open = async (to: Endpoint, ssl: boolean, signal: AbortSignal): Promise<Connection> => {
  const mysql = commonJs(await import('mysql2'));
  const connection = mysql.createConnection(configOf(to, ssl));
  // Without a listener a connection that breaks between two statements would end the process.
  connection.on('error', () => undefined);
  const ready = new Promise<Connection>((resolve, reject) => {
    connection.connect(error => (error ? reject(error) : resolve(connection)));
  });
  const late = (): never => {
    connection.destroy();
    throw engineError('database-timeout', { host: to.host, port: to.port, seconds: connectTimeout / 1000 });
  };
  return orAbort(within(ready, connectTimeout, late), signal, () => connection.destroy());
};

/** With SSL where the server has it, else without. Only the answer "I have none" leads to a second try. */
const openPreferred = async (to: Endpoint, signal: AbortSignal): Promise<Connection> => {
  if (to.ssl !== 'prefer') return open(to, to.ssl !== 'disable', signal);
  try {
    return await open(to, true, signal);
  } catch (error) {
    if (raisedFrom(error).code === 'HANDSHAKE_NO_SSL_SUPPORT') return open(to, false, signal);
    throw error;
  }
};

const columnOf = (field: FieldPacket): ServerColumn => ({
  name: field.name,
  type: field.columnType ?? field.type ?? 253,
  unsigned: typeof field.flags === 'number' ? (field.flags & 32) !== 0 : field.flags.includes('UNSIGNED'),
  binary: (field.characterSet ?? field.charsetNr) === 63,
  length: field.columnLength ?? field.length ?? 0,
  decimals: field.decimals,
  ...(field.extendedTypeName !== undefined && { extended: field.extendedTypeName }),
});

const queryOn = (connection: Connection, sql: string): Promise<readonly (readonly Bytes[])[]> =>
  new Promise((resolve, reject) => {
    connection.query({ sql, rowsAsArray: true, typeCast: false }, (error, rows) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? (rows as Bytes[][]) : []);
    });
  });

/** Prepares only: a LIMIT 0 is not enough, since the server may work out a constant subquery before it looks at it. */
const columnsOn = (connection: Connection, sql: string): Promise<readonly ServerColumn[]> =>
  new Promise((resolve, reject) => {
    connection.prepare(sql, (error, statement) => {
      if (error) return reject(error);
      const fields: unknown = Reflect.get(statement, 'columns');
      statement.close();
      resolve(Array.isArray(fields) ? (fields as FieldPacket[]).map(columnOf) : []);
    });
  });

/** Asks the server to stop what that connection does. Best effort: losing the socket ends it too, only later. */
const killQuery = async (to: Endpoint, id: number): Promise<void> => {
  const connection = await openPreferred(to, AbortSignal.timeout(3000));
  await within(queryOn(connection, `KILL ${id}`), 3000, () => undefined).finally(() => connection.destroy());
};

/** Connects within ten seconds, or throws `database-refused`, `database-auth`, `database-timeout` and their kin. */
export const connect = async (to: Endpoint, signal: AbortSignal): Promise<Session> => {
  const connection = await openPreferred(to, signal).catch((error: unknown) => {
    throw connectError(error, to);
  });
  const query = (sql: string) => queryOn(connection, sql);
  // The server ends a read whose rows are not taken for a minute; the engine may be busy for longer.
  await query("SET SESSION time_zone = '+00:00', net_write_timeout = 3600");
  return {
    query,
    columns: sql => columnsOn(connection, sql),
    texts: async sql =>
      (await query(sql)).map(row => row.map(cell => (cell === null ? null : cell.toString()))),
    stream: sql => {
      const rows = connection
        .query({ sql, rowsAsArray: true, typeCast: false })
        .stream({ highWaterMark: 1000 });
      // The driver tells the connection, not the stream, when the connection breaks; a read would wait for ever.
      const broken = (error: Error) => void rows.destroy(error);
      connection.on('error', broken);
      rows.once('close', () => void connection.off('error', broken));
      return rows;
    },
    close: () =>
      within(new Promise<void>(resolve => connection.end(() => resolve())), 1000, () => connection.destroy()),
    abandon: () => {
      connection.destroy();
      killQuery(to, connection.threadId).catch(() => undefined);
    },
  };
};

/** Runs `work` on a connection of its own, which is closed or, on cancel, dropped whatever happens. */
export const withSession = async <T>(
  to: Endpoint,
  world: World,
  work: (session: Session) => Promise<T>,
): Promise<T> => {
  const session = await connect(to, world.signal);
  try {
    return await orAbort(work(session), world.signal, session.abandon);
  } finally {
    if (!world.signal.aborted) await session.close().catch(() => undefined);
  }
};
