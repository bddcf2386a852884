import type { TestProject } from 'vitest/node';
import { hasMariadb, startMariadb } from './mariadb.ts';
import { startPostgres, type TestServer } from './postgres.ts';

/** Where a test finds a server; plain data, since it crosses into the test's process. */
export type ServerAddress = Omit<TestServer, 'stop'>;

declare module 'vitest' {
  interface ProvidedContext {
    postgres: ServerAddress;
    /** Absent where MariaDB is not installed; in CI that is a failure. */
    mariadb: ServerAddress | null;
  }
}

const addressOf = ({ stop: _, ...address }: TestServer): ServerAddress => address;

export default async (project: TestProject): Promise<() => Promise<void>> => {
  if (!hasMariadb()) {
    const reason = 'MariaDB is not installed (Debian: mariadb-server), so the MySQL tests cannot run.';
    if (process.env.CI === 'true') throw new Error(reason);
    console.warn(`${reason} They are skipped.`);
  }
  const servers = await Promise.all([startPostgres(), hasMariadb() ? startMariadb() : undefined]);
  const [postgres, mariadb] = servers;
  project.provide('postgres', addressOf(postgres));
  project.provide('mariadb', mariadb ? addressOf(mariadb) : null);
  return async () => {
    await Promise.all(servers.map(server => server?.stop()));
  };
};
