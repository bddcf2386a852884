// The ETL suite: the same everyday work by Millrace, raw DuckDB, pandas and polars.
import { access, mkdir, rm, stat } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { cases } from './etl/cases.mjs';
import { files, ordersData } from './etl/data.mjs';
import { builtCli, failureOf, PreparationError, systems } from './etl/systems.mjs';
import { duck } from './lib/duck.mjs';
import { warm } from './lib/files.mjs';
import { measure, stopRunning } from './lib/measure.mjs';
import { readOptions } from './lib/options.mjs';
import { pythonEnvironment } from './lib/python.mjs';
import { resultTable } from './lib/table.mjs';
import { digestOfQuery, mismatches } from './lib/verify.mjs';

export const usage = `npm run bench -- etl [options]
  --rows N        rows of the generated CSV (default 5M)
  --case a,b      of ${cases.map(one => one.id).join(', ')} (default all)
  --systems a,b   of ${Object.keys(systems).join(', ')} (default all)
  --repeat N      timed runs for each case and system, the best counts (default 2)
  --memory SIZE   memory limit of Millrace and raw DuckDB (default half of this machine's)
  --threads N     threads of raw DuckDB and polars (default all)
  --millrace FILE another built command line than dist/cli/millrace.js
  --data FOLDER   where the generated files are kept (default bench/.data)
  --keep          leave the results beside the generated files
  --json          one JSON object a line on stdout, tables on stderr`;

/** @typedef {{ best?: { seconds: number, peakMb: number | null }, note?: string }} Outcome */

const say = (/** @type {string} */ text) => console.error(text);

/**
 * Systems that cannot run here, each with the reason.
 * @param {readonly string[]} wanted
 * @param {string} cli
 * @returns {Promise<{ cli: string, python: string | undefined, missing: Record<string, string> }>}
 */
const whatIsMissing = async (wanted, cli) => {
  const ofPython = wanted.filter(name => systems[name]?.python === true);
  const environment = ofPython.length > 0 ? await pythonEnvironment(say) : { missing: '' };
  const missing =
    'missing' in environment ? Object.fromEntries(ofPython.map(name => [name, environment.missing])) : {};
  const built = await access(cli).then(
    () => true,
    () => false,
  );
  return {
    cli,
    python: 'python' in environment ? environment.python : undefined,
    missing: built
      ? missing
      : { ...missing, millrace: `not run: ${relative(process.cwd(), cli)} is not there (npm run build)` },
  };
};

/** @typedef {{ seconds: number, peakMb: number | null } | { note: string }} TimedRun */

/**
 * One timed run and the check of its result.
 * @param {import('./etl/cases.mjs').Case} one
 * @param {string} system
 * @param {import('./etl/systems.mjs').Job} job
 * @param {import('./etl/systems.mjs').Setting} setting
 * @param {import('./lib/digest.mjs').Digest} expected
 * @returns {Promise<TimedRun>}
 */
const timedRun = async (one, system, job, setting, expected) => {
  const path = job.output ?? setting.output;
  await warm(one.inputs.map(name => join(setting.folder, name)));
  const done = await measure(job.command);
  if (done.code !== 0) return { note: `failed: ${failureOf(done)}` };
  const wrong = await mismatches({ path, format: one.format, columns: one.columns, expected });
  if (wrong.length > 0) return { note: `WRONG RESULT: ${wrong.join('; ')}` };
  const facts = [
    `${done.seconds.toFixed(3)} s`,
    `result of ${Math.ceil((await stat(path)).size / 1000).toLocaleString('en-US')} kB`,
    job.remark?.(done) ?? '',
  ];
  say(`  ${one.id} ${system}: ${facts.filter(Boolean).join(', ')}`);
  return { seconds: done.seconds, peakMb: done.peakMb };
};

/**
 * Gets a system ready, times it, checks the result and tidies up.
 * @param {import('./etl/cases.mjs').Case} one
 * @param {string} system
 * @param {import('./etl/systems.mjs').Setting} setting
 * @param {import('./lib/digest.mjs').Digest} expected
 * @param {boolean} keep
 * @returns {Promise<TimedRun>}
 */
const turn = async (one, system, setting, expected, keep) => {
  // An old result must not pass for a new one.
  await rm(setting.output, { force: true });
  try {
    const job = await systems[system]?.job(one, setting);
    if (job === undefined) return { note: `not run: there is no system ${system}` };
    const result = await timedRun(one, system, job, setting, expected);
    if (!keep) await job.cleanUp?.();
    return result;
  } catch (error) {
    if (error instanceof PreparationError) return { note: `failed: in the first run, ${error.message}` };
    throw error;
  } finally {
    if (!keep) await rm(setting.output, { force: true });
  }
};

/**
 * The best of two runs: the faster time, and the peak that went with it. A failure is never papered over by a success.
 * @param {Outcome} outcome
 * @param {TimedRun} run
 * @returns {Outcome}
 */
