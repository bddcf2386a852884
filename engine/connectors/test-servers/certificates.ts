import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An authority of our own, the server's key and certificate for 127.0.0.1, and another authority that signed nothing. */
export type Certificates = {
  readonly folder: string;
  readonly ca: string;
  readonly otherCa: string;
  readonly key: string;
  readonly cert: string;
  /** Signed by the authority as well, but for another host. */
  readonly foreignCert: string;
  readonly remove: () => Promise<void>;
};

/** The user that the PostgreSQL of the tests runs as when they run as root; a key must belong to whoever uses it. */
const serverUser = async (): Promise<number | undefined> =>
  process.getuid?.() === 0 ? Number((await run('id', ['-u', 'postgres'])).stdout) : undefined;

/** Makes them with openssl, in a temporary folder. */
export const makeCertificates = async (): Promise<Certificates> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-tls-'));
  await chmod(folder, 0o755);
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const authority = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    );
  await Promise.all([authority('ca'), authority('other')]);
  await openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=server',
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
  );
  for (const [name, alternative] of [
    ['server', 'IP:127.0.0.1'],
    ['foreign', 'DNS:localhost'],
  ]) {
    await writeFile(at(`${name}.ext`), `subjectAltName=${alternative}\n`);
    await openssl(
      'x509',
      '-req',
      '-in',
      'server.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
  }
  await chmod(at('server.key'), 0o600);
  const owner = await serverUser();
  if (owner !== undefined) await chown(at('server.key'), owner, -1);
  return {
    folder,
    ca: at('ca.pem'),
    otherCa: at('other.pem'),
    key: at('server.key'),
    cert: at('server.pem'),
    foreignCert: at('foreign.pem'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
