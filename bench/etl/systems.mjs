import { access, mkdir, rm, writeFile } from 'node:fs/promises';
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
 */

/**
 * @typedef {object} Job
 * @property {import('../lib/measure.mjs').Command} command what is timed
 * @property {(done: import('../lib/measure.mjs').Measured) => string | undefined} [remark] what its output tells, for people
 */

const here = import.meta.dirname;
const cli = join(here, '../../dist/cli/millrace.js');

/** A failure of an untimed run that a timed one needs. */
export class PreparationError extends Error {}

/** Whether the command line has been built. */
export const millraceIsBuilt = () =>
  access(cli).then(
    () => true,
    () => false,
  );

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

/**
 * Millrace's command line. A case with `before` runs that pipeline first, into a fresh cache, and times the edited one.
 * @param {import('./cases.mjs').Case} one
 * @param {Setting} setting
 * @returns {Promise<Job>}
 */
const millrace = async (one, { folder, output, memory }) => {
  const file = join(folder, `${one.id}.millrace`);
  const name = basename(output);
  const cache = join(folder, `cache-${one.id}`);
  const args = [cli, 'run', file, '--json', '--memory', memory];
  const write = (/** @type {object} */ pipeline) => writeFile(file, `${JSON.stringify(pipeline, null, 2)}\n`);
  if (one.before === undefined) {
    await write(one.pipeline(name));
    return { command: { file: process.execPath, args: [...args, '--no-cache'], cwd: folder } };
  }
  await rm(cache, { recursive: true, force: true });
  await mkdir(cache);
  const command = { file: process.execPath, args, cwd: folder, env: { MILLRACE_CACHE_DIR: cache } };
  await write(one.before(name));
  const warmed = await measure(command);
  if (warmed.code !== 0) throw new PreparationError(failureOf(warmed));
  await rm(output, { force: true });
  await write(one.pipeline(name));
  return { command, remark: cachedNodes };
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
