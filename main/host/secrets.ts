/** Secrets that a person saved: kept by the host, and given to nobody but the engine, for a pipeline that is trusted. */
import type { SavedSecretNames } from '../../engine/contract/secrets.ts';

export type SavedSecrets = {
  list(): Promise<SavedSecretNames>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** Names with values, of those that are saved. */
  values(names: readonly string[]): Promise<readonly [name: string, value: string][]>;
};

/** For hosts without a keychain: in memory, until the program ends. */
export const sessionSecrets = (): SavedSecrets => {
  const saved = new Map<string, string>();
  return {
    list: async () => ({ names: [...saved.keys()].sort(), kept: 'session' }),
    set: async (name, value) => {
      saved.set(name, value);
    },
    delete: async name => {
      saved.delete(name);
    },
    values: async names =>
      names.flatMap(name => {
        const value = saved.get(name);
        return value === undefined ? [] : [[name, value] as [string, string]];
      }),
  };
};
