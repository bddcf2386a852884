/** DuckDB's errors in words for people: what, which column, and the way out. */
import { basename } from 'node:path';
import { csvFault } from '../connectors/csv/problem.ts';
import { jsonFault } from '../connectors/json/problem.ts';
import { parquetFault } from '../connectors/parquet/problem.ts';
import { conversionProblem } from '../diagnostics/engine-words.ts';
import { EngineError, engineError } from '../diagnostics/errors.ts';
import { failMark } from '../duckdb/expr.ts';
import type { Rel } from '../plan/relation.ts';

/** What a plan's own failure says: `node|param|sentence`, written by the kinds that can fail on data. */
export const ownFailure = (message: string): EngineError | undefined => {
  const from = message.indexOf(failMark);
  if (from < 0) return undefined;
  const [node, param, ...sentence] = message.slice(from + failMark.length).split('|');
  return engineError(
    'data-failed',
    { message: sentence.join('|') },
    { ...(node && { node }), ...(param && { param }) },
  );
};

const firstSentences = (message: string): string =>
  message
    .replace(/^[A-Za-z ]+ Error: /, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')[0] ?? message;

/** An error of a statement as one that names its cause. Errors that are ours already pass through. */
export const faultOf = (error: unknown, memory: string | undefined): EngineError => {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const own = ownFailure(message);
  if (own !== undefined) return own;
  const refused = /^Permission Error: Cannot access file "([^"]+)"/.exec(message)?.[1];
  if (refused !== undefined) {
    const reason = 'it led elsewhere when it was opened than when it was checked';
    return engineError(
      'path-refused',
      { path: basename(refused), access: 'read', reason },
      { param: 'path' },
      error,
    );
  }
  if (/^INTERRUPT Error/i.test(message)) return engineError('cancelled', {}, {}, error);
  if (/^Out of Memory Error/i.test(message)) {
    if (/max_temp_directory_size|No space left/i.test(message))
      return engineError('disk-full', { what: 'the spill folder' }, {}, error);
    return engineError('out-of-memory', { limit: memory ?? 'the default limit' }, {}, error);
  }
  if (/No space left on device|disk full/i.test(message))
    return engineError('disk-full', { what: 'the output or spill folder' }, {}, error);
  const json = jsonFault(message, error);
  if (json !== undefined) return json;
  const parquet = parquetFault(message, error);
  if (parquet !== undefined) return parquet;
  const csv = csvFault(message, error);
  if (csv !== undefined) return csv;
  const conversion = conversionProblem(message);
  if (conversion !== undefined) return engineError('conversion-failed', conversion, {}, error);
  return engineError('query-failed', { problem: firstSentences(message) }, {}, error);
};

/** The same error, said of the file where all that the failing step does is read one. */
export const faultOfReading = (fault: EngineError, rel: Rel): EngineError => {
  const options = rel.op === 'scan' ? rel.options : null;
  const path =
    typeof options === 'object' && options !== null && 'path' in options ? options.path : undefined;
  if (fault.code !== 'query-failed' || typeof path !== 'string') return fault;
  const problem = typeof fault.data.problem === 'string' ? fault.data.problem : '';
  return engineError('file-damaged', { path, problem }, { param: 'path' }, fault.cause);
};
