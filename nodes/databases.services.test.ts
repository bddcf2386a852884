/** The examples of the kinds for database servers, each run against a real server. */
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, inject, test } from 'vitest';
import type { ServerAddress } from '../engine/connectors/test-servers/global-setup.ts';
import { openSession } from '../engine/run/session.ts';
import { expectExample } from '../engine/testing/expect-example.ts';
import { kinds } from './index.ts';

const session = await openSession({ folders: [], files: [] });
afterAll(() => session.close());

const servers = { postgres: inject('postgres'), mysql: inject('mariadb') };
const databases = { postgres: 'postgres', mysql: 'millrace_examples' };

beforeAll(async () => {
  if (servers.mysql === null) return;
  const { host, port, user, password } = servers.mysql;
  const connection = await createConnection({ host, port, user, password });
  await connection.query('CREATE DATABASE IF NOT EXISTS millrace_examples CHARACTER SET utf8mb4');
  await connection.end();
});

const address = (kind: 'postgres' | 'mysql', { host, port, user, password }: ServerAddress): string =>
  `${kind}://${user}:${encodeURIComponent(password)}@${host}:${port}/${databases[kind]}`;

for (const kind of kinds) {
  const { needs } = kind;
  if (needs === undefined) continue;
  const server = servers[needs];
  for (const example of kind.examples) {
    const name = Object.keys(example.env ?? {})[0] ?? '';
    test.skipIf(server === null)(`${kind.kind}: ${example.title}`, () =>
      expectExample(kind, example, session, {
        kinds,
        env: { [name]: server === null ? '' : address(needs, server) },
      }),
    );
  }
}
