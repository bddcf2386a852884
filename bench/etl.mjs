// The ETL suite: the same everyday work by Millrace, raw DuckDB, pandas and polars.
import { mkdir, rm } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { cases } from './etl/cases.mjs';
import { files, ordersData } from './etl/data.mjs';
import { failureOf, millraceIsBuilt, PreparationError, systems } from './etl/systems.mjs';
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
  --keep          leave the results in bench/.data
  --json          one JSON object a line on stdout, tables on stderr`;

/** @typedef {{ best?: { seconds: number, peakMb: number | null }, note?: string }} Outcome */

const say = (/** @type {string} */ text) => console.error(text);

/**
 * Systems that cannot run here, each with the reason.
 * @param {readonly string[]} wanted
 * @returns {Promise<{ python: string | undefined, missing: Record<string, string> }>}
 */
const whatIsMissing = async wanted => {
  const ofPython = wanted.filter(name => systems[name]?.python === true);
  const environment = ofPython.length > 0 ? await pythonEnvironment(say) : { missing: '' };
  const missing =
    'missing' in environment ? Object.fromEntries(ofPython.map(name => [name, environment.missing])) : {};
  const built = !wanted.includes('millrace') || (await millraceIsBuilt());
  return {
    python: 'python' in environment ? environment.python : undefined,
    missing: built
      ? missing
      : { ...missing, millrace: 'not run: dist/cli/millrace.js is not built (npm run build)' },
  };
};

/**
 * One timed run and the check of its result.
 * @param {import('./etl/cases.mjs').Case} one
 * @param {string} system
 * @param {import('./etl/systems.mjs').Setting} setting
 * @param {import('./lib/digest.mjs').Digest} expected
 * @returns {Promise<{ seconds: number, peakMb: number | null } | { note: string }>}
 */
const timedRun = async (one, system, setting, expected) => {
  await rm(setting.output, { force: true });
  const job = await systems[system]?.job(one, setting).catch((/** @type {unknown} */ error) => {
    if (error instanceof PreparationError) return { failed: `the first run failed, ${error.message}` };
    throw error;
  });
  if (job === undefined || 'failed' in job) return { note: `failed: ${job?.failed ?? 'unknown system'}` };
  await warm(one.inputs.map(name => join(setting.folder, name)));
  const done = await measure(job.command);
  if (done.code !== 0) return { note: `failed: ${failureOf(done)}` };
  const wrong = await mismatches({
    path: setting.output,
    format: one.format,
    columns: one.columns,
    expected,
  });
  if (wrong.length > 0) return { note: `WRONG RESULT: ${wrong.join('; ')}` };
  const remark = job.remark?.(done);
  say(`  ${one.id} ${system}: ${done.seconds.toFixed(3)} s${remark === undefined ? '' : `, ${remark}`}`);
  return { seconds: done.seconds, peakMb: done.peakMb };
};

/**
 * The best of two runs: the faster time, and the peak that went with it. A failure is never papered over by a success.
 * @param {Outcome} outcome
 * @param {{ seconds: number, peakMb: number | null } | { note: string }} run
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
const runCase = async (one, data, options, { python, missing }) => {
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
    const turn = ready.length === 0 ? 0 : round % ready.length;
    for (const name of [...ready.slice(turn), ...ready.slice(0, turn)]) {
      const before = outcomes.get(name) ?? {};
      if (before.note !== undefined) continue;
      const output = join(data.folder, `${one.id}-${name}.${one.format}`);
      const memory = one.memory ?? options.memory;
      const setting = { folder: data.folder, output, memory, threads: options.threads, python };
      outcomes.set(name, better(before, await timedRun(one, name, setting, expected)));
      if (!options.keep) await rm(output, { force: true });
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
  const root = join(import.meta.dirname, '.data');
  await mkdir(root, { recursive: true });
  const here = await whatIsMissing(options.systems);
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
