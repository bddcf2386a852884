import { quoted } from './words.ts';

/** Sentences about a run. */
export const runMessages = {
  'path-refused': (d: { path: string; access: 'read' | 'write'; reason: string }) =>
    `${quoted(d.path)} may not be ${d.access === 'read' ? 'read' : 'written'}: ${d.reason}.`,
  'host-refused': (d: { host: string }) =>
    `This run may not talk to ${quoted(d.host)}. Allow it with --allow-net ${d.host}.`,
  'secret-missing': (d: { name: string }) =>
    `The secret ${quoted(d.name)} is not set. Set the environment variable ${d.name} and run again.`,
  'secret-refused': (d: { name: string }) =>
    `This run may not use the secret ${quoted(d.name)}. Allow it with --allow-env ${d.name}.`,
  cancelled: (_: Record<string, never>) => 'The run was cancelled. Earlier outputs are untouched.',
};
