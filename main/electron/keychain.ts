/**
 * Secrets in the keychain of the system: it holds the key, a file holds what is encrypted with it. Where the system has no
 * keychain nothing is saved at all: what would stand there in its place is text that anyone can read.
 */
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { RpcError } from '../../engine/contract/rpc.ts';
import { secretWords } from '../../engine/diagnostics/secret-words.ts';
import type { SavedSecrets } from '../host/secrets.ts';
import { storeFile } from '../host/store-file.ts';

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

type Options = {
  readonly path: string;
  readonly storage: Storage;
  readonly platform: NodeJS.Platform;
  readonly onBad: (path: string) => void;
  readonly log: (text: string) => void;
};

/** Pairs, not members: a name may be `__proto__`. */
const fileSchema = z.strictObject({
  secrets: z.array(z.strictObject({ name: z.string(), encrypted: z.base64() })),
});

/** Backends of Linux that keep nothing from anyone. */
const open: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

export const keychainSecrets = ({ path, storage, platform, onBad, log }: Options): SavedSecrets => {
  const file = storeFile(path, fileSchema, { secrets: [] }, onBad);
  const known = new Map<string, string>();

  /** Why nothing can be saved, where that is so. */
  const refusal = async (): Promise<string | undefined> => {
    if (platform === 'linux' && open.has(storage.getSelectedStorageBackend())) return secretWords.noKeychain;
    return (await storage.isAsyncEncryptionAvailable()) ? undefined : secretWords.noKeychain;
  };

  const write = async (name: string, value: string): Promise<void> => {
    const encrypted = (await storage.encryptStringAsync(value)).toString('base64');
    await file.change(({ secrets }) => ({
      secrets: [...secrets.filter(s => s.name !== name), { name, encrypted }],
    }));
    known.set(name, value);
  };

  const read = async (name: string, encrypted: string): Promise<string | undefined> => {
    const before = known.get(name);
    if (before !== undefined) return before;
    try {
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(encrypted, 'base64'));
      known.set(name, result);
      if (shouldReEncrypt) await write(name, result);
      return result;
    } catch {
      // The reason may quote what it could not read.
      log(secretWords.unreadable(name));
      return undefined;
    }
  };

  return {
    list: async () => {
      const [why, { secrets }] = [await refusal(), await file.read()];
      const names = secrets.map(s => s.name).sort();
      return why === undefined ? { names, kept: 'keychain' } : { names, kept: 'nowhere', why };
    },
    set: async (name, value) => {
      const why = await refusal();
      if (why !== undefined) throw new RpcError({ code: 'no-keychain', message: why });
      await write(name, value);
    },
    delete: async name => {
      known.delete(name);
      await file.change(({ secrets }) => ({ secrets: secrets.filter(s => s.name !== name) }));
    },
    values: async names => {
      const { secrets } = await file.read();
      const wanted = secrets.filter(s => names.includes(s.name));
      if (wanted.length === 0 || (await refusal()) !== undefined) return [];
      const found: [string, string][] = [];
      for (const { name, encrypted } of wanted) {
        const value = await read(name, encrypted);
        if (value !== undefined) found.push([name, value]);
      }
      return found;
    },
  };
};
