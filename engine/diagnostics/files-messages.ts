import { quoted } from './words.ts';

/** Sentences about files that are read and written. */
export const filesMessages = {
  'file-missing': (d: { path: string; folder?: string; near?: string }) =>
    `There is no file ${quoted(d.path)}${d.folder === undefined ? '' : ` in ${d.folder}`}.${
      d.near === undefined
        ? ' Check the path; it is relative to the pipeline file.'
        : ` Did you mean ${quoted(d.near)}?`
    }`,
  'no-files': (d: { path: string; wanted: string }) =>
    `No file matches ${quoted(d.path)} (looked for ${d.wanted}). Check the folder and the pattern.`,
  'file-empty': (d: { path: string }) =>
    `${quoted(d.path)} is empty: it has no header and no rows. Check the program that writes it.`,
  'file-format': (d: { path: string; format: string; problem: string }) =>
    `${quoted(d.path)} cannot be read as ${d.format}: ${d.problem}`,
  'file-unreadable': (d: { path: string; reason: string }) =>
    `${quoted(d.path)} cannot be read: ${d.reason}.`,
  'file-unwritable': (d: { path: string; reason: string }) =>
    `${quoted(d.path)} cannot be written: ${d.reason}. What was there before is untouched.`,
};
