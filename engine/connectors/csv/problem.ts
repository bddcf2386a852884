/** DuckDB's errors about a CSV file in words for people: file, line, column, value and the way out. */
import { basename } from 'node:path';
import { type EngineError, engineError } from '../../diagnostics/errors.ts';
import { longestLine } from './encoding.ts';

/** The messages quote the line they are about, which may be huge. */
const shortened = (message: string): string =>
  message.length < 20_000 ? message : `${message.slice(0, 4000)}\n${message.slice(-8000)}`;

const fileOf = (message: string): string | undefined => {
  const path = /^\s*file ?= ?(.*)$/m.exec(message)?.[1]?.trim();
  return path === undefined || path === '' ? undefined : basename(path);
};

/** The error that a failed CSV read means, or undefined when it is about something else. */
export const csvFault = (whole: string, cause: unknown): EngineError | undefined => {
  const message = shortened(whole);
  const path = fileOf(message) ?? 'The file';
  const line = Number(/CSV Error on Line: (\d+)/i.exec(message)?.[1] ?? Number.NaN);
  if (/Invalid unicode|not utf-8 encoded/i.test(message))
    return engineError(
      'csv-encoding',
      {
        path,
        encoding: 'UTF-8',
        ...(Number.isFinite(line) && { line }),
        suggestion: 'the encoding that the program which writes it uses, such as windows-1252',
      },
      { param: 'encoding' },
      cause,
    );
  if (/Maximum line size|max_line_size|does not support a full read on this file/i.test(message))
    return engineError(
      'csv-line-long',
      { path, limit: longestLine / 1e6, where: 'some', ...(Number.isFinite(line) && { line }) },
      { param: 'path' },
      cause,
    );
  if (/state machine reached an invalid state/i.test(message))
    return engineError('csv-newlines', { path }, { param: 'newlines' }, cause);
  if (!Number.isFinite(line)) return undefined;
  if (/unterminated quote/i.test(message))
    return engineError('csv-not-closed', { path, line }, { param: 'badRows' }, cause);
  return typeFault(message, path, line, cause) ?? rowFault(message, path, line, cause);
};

const typeFault = (message: string, path: string, line: number, cause: unknown): EngineError | undefined => {
  const column = /Error when converting column "([^\n]*)"\./.exec(message)?.[1];
  if (column === undefined) return undefined;
  const value = /Could not convert string "([\s\S]*?)" to /.exec(message)?.[1] ?? '';
  const type = /is being converted as type ([^\n]+)/.exec(message)?.[1]?.trim() ?? 'its type';
  return engineError(
    'csv-type',
    { path, line, column, value: value.slice(0, 100), type },
    { param: 'types' },
    cause,
  );
};

const rowFault = (message: string, path: string, line: number, cause: unknown): EngineError => {
  const lines = message.split('\n').map(l => l.trim());
  const at = lines.findIndex(l => l.startsWith('Original Line:'));
  const row = at < 0 ? '' : (lines[at]?.slice('Original Line:'.length).trim() ?? '');
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  const problem = counts
    ? `it has ${counts[2]} ${counts[2] === '1' ? 'value' : 'values'} for ${counts[1]} columns`
    : (lines.slice(at < 0 ? 1 : at + 1).find(l => l !== '') ?? 'the row does not fit').replace(/\.$/, '');
  return engineError(
    'csv-row',
    { line, path, problem: problem.slice(0, 300), row: row.slice(0, 200) },
    { param: 'badRows' },
    cause,
  );
};
