import { listed, quoted, visible } from './words.ts';

/** Sentences about a run. */
export const runMessages = {
  'path-refused': (d: { path: string; access: 'read' | 'write'; reason: string }) =>
    `${quoted(d.path)} may not be ${d.access === 'read' ? 'read' : 'written'}: ${d.reason}.`,
  'host-refused': (d: { host: string }) =>
    `This run may not talk to ${quoted(d.host)}. Allow it with --allow-net ${d.host}.`,
  'secret-missing': (d: { name: string }) =>
    `The secret ${quoted(d.name)} is not set. Set the environment variable ${d.name}, or save it in the designer, and run again.`,
  'secret-refused': (d: { name: string }) =>
    `This run may not use the secret ${quoted(d.name)}. Allow it with --allow-env ${d.name}.`,
  cancelled: (_: Record<string, never>) => 'The run was cancelled. Earlier outputs are untouched.',
  'cancelled-late': (_: Record<string, never>) => 'The run was cancelled. Earlier files are untouched.',
  'written-already': (d: { tables: readonly string[] }) =>
    `What was written to ${d.tables.map(quoted).join(', ')} before is there and stays.`,
  'commit-open': (d: { table: string }) =>
    `The server was just committing what was written to ${quoted(d.table)}: look whether its rows are there before you run again.`,
  'data-failed': (d: { message: string }) => d.message,
  'out-of-memory': (d: { limit: string }) =>
    `The memory limit (${d.limit}) is not enough for this step. Raise it with --memory, or filter and select columns earlier.`,
  'disk-full': (d: { what: string }) =>
    `The disk is full: ${d.what} has no room left. Free some space or write elsewhere; earlier outputs are untouched.`,
  'conversion-failed': (d: { value: string; type: string; column?: string }) =>
    `${d.column === undefined ? 'A value' : `Column ${quoted(d.column)}`} holds ${quoted(visible(d.value, 80))}, which is not ${d.type}. Correct the data, leave such rows out first, or use try_cast to get null instead.`,
  'query-failed': (d: { problem: string }) => `This step failed: ${d.problem.replace(/[.\s]+$/, '')}.`,
  'csv-row': (d: { line: number; problem: string; row: string; path?: string; column?: string }) =>
    `Line ${d.line}${d.path === undefined ? '' : ` of ${quoted(d.path)}`} cannot be read: ${d.problem}${
      d.row === '' ? '' : `. The line is ${quoted(visible(d.row))}`
    }. Set “badRows” to skip or quarantine, or give the column another type in “types”.`,
  'input-changed': (d: { path: string; gone?: boolean }) =>
    d.gone === true
      ? `${quoted(d.path)} went away after it was looked at. Put it back, or choose another file, and run again.`
      : `${quoted(d.path)} changed while it was read, so the result would mix old and new rows. Run again when it is complete.`,
  remark: (d: { checks: string; advice: string }) => `Written as they are: ${d.checks}. ${d.advice}`,
  'check-failed': (d: { checks: string }) => `Data does not meet its expectations: ${d.checks}`,
  'no-temp-folder': (d: { path: string; given: boolean; reason: string }) =>
    `${quoted(d.path)} cannot hold temporary files: ${d.reason}. ${
      d.given
        ? 'Give another folder with --spill.'
        : 'Set TMPDIR to another folder, or give one with --spill.'
    }`,
  'nothing-to-show': (d: { node: string; ports: string[] }) =>
    `There are no rows to show at ${quoted(d.node)}. ${
      d.ports.length === 0
        ? 'Preview the node before it.'
        : `Preview another of its outputs: ${listed(d.ports)}.`
    }`,
  'not-trusted': (_: Record<string, never>) =>
    'This pipeline is not trusted yet, so nothing is read or run. Look at what it would touch, then trust it.',
  'unknown-memory': (d: { given: string }) =>
    `${quoted(d.given)} is not a memory size. Write a number with a unit, such as 512MB or 2GB.`,
};
