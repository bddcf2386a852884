/** Secrets that were saved, by name. A value is only ever on its way from a field to the host. */
import { create } from 'zustand';
import type { SavedSecretNames } from '../../engine/contract/secrets.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { checkNow } from '../store/check.ts';

type Saved = SavedSecretNames & { refresh(): Promise<void> };

export const useSavedSecrets = create<Saved>()(set => ({
  names: [],
  kept: 'session',
  refresh: async () => {
    const told = await attempt(() => host().call('secrets.list', {}));
    if (told !== undefined) set({ why: undefined, ...told });
  },
}));

const changed = async (): Promise<void> => {
  await useSavedSecrets.getState().refresh();
  // A source that lacked it can be looked at now, or cannot any more.
  void checkNow();
};

/** True once the host keeps it; what is wrong is said otherwise. */
export const saveSecret = async (name: string, value: string): Promise<boolean> => {
  const done = await attempt(() =>
    host()
      .call('secrets.set', { name, value })
      .then(() => true),
  );
  if (done === true) await changed();
  return done === true;
};

export const deleteSecret = async (name: string): Promise<void> => {
  await attempt(() => host().call('secrets.delete', { name }));
  await changed();
};

/** What saving is called, by where it is kept. */
export const savingWords = (kept: SavedSecretNames['kept']) =>
  kept === 'session'
    ? {
        act: 'Keep for this session…',
        title: 'Keep a secret for this session',
        where:
          'It stays in memory until Millrace ends. For longer, set an environment variable, or use the desktop app, which saves it in the keychain of the system.',
        done: 'Keep',
      }
    : {
        act: 'Save in keychain…',
        title: 'Save a secret in the keychain',
        where: 'It is encrypted with a key that the keychain of this system holds.',
        done: 'Save',
      };
