import { engineError } from '../diagnostics/errors.ts';
import { withSecrets } from '../graph/parameters.ts';
import type { Permissions } from './paths.ts';

export type Secrets = {
  /** Text with every `${env:NAME}` replaced. */
  readonly resolve: (text: string) => string;
  /** Text with every secret that was used, and every password in a web address, made unreadable. */
  readonly redact: (text: string) => string;
};

/** Secrets that were saved outside the environment, by name. */
export type SavedSecrets = ReadonlyMap<string, string>;

/**
 * The secrets of one run, taken from the environment, or else from those that were saved, when they are asked for, and
 * remembered only to be hidden.
 */
export const secretsFrom = (
  env: Readonly<Record<string, string | undefined>>,
  may: Permissions,
  saved: () => SavedSecrets = () => new Map(),
): Secrets => {
  const used = new Set<string>();
  return {
    resolve: text =>
      withSecrets(text, name => {
        if (may.env !== 'all' && !may.env.includes(name)) throw engineError('secret-refused', { name });
        // What is set but empty counts as not set.
        const value = env[name] || saved().get(name);
        if (value === undefined) throw engineError('secret-missing', { name });
        remember(value, used);
        return value;
      }),
    redact: text => {
      let shown = text;
      // Longest first, so that a secret inside another does not leave a rest behind.
      for (const secret of [...used].sort((a, b) => b.length - a.length))
        shown = shown.replaceAll(secret, '•••');
      return shown
        .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1•••@')
        .replace(/(authorization:?\s*(?:bearer|basic)?\s*)\S+/gi, '$1•••');
    },
  };
};

/** A connection address is a secret as a whole, and so are the password and user in it. */
const remember = (value: string, used: Set<string>): void => {
  if (value.length >= 4) {
    used.add(value);
    used.add(encodeURIComponent(value));
  }
  try {
    const url = new URL(value);
    for (const part of [url.password, decodeURIComponent(url.password)]) if (part.length >= 1) used.add(part);
  } catch {
    // Not an address: the value itself is all there is to hide.
  }
};
