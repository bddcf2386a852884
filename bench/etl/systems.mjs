import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { literal } from '../lib/duck.mjs';
import { measure } from '../lib/measure.mjs';
import { files } from './data.mjs';

/**
 * @typedef {object} Setting what a system is told about a run
 * @property {string} folder the data folder
 * @property {string} output absolute path of the result
 * @property {string} memory
 * @property {number} threads
 * @property {string | undefined} python
 * @property {string} cli Millrace's built command line
 */

/**
 * @typedef {object} Job
 * @property {import('../lib/measure.mjs').Command} command what is timed
 * @property {(done: import('../lib/measure.mjs').Measured) => string | undefined} [remark] what its output tells, for people
 * @property {string} [output] where the result is, if not where the setting says
 * @property {() => Promise<void>} [cleanUp]
 */

const here = import.meta.dirname;

/** The command line that this checkout builds. */
export const builtCli = join(here, '../../dist/cli/millrace.js');

/** A failure of an untimed run that a timed one needs. */
export class PreparationError extends Error {}

/**
 * The last JSON object that the command line printed, or undefined.
 * @param {string} stdout
 * @returns {{ status?: string, nodes?: Record<string, { cached?: boolean }>, error?: { message?: string } } | undefined}
 */
export const lastEvent = stdout => {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
};

/** @param {import('../lib/measure.mjs').Measured} done */
const cachedNodes = done => {
  const nodes = Object.entries(lastEvent(done.stdout)?.nodes ?? {});
  const cached = nodes.filter(([, node]) => node.cached === true).map(([id]) => id);
  return `from the cache: ${cached.join(', ') || 'nothing'}`;
};

/** @param {string} file @param {object} pipeline */
const writePipeline = (file, pipeline) => writeFile(file, `${JSON.stringify(pipeline, null, 2)}\n`);

/** @param {Setting} setting @param {string} file */
const runArguments = ({ cli, memory }, file) => [cli, 'run', file, '--json', '--memory', memory];

/** @param {import('./cases.mjs').Case} one @param {Setting} setting @returns {Promise<Job>} */
const millrace = async (one, setting) => {
  if (one.before !== undefined) return millraceAgain(one, one.before, setting);
  const file = join(setting.folder, `${one.id}.millrace`);
  await writePipeline(file, one.pipeline(basename(setting.output)));
  const args = [...runArguments(setting, file), '--no-cache'];
  return { command: { file: process.execPath, args, cwd: setting.folder } };
};

/**
 * Runs the pipeline as it was, into a fresh cache; what is timed is the run after the edit. Pipeline, inputs (links to
 * the same files) and cache have a folder to themselves, so that nothing of an earlier round is found.
 * @param {import('./cases.mjs').Case} one
 * @param {(output: string) => object} before
 * @param {Setting} setting
 * @returns {Promise<Job>}
 */
const millraceAgain = async (one, before, setting) => {
  const folder = join(setting.folder, `again-${one.id}`);
  const cache = join(folder, 'cache');
  await rm(folder, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  for (const name of one.inputs) await link(join(setting.folder, name), join(folder, name));
  const file = join(folder, 'pipeline.millrace');
  const output = join(folder, basename(setting.output));
  const command = {
    file: process.execPath,
    args: runArguments(setting, file),
    cwd: folder,
    env: { MILLRACE_CACHE_DIR: cache, XDG_CACHE_HOME: cache },
  };
  await writePipeline(file, before(basename(output)));
  const warmed = await measure(command);
  if (warmed.code !== 0) throw new PreparationError(failureOf(warmed));
  await rm(output, { force: true });
  await writePipeline(file, one.pipeline(basename(output)));
  return {
    command,
    output,
    remark: cachedNodes,
    cleanUp: () => rm(folder, { recursive: true, force: true }),
  };
};

/** @param {import('./cases.mjs').Case} one @param {Setting} setting */
const copySql = (one, { folder, output }) =>
  `COPY (${one.sql(name => join(folder, name))}) TO ${literal(output)} (FORMAT ${one.format}${
    one.format === 'csv' ? ', HEADER' : ''
  })`;

/** @param {import('./cases.mjs').Case} one @param {Setting} setting @returns {Promise<Job>} */
const duckdb = async (one, setting) => {
  const settings = {
    memory: setting.memory,
    threads: setting.threads,
    temp: join(setting.folder, 'spill'),
  };
  const args = [join(here, 'duckdb-child.mjs'), JSON.stringify(settings), copySql(one, setting)];
  return { command: { file: process.execPath, args } };
};

/** @param {import('./cases.mjs').Case} one @param {Setting} setting @returns {Promise<Job>} */
const duckdbPython = async (one, setting) => ({
  command: {
    file: setting.python ?? 'python3',
    args: [join(here, 'duckdb_cases.py'), copySql(one, setting)],
  },
});

/**
 * @param {string} script
 * @returns {(one: import('./cases.mjs').Case, setting: Setting) => Promise<Job>}
 */
const frames =
  script =>
  async (one, { folder, output, threads, python }) => {
    const paths = Object.fromEntries(Object.entries(files).map(([word, name]) => [word, join(folder, name)]));
    return {
      command: {
        file: python ?? 'python3',
        args: [join(here, script), one.work, JSON.stringify({ ...paths, output })],
        env: { POLARS_MAX_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
      },
    };
  };

/**
 * Every system: how it gets ready for a case, and whether it is Python that runs it.
 * @type {Readonly<Record<string, { python: boolean, job: (one: import('./cases.mjs').Case, setting: Setting) => Promise<Job> }>>}
 */
export const systems = {
  millrace: { python: false, job: millrace },
  duckdb: { python: false, job: duckdb },
  'duckdb-py': { python: true, job: duckdbPython },
  pandas: { python: true, job: frames('pandas_cases.py') },
  polars: { python: true, job: frames('polars_cases.py') },
};

/**
 * Why a run did not succeed, in a line.
 * @param {import('../lib/measure.mjs').Measured} done
 * @returns {string}
 */
export const failureOf = done => {
  if (done.timedOut) return 'took longer than the time limit and was stopped';
  if (done.signal !== null) return `ended by ${done.signal}`;
  const said = lastEvent(done.stdout)?.error?.message ?? done.stderr;
  const lines = said.trim().split('\n');
  // Node prints the error above its stack; Python prints it last.
  const telling =
    lines.find(line => /^(?:\w*Error|\[?\w+Error)\b|Out of Memory/.test(line)) ?? lines.at(-1) ?? '';
  return `exit code ${done.code}: ${telling.trim().slice(0, 300) || 'it said nothing'}`;
};