const better = (outcome, run) => {
  if (outcome.note !== undefined || 'note' in run)
    return { note: outcome.note ?? ('note' in run ? run.note : '') };
  return outcome.best === undefined || run.seconds < outcome.best.seconds ? { best: run } : outcome;
};

/**
 * All systems on one case, taking turns: each round starts with another one.
 * @param {import('./etl/cases.mjs').Case} one
 * @param {import('./etl/data.mjs').Data} data
 * @param {import('./lib/options.mjs').Options} options
 * @param {Awaited<ReturnType<typeof whatIsMissing>>} here
 * @returns {Promise<Map<string, Outcome>>}
 */
const runCase = async (one, data, options, { python, cli, missing }) => {
  const names = options.systems.filter(name => one.systems.includes(name));
  const expected = await digestOfQuery(
    one.sql(name => join(data.folder, name)),
    one.columns,
  );
  /** @type {Map<string, Outcome>} */
  const outcomes = new Map(
    names.map(name => [name, missing[name] === undefined ? {} : { note: missing[name] }]),
  );
  const ready = names.filter(name => missing[name] === undefined);
  const rounds = Math.max(options.repeat, one.repeat ?? 1);
  for (let round = 0; round < rounds; round++) {
    const first = ready.length === 0 ? 0 : round % ready.length;
    for (const name of [...ready.slice(first), ...ready.slice(0, first)]) {
      const before = outcomes.get(name) ?? {};
      if (before.note !== undefined) continue;
      const output = join(data.folder, `${one.id}-${name}.${one.format}`);
      const memory = one.memory ?? options.memory;
      const setting = { folder: data.folder, output, memory, threads: options.threads, python, cli };
      outcomes.set(name, better(before, await turn(one, name, setting, expected, options.keep)));
    }
  }
  return outcomes;
};

/**
 * Prints a case: the table for people and, with `--json`, a line for each system that has a time.
 * @param {import('./etl/cases.mjs').Case} one
 * @param {import('./etl/data.mjs').Data} data
 * @param {Map<string, Outcome>} outcomes
 * @param {boolean} json
 */
const report = (one, data, outcomes, json) => {
  const grouped = (/** @type {number} */ n) => n.toLocaleString('en-US');
  const lines = [...outcomes].map(([system, { best, note }]) =>
    best === undefined ? { system, note: note ?? 'not run' } : { system, ...best },
  );
  const table = resultTable(
    `\n(${one.id}) ${one.title(grouped(data.rows), grouped(data.customers))}`,
    lines,
    'duckdb',
  );
  if (!json) return console.log(table);
  say(table);
  for (const line of lines)
    if ('seconds' in line)
      console.log(
        JSON.stringify({
          case: one.id,
          system: line.system,
          seconds: Number(line.seconds.toFixed(4)),
          peakMb: line.peakMb === null ? null : Math.round(line.peakMb * 10) / 10,
        }),
      );
};

/**
 * Whether an outcome makes the whole run a failure: a wrong result always does; a failure does when it is Millrace's.
 * That another system runs out of memory is a finding, not a fault of the benchmark.
 * @param {string} system @param {Outcome} outcome
 */
const isFault = (system, { note }) =>
  note !== undefined && (note.startsWith('WRONG RESULT') || system === 'millrace');

/**
 * Runs the suite.
 * @param {string[]} args
 * @returns {Promise<number>} 0 done, 1 Millrace failed or a result is wrong
 */
export const run = async args => {
  const options = readOptions(args, { cases: cases.map(one => one.id), systems: Object.keys(systems) });
  process.once('exit', stopRunning);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => process.exit(130));
  const root = resolve(options.data ?? join(import.meta.dirname, '.data'));
  await mkdir(root, { recursive: true });
  const here = await whatIsMissing(options.systems, resolve(options.millrace ?? builtCli));
  const data = await ordersData(root, options.rows, say);
  const [version] = await duck(['SELECT version() AS v']);
  say(
    `Node ${process.version}, DuckDB ${version?.v}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'CPU'}, ` +
      `${Math.round(totalmem() / 1e9)} GB; limit ${options.memory}, ${options.threads} threads; ` +
      `orders.csv ${Math.round(data.csvBytes / 1e6)} MB, sha256 ${data.sha256[files.csv]?.slice(0, 12)}`,
  );
  /** @type {string[]} */
  const faults = [];
  for (const one of cases.filter(each => options.cases.includes(each.id))) {
    const outcomes = await runCase(one, data, options, here);
    report(one, data, outcomes, options.json);
    for (const [system, outcome] of outcomes)
      if (isFault(system, outcome)) faults.push(`(${one.id}) ${system}: ${outcome.note}`);
  }
  if (faults.length === 0) return 0;
  say(
    `\n${faults.length} of the results above cannot stand:\n${faults.map(fault => `  ${fault}`).join('\n')}`,
  );
  return 1;
};
