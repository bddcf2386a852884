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
