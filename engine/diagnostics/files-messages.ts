import { didYouMean, listed, quoted, visible } from './words.ts';

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
  'file-unknown-column': (d: { path: string; column: string; columns: string[]; near?: string }) =>
    `Column ${quoted(d.column)} is not in ${quoted(d.path)}. Columns: ${listed(d.columns)}.${didYouMean(d.near)}`,
  'json-row': (d: { path: string; what: 'Line' | 'Record'; number: number; problem: string }) =>
    `${d.what} ${d.number} of ${quoted(d.path)} cannot be read: ${visible(d.problem, 300)}. ${
      d.what === 'Line'
        ? 'Set “badRows” to skip, or give the column another type in “types”.'
        : 'Correct the file, or give the column another type in “types”.'
    }`,
  'json-too-deep': (d: { path: string; record: number; limit: number }) =>
    `Record ${d.record} of ${quoted(d.path)} is nested deeper than ${d.limit} levels. Flatten it in the program that writes it.`,
  'json-twin-keys': (d: { path: string; key: string; other: string }) =>
    `The records of ${quoted(d.path)} have the keys ${quoted(d.key)} and ${quoted(d.other)}, which differ only in letter case; engines treat them as one column. Rename one in the program that writes the file.`,
  'json-nameless-key': (d: { path: string; key: string }) =>
    `The records of ${quoted(d.path)} have ${d.key === '' ? 'an empty key' : `the key ${quoted(d.key)}, which holds a NUL character`}, which no column can be named. Rename it in the program that writes the file.`,
  'json-no-records': (d: { path: string }) =>
    `${quoted(d.path)} holds no records, so there is nothing to tell its columns by. List the columns it would have in “types”, or check the program that writes it.`,
  'json-large-record': (d: { path: string; record: number; megabytes: number; limit: number }) =>
    `Record ${d.record} of ${quoted(d.path)} has ${d.megabytes} MB; at most ${d.limit} MB are read as one. Split it, or set “rows” if it is a document around a list.`,
  'json-no-rows': (d: { path: string; rows: string; key: string; keys: string[]; near?: string }) =>
    d.keys.length === 0
      ? `There is no list at ${quoted(d.rows)} in ${quoted(d.path)}. Set “rows” to the dotted path of a list.`
      : `${quoted(d.path)} has nothing at ${quoted(d.rows)}: there is no key ${quoted(d.key)}. Keys there: ${listed(d.keys)}.${didYouMean(d.near)}`,
  'csv-encoding': (d: { path: string; encoding: string; line?: number; suggestion: string }) =>
    `${quoted(d.path)} is not ${d.encoding}${d.line === undefined ? '' : `: line ${d.line} holds other bytes`}. Set “encoding” to ${d.suggestion}.`,
  'csv-line-long': (d: { path: string; limit: number; where: 'first' | 'last' | 'some'; line?: number }) =>
    `${d.where === 'some' ? (d.line === undefined ? 'A line' : `Line ${d.line}`) : `The ${d.where} line`} of ${quoted(d.path)} is longer than ${d.limit} MB. Check the delimiter of lines and the quotes in the file.`,
  'csv-type': (d: { path?: string; line: number; column: string; value: string; type: string }) =>
    `Line ${d.line}${d.path === undefined ? '' : ` of ${quoted(d.path)}`} holds ${quoted(d.value)} in column ${quoted(d.column)}, which does not fit ${d.type}. Give the column another type in “types”, look at more rows with “sampleRows” (-1 for all), or set “badRows” to skip or quarantine.`,
  'csv-not-closed': (d: { path: string; line: number }) =>
    `Line ${d.line} of ${quoted(d.path)} opens a quote that is never closed. Correct the file, set “quote” to another character, or set “badRows” to skip or quarantine.`,
  'csv-newlines': (d: { path: string }) =>
    `The lines of ${quoted(d.path)} end in different ways (CR, LF, CRLF), which the head of the file does not show. Set “newlines” to mixed.`,
  'csv-compressed': (d: { path: string; encoding: string }) =>
    `${quoted(d.path)} is compressed with zstd and written in ${d.encoding}, which cannot be read together. Unpack it, or write it as UTF-8.`,
  'output-not-folder': (d: { path: string }) =>
    `${quoted(d.path)} is a file, but a partitioned output is a folder. Choose another path, or remove the file.`,
  'output-folder-taken': (d: { path: string; entry: string }) =>
    `${quoted(d.path)} holds other things, such as ${quoted(d.entry)}, and a partitioned output replaces its whole folder. Choose a new or empty folder.`,
  'file-damaged': (d: { path: string; problem: string }) =>
    `${quoted(d.path)} is damaged or not what its name says: ${visible(d.problem, 300).replace(/[.\s]+$/, '')}. Get the file again from where it was made.`,
  'hash-differs': (d: { path: string; from: string; there: string; wanted: string }) =>
    `${quoted(d.path)} is not the file that ${quoted(d.from)} beside it describes: its SHA-256 is ${d.there.slice(0, 12)}…, not ${d.wanted.slice(0, 12)}…. Get both again from where they were made; if the file was changed on purpose, renew or remove ${quoted(d.from)}.`,
  'hash-unreadable': (d: { path: string }) =>
    `${quoted(d.path)} should say the SHA-256 of the file beside it, but no such line can be read there. Renew it with “sha256sum”, or remove it.`,
  'file-types-differ': (d: { path: string; column: string; there: string; wanted: string }) =>
    `Column ${quoted(d.column)} is ${visible(d.there, 60)} in ${quoted(d.path)} and ${visible(d.wanted, 60)} in the files beside it. Read them with two nodes, cast the column and unite the tables.`,
};
