// The designer suite: what a person waits for, measured in a real browser against the real engine.
import { link, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { cases } from './designer/cases.mjs';
import { files, ordersData } from './etl/data.mjs';
import { ArgumentsError } from './lib/options.mjs';

export const usage = `npm run bench -- designer [options]
  --case a,b   of ${cases.map(one => one.id).join(', ')} (default all)
  --repeat N   rounds: the median is printed, the best and the worst (default 3)
  --rows N     rows of the large source (default 5000000)
  --json       one JSON object a line on stdout`;

const here = import.meta.dirname;
/** One level below the project's folder, as e2e is: the designer's starter finds the program from where it lies. */
const bundle = resolve(here, '../dist/designer-bench.mjs');

/** The starter and the finder of a browser that the specs use. */
const tools = async () => {
  await mkdir(dirname(bundle), { recursive: true });
  await build({
    stdin: {
      contents:
        "export { startDesigner } from './e2e/designer.ts'; export { chromiumArgs, findChromium } from './e2e/chromium.ts';",
      resolveDir: resolve(here, '..'),
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@playwright/test'],
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(bundle).href);
  } finally {
    await rm(bundle);
  }
};

/** @param {readonly number[]} values */
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** @param {string[]} args */
const optionsOf = args => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        case: { type: 'string' },
        repeat: { type: 'string', default: '3' },
        rows: { type: 'string', default: '5000000' },
        json: { type: 'boolean', default: false },
      },
    });
    const wanted = values.case?.split(',') ?? cases.map(one => one.id);
    const unknown = wanted.filter(id => !cases.some(one => one.id === id));
    if (unknown.length > 0) throw new ArgumentsError(`There is no case “${unknown.join(', ')}”.`);
    const [repeat, rows] = [Number(values.repeat), Number(values.rows)];
    if (!Number.isSafeInteger(repeat) || repeat < 1)
      throw new ArgumentsError('--repeat takes a whole number.');
    if (!Number.isSafeInteger(rows) || rows < 1) throw new ArgumentsError('--rows takes a whole number.');
    return { wanted, repeat, rows, json: values.json };
  } catch (error) {
    throw error instanceof ArgumentsError ? error : new ArgumentsError(String(error));
  }
};

/** A page that hangs must not hold up the rest. @template T @param {Promise<T>} work @returns {Promise<T>} */
const withinTwoMinutes = work => {
  const late = new Promise((_, failed) =>
    setTimeout(() => failed(new Error('Not done within two minutes.')), 120_000).unref(),
  );
  return /** @type {Promise<T>} */ (Promise.race([work, late]));
};

/** @param {string} id @param {string} what @param {readonly number[]} values @param {boolean} json */
const say = (id, what, values, json) => {
  const line = {
    case: id,
    what,
    median: median(values),
    best: Math.min(...values),
    worst: Math.max(...values),
  };
  const text = [line.median, line.best, line.worst].map(value => value.toFixed(0));
  console.log(
    json
      ? JSON.stringify(line)
      : `${id.padEnd(10)} ${what.padEnd(46)} ${text[0]?.padStart(6)}  (${text[1]} to ${text[2]})`,
  );
};

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export const run = async args => {
  const { wanted, repeat, rows, json } = optionsOf(args);
  const { startDesigner, findChromium, chromiumArgs } = await tools();
  const { chromium } = await import('@playwright/test');
  const large = wanted.includes('preview') ? await largeSource(rows) : undefined;
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs() });
  /** @param {import('./designer/cases.mjs').DesignerCase} one */
  const oneRound = async one => {
    // The designer's starter removes this folder at its end.
    const work = await realpath(await mkdtemp(join(tmpdir(), 'millrace-bench-')));
    const file = join(work, 'bench.millrace');
    if (one.pipeline !== undefined) await writeFile(file, `${JSON.stringify(one.pipeline())}\n`);
    if (large !== undefined)
      await link(large, join(work, 'orders.parquet')).catch(() =>
        symlink(large, join(work, 'orders.parquet')),
      );
    const designer = await startDesigner({ work, files: one.pipeline === undefined ? [] : [file] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      return await withinTwoMinutes(one.measure(page, await designer.address()));
    } finally {
      await context.close();
      await designer.stop();
    }
  };
  let failed = 0;
  try {
    for (const one of cases.filter(({ id }) => wanted.includes(id)))
      try {
        /** @type {Record<string, number[]>} */
        const measured = {};
        for (let round = 0; round < repeat; round++)
          for (const [what, value] of Object.entries(await oneRound(one)))
            measured[what] = [...(measured[what] ?? []), value];
        for (const [what, values] of Object.entries(measured)) say(one.id, what, values, json);
      } catch (error) {
        failed++;
        console.error(`${one.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
  } finally {
    await browser.close();
  }
  return failed === 0 ? 0 : 1;
};

/** @param {number} rows */
const largeSource = async rows => {
  const data = await ordersData(join(here, '.data'), rows, text => console.error(text));
  return join(data.folder, files.clean);
};
