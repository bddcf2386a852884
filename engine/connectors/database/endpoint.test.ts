import { describe, expect, it } from 'vitest';
import { EngineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { postgresKind } from '../postgres/connect.ts';
import { endpointOf, redacted, safeCause } from './endpoint.ts';
import type { ConnectionOption } from './options.ts';

const secrets: Readonly<Record<string, string>> = {
  PW: 'p@ss/w:rd',
  URL: 'postgres://u:p%40ss@db.example:6543/shop?sslmode=verify-ca',
  BAD: 'postgres://u:s3cret@',
  NAME: 'maja',
};
const asked: string[] = [];
const world: Pick<World, 'allowHost' | 'resolveSecrets'> = {
  allowHost: host => void asked.push(host),
  resolveSecrets: text => text.replace(/\$\{env:(\w+)\}/g, (_, name: string) => secrets[name] ?? ''),
};
const from = (option: ConnectionOption) => endpointOf(option, postgresKind, world as World);
const problem = async (option: ConnectionOption): Promise<unknown> => {
  try {
    await from(option);
  } catch (error) {
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/s3cret|p@ss|p%40ss/);
    return error instanceof EngineError ? [error.code, error.data.problem] : error;
  }
  return 'none';
};

describe('a connection', () => {
  it('is an address in one secret, and the host is asked for', async () => {
    expect(await from('${env:URL}')).toMatchObject({
      host: 'db.example',
      port: 6543,
      database: 'shop',
      user: 'u',
      password: 'p@ss',
      ssl: 'verify-full',
    });
    expect(asked.at(-1)).toBe('db.example');
  });

  it('may hold secrets in an address, whatever characters they have', async () => {
    expect(await from('postgres://${env:NAME}:${env:PW}@[::1]/my%20db')).toMatchObject({
      host: '::1',
      port: 5432,
      user: 'maja',
      password: 'p@ss/w:rd',
      database: 'my db',
      ssl: 'prefer',
    });
  });

  it('may be given in parts', async () => {
    expect(
      await from({ host: 'h', database: 'd', user: 'u', password: '${env:PW}', ssl: 'require' }),
    ).toMatchObject({ host: 'h', port: 5432, password: 'p@ss/w:rd', ssl: 'require' });
  });

  it.each<[ConnectionOption, readonly unknown[]]>([
    ['postgres://u:s3cret@h/d', ['database-password-in-file', undefined]],
    ['postgres://${env:NAME}:s3cret@h/d', ['database-password-in-file', undefined]],
    ['postgres://u@h/d?password=s3cret', ['database-password-in-file', undefined]],
    [{ host: 'h', database: 'd', user: 'u', password: 's3cret' }, ['database-password-in-file', undefined]],
    [
      { host: 'h', database: 'd', user: 'u', password: 's3cret${env:PW}' },
      ['database-password-in-file', undefined],
    ],
    ['${env:BAD}', ['database-connection', 'form']],
    ['${env:NOTHING}', ['database-connection', 'form']],
    ['mysql://u@h/d', ['database-connection', 'scheme']],
    ['postgres://u@h/', ['database-connection', 'database']],
    ['postgres://h/d', ['database-connection', 'user']],
    ['postgres://u@%2Ftmp/d', ['database-connection', 'host']],
    ['postgres://u@h/d?sslmode=maybe', ['database-connection', 'sslmode']],
    ['postgres://u@h/d?sslmode=prefer&sslrootcert=ca.pem', ['database-connection', 'ca-unused']],
    [
      { host: 'h', database: 'd', user: 'u', ssl: 'disable', ca: 'ca.pem' },
      ['database-connection', 'ca-unused'],
    ],
    [{ host: '/tmp', database: 'd', user: 'u' }, ['database-connection', 'host']],
  ])('%j is refused', async (option, expected) => {
    expect(await problem(option)).toEqual(expected);
  });
});

describe('redaction', () => {
  it('leaves no part of a secret that contains another', () => {
    expect(
      redacted('at x://u:abc%20@h and abc%20 and abc ', {
        secrets: ['abc ', 'abc%20', 'x://u:abc%20@h', ''],
      }),
    ).toBe('at *** and *** and ***');
  });

  it('keeps of a cause only its redacted message', () => {
    const cause = safeCause(Object.assign(new Error('no entry for hunter2'), { password: 'hunter2' }), {
      secrets: ['hunter2'],
    });
    expect([cause.message, JSON.stringify(cause), cause.stack?.includes('hunter2')]).toEqual([
      'no entry for ***',
      '{"name":"Error"}',
      false,
    ]);
  });
});
