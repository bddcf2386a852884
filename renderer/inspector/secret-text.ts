/** What can be said of a text that should hold its secret by reference. */
import { isSecretName, secretNames } from '../../engine/graph/secrets.ts';

/** Whether a text in a setting for secrets looks as if the secret itself stood in it. */
export const holdsLiteralSecret = (text: string, setting: string): boolean => {
  if (secretNames(text).length > 0 || text.includes('${')) return false;
  // A user and a password in front of the host of an address.
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i.test(text)) return true;
  if (/[?&](token|key|api_?key|password|secret|sig|signature)=[^&\s]+/i.test(text)) return true;
  if (/^(bearer|basic|token)\s+\S{6,}/i.test(text)) return true;
  return /pass|token|secret|api.?key|authorization/i.test(setting) && text.length > 0;
};

/** `${env:NAME}` for what is meant as the name of a variable. */
export const secretReference = (name: string): string | undefined =>
  isSecretName(name) ? `\${env:${name}}` : undefined;
