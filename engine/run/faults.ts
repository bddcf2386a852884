/** DuckDB's errors in words for people: what, which column, and the way out. */
import { jsonFault } from '../connectors/json/problem.ts';
import { EngineError, engineError } from '../diagnostics/errors.ts';
import { failMark } from '../duckdb/expr.ts';

/** What a plan's own failure says: `node|param|sentence`, written by the kinds that can fail on data. */
const ownFailure = (message: string): EngineError | undefined => {
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
  const csv = /CSV Error on Line: (\d+)/i.exec(message);
  if (csv !== null) return csvFault(message, Number(csv[1]), error);
  return engineError('query-failed', { problem: firstSentences(message) }, {}, error);
};

const csvFault = (message: string, line: number, cause: unknown): EngineError => {
  const lines = message.split('\n').map(l => l.trim());
  const at = lines.findIndex(l => l.startsWith('Original Line:'));
  const original = at < 0 ? '' : (lines[at]?.slice('Original Line:'.length).trim() ?? '');
  const problem = lines.slice(at < 0 ? 1 : at + 1).find(l => l !== '') ?? 'the row does not fit';
  const file = /file ?= ?(.*)$/i.exec(lines.find(l => /^file ?=/i.test(l)) ?? '')?.[1] ?? '';
  const column =
    /Column "?([^"]+)"? with|when casting "?([^"]*)"?|Error when converting column "([^"]+)"/.exec(message);
  return engineError(
    'csv-row',
    {
      line,
      problem: problem.replace(/\.$/, ''),
      row: original.slice(0, 200),
      ...(file !== '' && { path: file.split('/').at(-1) ?? file }),
      ...(column && { column: column[3] ?? column[1] ?? '' }),
    },
    { param: 'badRows' },
    cause,
  );
};
