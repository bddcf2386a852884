import type { Json } from '../schema/types.ts';

// An escape is tried first, so that `$${env:` is never read as a secret. Nothing else matters here: whatever stands
// around a reference, who lists secrets and who puts them in find the same ones.
const references = /\$\$\{env:|\$\{env:([A-Za-z_][A-Za-z0-9_]{0,127})\}/g;

/** What an environment variable can be called. */
export const isSecretName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name);

/**
 * The text with every `${env:NAME}` replaced by what `secret` gives, and `$${env:` unescaped. The only way for a secret
 * into a text; the result must never be logged, stored or put in an error.
 */
export const withSecrets = (text: string, secret: (name: string) => string): string =>
  text.replace(references, (_, name: string | undefined) => (name === undefined ? '${env:' : secret(name)));

const namesIn = (text: string): string[] =>
  Array.from(text.matchAll(references), match => match[1]).filter(name => name !== undefined);

const allNames = (value: Json): string[] => {
  if (typeof value === 'string') return namesIn(value);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allNames) : [];
};

/** The names of the secrets that a value refers to, each once, in the order in which they stand. */
export const secretNames = (value: Json): string[] => [...new Set(allNames(value))];
