/** Secrets that a person saved. Their names come back; their values go in and never out. */
import { z } from 'zod';
import { isSecretName } from '../graph/secrets.ts';
import { method, nothing } from './define.ts';

export const secretName = z.string().refine(isSecretName, 'Not the name of a variable');

/** Characters of one value: a key with its certificates has a few thousand. */
const mostCharacters = 100_000;

export const savedSecretsSchema = z.strictObject({
  names: z.array(z.string()),
  /** In the system's keychain, for as long as the program runs, or nowhere: then `why` says what is missing. */
  kept: z.enum(['keychain', 'session', 'nowhere']),
  why: z.string().optional(),
});

export type SavedSecretNames = z.output<typeof savedSecretsSchema>;

export const secretMethods = {
  'secrets.list': method(z.strictObject({}), savedSecretsSchema),
  'secrets.set': method(
    z.strictObject({ name: secretName, value: z.string().min(1).max(mostCharacters) }),
    nothing,
  ),
  'secrets.delete': method(z.strictObject({ name: secretName }), nothing),
} as const;
