import { quoted } from './words.ts';

/** Sentences about files that are read and written. */
export const filesMessages = {
  'file-missing': (d: { path: string; folder?: string; near?: string }) =>
    `There is no file ${quoted(d.path)}${d.folder === undefined ? '' : ` in ${d.folder}`}.${
      d.near === undefined ? ' Check the path; it is relative to the pipeline file.' : ` Did you mean ${quoted(d.near)}?`
    }`,
  'file-unreadable': (d: { path: string; reason: string }) => `${quoted(d.path)} cannot be read: ${d.reason}.`,
  'file-unwritable': (d: { path: string; reason: string }) =>
    `${quoted(d.path)} cannot be written: ${d.reason}. What was there before is untouched.`,
};
