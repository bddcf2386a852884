/** The keychain of the system, with a stand-in for Electron's safe storage: what is kept where, and what is refused. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keychainSecrets } from './keychain.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-keychain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const value = 'planted-4c1d/secret';
const flipped = (bytes: Buffer) => Buffer.from(bytes.map(byte => byte ^ 0x5a));

const storageWith = (more: object = {}) => {
  const asked = { decrypted: 0 };
  return {
    asked,
    storage: {
      isAsyncEncryptionAvailable: async () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret' as const,
      encryptStringAsync: async (text: string) => flipped(Buffer.from(text)),
      decryptStringAsync: async (bytes: Buffer) => {
        asked.decrypted += 1;
        return { result: flipped(bytes).toString(), shouldReEncrypt: false };
      },
      ...more,
    },
  };
};

const openWith = (more: object = {}, platform: NodeJS.Platform = 'linux') => {
  const { storage, asked } = storageWith(more);
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const path = join(folder, 'secrets.json');
  const secrets = keychainSecrets({ path, storage, platform, onBad: say, log: say });
  return { secrets, said, asked, path };
};

test('a secret is encrypted on disk, for its owner only, and comes back in another start', async () => {
  const { secrets, path } = openWith();
  await secrets.set('PG_PASSWORD', value);
  await secrets.set('__proto__', 'odd');
  expect(readFileSync(path, 'latin1')).not.toContain(value);
  expect(readFileSync(path, 'latin1')).not.toContain(Buffer.from(value).toString('base64'));
  expect(statSync(path).mode & 0o077).toBe(0);
  const later = openWith();
  expect(await later.secrets.list()).toEqual({ names: ['PG_PASSWORD', '__proto__'], kept: 'keychain' });
  expect(await later.secrets.values(['PG_PASSWORD', 'OTHER'])).toEqual([['PG_PASSWORD', value]]);
  expect(await later.secrets.values(['PG_PASSWORD', '__proto__'])).toEqual([
    ['PG_PASSWORD', value],
    ['__proto__', 'odd'],
  ]);
  // The keychain may ask its person each time; it is opened for what is wanted, once.
  expect(later.asked.decrypted).toBe(2);
});

test('is replaced, and gone when it is deleted', async () => {
  const { secrets } = openWith();
  await secrets.set('A', 'one');
  await secrets.set('A', 'two');
  expect(await secrets.values(['A'])).toEqual([['A', 'two']]);
  await secrets.delete('A');
  expect(await secrets.values(['A'])).toEqual([]);
  expect(await openWith().secrets.list()).toEqual({ names: [], kept: 'keychain' });
});

test.each([
  ['the backend is plain text', { getSelectedStorageBackend: () => 'basic_text' }],
  ['the backend is not known', { getSelectedStorageBackend: () => 'unknown' }],
  ['there is no encryption', { isAsyncEncryptionAvailable: async () => false }],
])('nothing is saved where %s, and it is said why', async (_, more) => {
  const { secrets, path } = openWith(more);
  await expect(secrets.set('A', value)).rejects.toMatchObject({ fault: { code: 'no-keychain' } });
  expect(await secrets.list()).toMatchObject({ kept: 'nowhere', why: expect.stringMatching(/keychain/) });
  expect(() => readFileSync(path)).toThrow(/ENOENT/);
});

test('other systems have no backends to ask for', async () => {
  const more = {
    getSelectedStorageBackend: () => {
      throw new Error('only on Linux');
    },
  };
  const { secrets } = openWith(more, 'darwin');
  await secrets.set('A', value);
  expect(await secrets.values(['A'])).toEqual([['A', value]]);
});

test('what a rotated key encrypted is encrypted anew', async () => {
  const { secrets, path } = openWith();
  await secrets.set('A', value);
  const before = readFileSync(path, 'utf8');
  let turn = 0;
  const later = openWith({
    encryptStringAsync: async (text: string) => {
      turn += 1;
      return flipped(Buffer.from(`${text}${turn}`));
    },
    decryptStringAsync: async (bytes: Buffer) => ({
      result: flipped(bytes).toString(),
      shouldReEncrypt: true,
    }),
  });
  expect(await later.secrets.values(['A'])).toEqual([['A', value]]);
  expect([turn, readFileSync(path, 'utf8') === before]).toEqual([1, false]);
});

test('one that the keychain cannot read any more is named, never quoted, and counts as not there', async () => {
  const { secrets } = openWith();
  await secrets.set('A', value);
  const later = openWith({
    decryptStringAsync: async (bytes: Buffer) => {
      throw new Error(`cannot read ${flipped(bytes)}`);
    },
  });
  expect(await later.secrets.values(['A'])).toEqual([]);
  expect(later.said.join()).toContain('“A”');
  expect(later.said.join()).not.toContain(value);
});

test('a damaged file is set aside', async () => {
  const { secrets, said, path } = openWith();
  writeFileSync(path, '{"secrets":');
  expect((await secrets.list()).names).toEqual([]);
  expect([said, readFileSync(`${path}.bad`, 'utf8')]).toEqual([[path], '{"secrets":']);
});
