import { quoted } from './words.ts';

const systemReason: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there any more',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/** What the system's code for a fault means, in words. */
export const reasonOf = (code: string | undefined): string =>
  (code === undefined ? undefined : systemReason[code]) ?? 'the system refuses';

/** Asked before a link of a note leaves the program. */
export const linkWords = {
  ask: 'Open this address outside of Millrace?',
  open: 'Open',
  cancel: 'Cancel',
} as const;

/** Sentences of the program around the pipelines: files that open, save, or were damaged. */
export const documentWords = {
  fileUnreadable: (name: string, code: string | undefined) =>
    `${quoted(name)} cannot be opened: ${reasonOf(code)}.`,
  fileUnwritable: (name: string, code: string | undefined) =>
    `${quoted(name)} cannot be saved: ${reasonOf(code)}. The file is as it was; save under another name.`,
  fileTooLarge: (name: string) =>
    `${quoted(name)} has more than 20 MB and cannot be a pipeline. Choose another file.`,
  unknownDocument: 'This document is not open any more. Open it again.',
  noFile: 'This pipeline has no file yet. Save it under a name.',
  notLeft: 'This unsaved work is not there any more.',
  wrongName: (name: string) =>
    `${quoted(name)} cannot be the name of a file. Leave out slashes and give it at least one letter.`,
  damaged: (name: string, trust: boolean) =>
    `${quoted(name)} was damaged. It is kept as ${quoted(`${name}.bad`)}, and the program goes on without it${
      trust ? ': nothing is trusted until you say so again' : ''
    }.`,
  damagedBackup: (name: string) =>
    `A backup of unsaved work was damaged and cannot be offered. It is kept as ${quoted(`${name}.bad`)}.`,
} as const;
