import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { fakeWorld } from '../fake-world.ts';
import { mysqlSource } from '../mysql/index.ts';
import { postgresSource } from '../postgres/index.ts';
import { type Certificates, makeCertificates } from '../test-servers/certificates.ts';
import { startMariadb } from '../test-servers/mariadb.ts';
import { startPostgres, type TestServer } from '../test-servers/postgres.ts';
import { mysqlSourceOptions, postgresSourceOptions } from './options.ts';

/** Two servers that let nobody in without TLS: one with a certificate for its address, one with a certificate for another. */
const postgres = async (made: Certificates, cert: string) => {
  const rules = join(made.folder, 'hba.conf');
  writeFileSync(rules, 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
  return startPostgres(['ssl=on', `ssl_cert_file=${cert}`, `ssl_key_file=${made.key}`, `hba_file=${rules}`]);
};
const mariadb = (made: Certificates, cert: string) =>
  startMariadb([
    `--ssl-cert=${cert}`,
    `--ssl-key=${made.key}`,
    `--ssl-ca=${made.ca}`,
    '--require-secure-transport=ON',
  ]);

const describing = {
  postgres: (connection: object | string, world: World) =>
    postgresSource.describe(postgresSourceOptions.parse({ connection, query: 'SELECT 1 AS a' }), world),
  mysql: (connection: object | string, world: World) =>
    mysqlSource.describe(mysqlSourceOptions.parse({ connection, query: 'SELECT 1 AS a' }), world),
};

const kinds = [
  { kind: 'postgres', start: postgres, database: 'postgres', rootName: 'sslrootcert', there: true },
  {
    kind: 'mysql',
    start: mariadb,
    database: 'information_schema',
    rootName: 'ssl-ca',
    there: inject('mariadb') !== null,
  },
] as const;

describe.each(kinds)('$kind over TLS', ({ kind, start, database, rootName, there }) => {
  let made: Certificates;
  let server: TestServer;
  let foreign: TestServer;
  beforeAll(async () => {
    if (!there) return;
    made = await makeCertificates();
    [server, foreign] = await Promise.all([start(made, made.cert), start(made, made.foreignCert)]);
  });
  afterAll(async () => {
    await Promise.all([server?.stop(), foreign?.stop()]);
    await made?.remove();
  });

  /** What comes of a connection: its columns, or code and message of the error. */
  const outcome = async (over: object, on = server): Promise<readonly unknown[]> => {
    const { host, port, user, password } = on;
    const world = fakeWorld({ secrets: { PW: password } });
    const connection = { host, port, user, database, password: '${env:PW}', ...over };
    try {
      return (await describing[kind](connection, world)).columns.map(column => column.name);
    } catch (error) {
      const { code, message } = error as EngineError;
      expect(message).not.toContain(password);
      return [code, message];
    }
  };

  it.skipIf(!there)('goes on with the right authority, given as a file or in the address', async () => {
    expect(await outcome({ ca: made.ca })).toEqual(['a']);
    expect(await outcome({ ca: made.ca, ssl: 'verify-full' })).toEqual(['a']);
    const address = `${kind}://${server.user}:\${env:PW}@${server.host}:${server.port}/${database}?${rootName}=${made.ca}`;
    const world = fakeWorld({ secrets: { PW: server.password } });
    expect((await describing[kind](address, world)).columns.map(column => column.name)).toEqual(['a']);
  });

  it.skipIf(!there)('goes on unchecked only where nobody asked for a check', async () => {
    expect(await outcome({})).toEqual(['a']);
    expect(await outcome({ ssl: 'require' })).toEqual(['a']);
  });

  it.skipIf(!there)(
    'refuses a certificate of another authority, of one nobody knows, and for another host',
    async () => {
      for (const over of [
        { ca: made.otherCa },
        { ca: made.otherCa, ssl: 'require' },
        { ssl: 'verify-full' },
      ]) {
        const [code, message] = await outcome(over);
        expect([code, over]).toEqual(['database-ssl', over]);
        expect(message).toMatch(
          /^No secure connection to “127\.0\.0\.1:\d+” could be made: .*(certificate|issuer).*give its file as “ca”/,
        );
      }
      const [code, message] = await outcome({ ca: made.ca }, foreign);
      expect(code).toBe('database-ssl');
      expect(message).toMatch(/made: .*127\.0\.0\.1/);
    },
  );

  it.skipIf(!there)('says that the server wants TLS', async () => {
    const [code, message] = await outcome({ ssl: 'disable' });
    // MariaDB says no more than that it lets nobody in.
    expect(code).toBe(kind === 'mysql' ? 'database-auth' : 'database-ssl');
    expect(message).toContain(kind === 'mysql' ? 'insist on SSL' : 'the setting “ssl”');
  });

  it.skipIf(!there)('names a certificate file that is missing or is none', async () => {
    expect((await outcome({ ca: join(made.folder, 'none.pem') }))[0]).toBe('file-missing');
    const [code, message] = await outcome({ ca: made.key });
    expect([code, message]).toEqual(['database-ca', expect.stringContaining('BEGIN CERTIFICATE')]);
  });
});
