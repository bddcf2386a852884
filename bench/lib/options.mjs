import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/** The command line is wrong; the suite's usage is shown with it. */
export class ArgumentsError extends Error {}

/**
 * @typedef {object} Options
 * @property {number} rows rows of the generated CSV
 * @property {number} repeat timed runs for each case and system; the best counts
 * @property {number} threads threads for every system that takes a number
 * @property {string} memory memory limit for Millrace and raw DuckDB, such as `8GB`
 * @property {string[]} cases
 * @property {string[]} systems
 * @property {boolean} json one JSON object a line on stdout, tables on stderr
 * @property {string | undefined} millrace another built command line than this checkout's
 * @property {string | undefined} data another folder for the generated files
 * @property {boolean} keep leave the outputs of the last run in place
 */

/** Half of this machine's memory, in whole gigabytes: the same fixed limit for both instead of each one's own idea. */
const defaultMemory = () => `${Math.max(1, Math.floor(totalmem() / 2e9))}GB`;

/**
 * A count as people write it: `200000`, `200_000`, `5M`, `100k`.
 * @param {string} name
 * @param {string} text
 */
const count = (name, text) => {
  const found = /^(\d[\d_]*)([kM]?)$/.exec(text);
  const scale = found?.[2] === 'M' ? 1_000_000 : found?.[2] === 'k' ? 1_000 : 1;
  const value = Number(found?.[1]?.replaceAll('_', '')) * scale;
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ArgumentsError(`--${name} is “${text}”; it takes a whole number from 1, such as 200000 or 5M.`);
  return value;
};

/**
 * Names from a comma-separated list, in the order of `known`, each once.
 * @param {string} name
 * @param {string | undefined} text
 * @param {readonly string[]} known
 */
const chosen = (name, text, known) => {
  if (text === undefined) return [...known];
  const wanted = text.split(',').map(word => word.trim());
  const unknown = wanted.filter(word => !known.includes(word));
  if (unknown.length > 0)
    throw new ArgumentsError(`--${name} has “${unknown.join(', ')}”; it takes ${known.join(', ')}.`);
  return known.filter(word => wanted.includes(word));
};

/** @param {string} text */
const memorySize = text => {
  if (!/^\d+(\.\d+)?(MB|GB|MiB|GiB)$/.test(text))
    throw new ArgumentsError(`--memory is “${text}”; it takes a size such as 512MB or 8GB.`);
  return text;
};

/**
 * Reads the options that every suite of cases and systems shares.
 * @param {string[]} args
 * @param {{ cases: readonly string[], systems: readonly string[] }} known
 * @returns {Options}
 */
export const readOptions = (args, known) => {
  const values = parse(args);
  return {
    rows: count('rows', values.rows ?? '5M'),
    repeat: count('repeat', values.repeat ?? '2'),
    threads: count('threads', values.threads ?? String(availableParallelism())),
    memory: memorySize(values.memory ?? defaultMemory()),
    cases: chosen('case', values.case, known.cases),
    systems: chosen('systems', values.systems, known.systems),
    millrace: values.millrace,
    data: values.data,
    json: values.json ?? false,
    keep: values.keep ?? false,
  };
};

/** @param {string[]} args */
const parse = args => {
  try {
    return parseArgs({
      args,
      options: {
        rows: { type: 'string' },
        repeat: { type: 'string' },
        threads: { type: 'string' },
        memory: { type: 'string' },
        case: { type: 'string' },
        systems: { type: 'string' },
        millrace: { type: 'string' },
        data: { type: 'string' },
        json: { type: 'boolean' },
        keep: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ArgumentsError(error instanceof Error ? error.message : String(error));
  }
};
