import { basename } from 'node:path';
import { type EngineError, engineError } from '../../diagnostics/errors.ts';

const differing =
  /Error while reading file "(.*?)": failed to cast column "([^\n]*)" from type ([^\n]*?) to ([^\n]*?): /;

/** The error that a failed Parquet read means, or undefined when it is about something else. */
export const parquetFault = (message: string, cause: unknown): EngineError | undefined => {
  const found = differing.exec(message);
  if (found === null) return undefined;
  const [, file = '', column = '', there = '', wanted = ''] = found;
  return engineError(
    'file-types-differ',
    { path: basename(file), column, there, wanted },
    { param: 'path' },
    cause,
  );
};

/** What the reader says about a file that it cannot open, in words without its path. */
const unreadable: readonly (readonly [RegExp, string])[] = [
  [/too small to be a Parquet file/i, 'it is too short to be a Parquet file'],
  [/No magic bytes found at end/i, 'its end is missing, or it is a file of another kind'],
  [/Footer length error|footer/i, 'its list of columns, at the end, is not whole'],
  [/encrypt/i, 'it is encrypted'],
];

/** The error of a Parquet file that cannot be looked at. `path` is as the pipeline writes it. */
export const unreadableParquet = (path: string, cause: unknown): EngineError => {
  const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
  const known = unreadable.find(([said]) => said.test(message))?.[1];
  const problem =
    known ?? message.replace(/^[A-Za-z ]+ Error: /, '').replace(/[ :]*(file )?['"]\/[^'"]*['"]/gi, '');
  return engineError('file-damaged', { path, problem }, { param: 'path' }, cause);
};
