import { quoted } from './words.ts';

/** Sentences about secrets that a person saves. None of them ever holds a value. */
export const secretWords = {
  noKeychain:
    'This system offers no keychain, so the secret was not saved. Set an environment variable instead, or install and unlock a keychain such as GNOME Keyring or KWallet.',
  unreadable: (name: string) =>
    `The saved secret ${quoted(name)} cannot be read from the keychain any more. Save it again.`,
} as const;
