import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import type { TestServer } from './postgres.ts';

const run = promisify(execFile);

/** Whether the server's programs are on this machine (Debian's package `mariadb-server`). */
export const hasMariadb = (): boolean => spawnSync('mariadbd', ['--version']).error === undefined;

const listens = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const untilListening = async (port: number, server: ChildProcess, log: readonly string[]): Promise<void> => {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) break;
    if (await listens(port)) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`MariaDB did not start.\n${log.slice(-20).join('')}`);
};

/** Starts MariaDB on a temporary folder, which goes when it stops. */
export const startMariadb = async (flags: readonly string[] = []): Promise<TestServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-mariadb-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const password = 'Pl4nted/S3cret:my@word';
  const data = `--datadir=${join(folder, 'data')}`;
  // Two servers that are set up at one time would clear away each other's temporary tables.
  const temp = `--tmpdir=${folder}`;
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  await run('mariadb-install-db', [
    '--no-defaults',
    data,
    temp,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...asRoot,
  ]);
  const init = join(folder, 'init.sql');
  await writeFile(
    init,
    `CREATE USER 'millrace'@'127.0.0.1' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO 'millrace'@'127.0.0.1' WITH GRANT OPTION;\n`,
  );
  const log: string[] = [];
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      data,
      temp,
      ...asRoot,
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      `--init-file=${init}`,
      '--innodb-flush-log-at-trx-commit=0',
      ...flags,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  server.stderr.on('data', (chunk: Buffer) => log.push(String(chunk)));
  const killed = () => server.kill('SIGKILL');
  process.once('exit', killed);
  await untilListening(port, server, log);
  const stop = async () => {
    process.off('exit', killed);
    if (server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  return { host: '127.0.0.1', port, user: 'millrace', password, stop };
};
