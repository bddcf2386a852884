import { basename } from 'node:path';
import { type EngineError, engineError } from '../../diagnostics/errors.ts';

/** DuckDB counts the broken line or record from 1 when it breaks on conversion, and from 2 when it is not JSON. */
const malformed = /Malformed JSON in file "(.*?)", at byte (\d+) in (line|record\/value) (\d+): ([^\n]*)/;
const unfit = /JSON transform error in file "(.*?)", in (line|record\/value) (\d+): ([^\n]*)/;
const tooLarge = /maximum_object_size/;

/** The error that a failed JSON read means, or undefined when it is about something else. */
export const jsonFault = (message: string, cause: unknown): EngineError | undefined => {
  const broken = malformed.exec(message);
  if (broken !== null)
    return engineError(
      'json-row',
      {
        path: basename(broken[1] ?? ''),
        what: broken[3] === 'line' ? 'Line' : 'Record',
        number: Math.max(1, Number(broken[4]) - 1),
        problem: `it is not JSON (${(broken[5] ?? '').replace(/[.\s]+$/, '')})`,
      },
      { param: broken[3] === 'line' ? 'badRows' : 'path' },
      cause,
    );
  const type = unfit.exec(message);
  if (type !== null)
    return engineError(
      'json-row',
      {
        path: basename(type[1] ?? ''),
        what: type[2] === 'line' ? 'Line' : 'Record',
        number: Number(type[3]),
        problem: (type[4] ?? '').replace(/[.\s]+$/, '').replace(/^./, c => c.toLowerCase()),
      },
      { param: type[2] === 'line' ? 'badRows' : 'types' },
      cause,
    );
  return undefined;
};

/** The same for `describe`, which knows the path as it stands in the pipeline. */
export const jsonProblem = (cause: unknown, path: string): EngineError => {
  const message = cause instanceof Error ? cause.message : String(cause);
  const fault = jsonFault(message, cause);
  if (fault !== undefined) return fault;
  const problem = tooLarge.test(message)
    ? 'one record is larger than 64 MB'
    : (message.split('\n')[0] ?? '').replace(/^[A-Za-z ]+ Error: /, '').slice(0, 300);
  return engineError('file-format', { path, format: 'JSON', problem }, { param: 'path' }, cause);
};
