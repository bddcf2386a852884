// The machine-learning suite: the same models by Millrace and by scikit-learn, on the same rows, in one run.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { build } from 'esbuild';
import { measure } from './lib/measure.mjs';
import { ArgumentsError } from './lib/options.mjs';
import { pythonEnvironment } from './lib/python.mjs';

const models = ['linear', 'logistic', 'naive-bayes', 'k-means', 'forest', 'boosted'];
const here = import.meta.dirname;
const dataFolder = join(here, '.data');

export const usage = `npm run bench -- ml [options]
  --model a,b     of ${models.join(', ')} (default all)
  --sizes a,b     rows x columns (default 1000000x10,100000x50)
  --json          one JSON object a line on stdout, the table on stderr`;

const say = (/** @type {string} */ text) => console.error(text);

/**
 * Rows with a straight line in them (y), two classes (c) and eight clumps, the same for the same size.
 * @param {number} rows
 * @param {number} columns
 * @returns {Promise<string>} a Parquet file
 */
const tableOf = async (rows, columns) => {
  const file = join(dataFolder, `ml-${rows}x${columns}.parquet`);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const random = (/** @type {number} */ j) => `((hash(i * 131 + ${j}) >> 11)::DOUBLE / 9007199254740992)`;
  const normal = (/** @type {number} */ j) =>
    `(sqrt(-2 * ln(1 - ${random(2 * j)})) * cos(2 * pi() * ${random(2 * j + 1)}))`;
  const xs = Array.from({ length: columns }, (_, j) => `${normal(j)} + ((i % 8 * ${j + 3}) % 5) AS x${j}`);
  const line = Array.from({ length: columns }, (_, j) => `${((j * 7) % 5) - 2} * x${j}`).join(' + ');
  await connection.run(`COPY (
    SELECT * EXCLUDE (i, e), line + e * 3 AS y, (line - (avg(line) OVER ()) + e * 4 > 0)::INTEGER AS c
      FROM (SELECT *, ${line} AS line, ${normal(columns)} AS e
            FROM (SELECT i, ${xs.join(', ')} FROM range(${rows}) r(i)))
      ) TO '${file.replaceAll("'", "''")}'`);
  return file;
};

/**
 * @param {string} text
 * @returns {{ fit: number, score: number, quality: number } | undefined}
 */
const lineOf = text => {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
};

/** @param {string[]} args */
const optionsOf = args => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        model: { type: 'string', default: models.join(',') },
        sizes: { type: 'string', default: '1000000x10,100000x50' },
        json: { type: 'boolean', default: false },
      },
    });
    const chosen = values.model.split(',');
    for (const one of chosen)
      if (!models.includes(one)) throw new ArgumentsError(`There is no model “${one}”.`);
    const sizes = values.sizes.split(',').map(size => {
      const [, rows, columns] = /^(\d+)x(\d+)$/.exec(size) ?? [];
      if (rows === undefined) throw new ArgumentsError(`“${size}” is no size such as 1000000x10.`);
      return { rows: Number(rows), columns: Number(columns) };
    });
    return { chosen, sizes, json: values.json };
  } catch (error) {
    if (error instanceof ArgumentsError) throw error;
    throw new ArgumentsError(error instanceof Error ? error.message : String(error));
  }
};

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export const run = async args => {
  const { chosen, sizes, json } = optionsOf(args);
  await mkdir(dataFolder, { recursive: true });
  const child = join(dataFolder, 'ml-child.mjs');
  await build({
    entryPoints: [join(here, 'ml/child.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const environment = await pythonEnvironment(say);
  const python = 'python' in environment ? environment.python : undefined;
  if ('missing' in environment) say(`scikit-learn: ${environment.missing}`);
  let failed = false;
  say(
    'model        size         fit s (scikit-learn, ratio)     score s (scikit-learn, ratio)   peak MB   quality',
  );
  for (const { rows, columns } of sizes) {
    const file = await tableOf(rows, columns);
    for (const model of chosen) {
      const own = await measure({ file: process.execPath, args: [child, model, file, String(columns)] });
      const other =
        python === undefined
          ? undefined
          : await measure({
              file: python,
              args: [join(here, 'ml/sklearn_cases.py'), model, file, String(columns)],
            });
      const a = lineOf(own.stdout);
      const b = other && lineOf(other.stdout);
      if (a === undefined || (other !== undefined && b === undefined)) {
        failed = true;
        say(
          `${model} ${rows}x${columns} failed: ${(a === undefined ? own : other)?.stderr.trim().split('\n').at(-1)}`,
        );
        continue;
      }
      const size = `${rows}x${columns}`;
      if (json)
        console.log(
          JSON.stringify({
            model,
            size,
            millrace: { ...a, peakMb: own.peakMb },
            sklearn: b && { ...b, peakMb: other?.peakMb },
          }),
        );
      const beside = (/** @type {'fit' | 'score'} */ key) =>
        `${a[key].toFixed(2)} (${b === undefined ? '-' : `${b[key].toFixed(2)}, ${(a[key] / b[key]).toFixed(2)}x`})`;
      say(
        `${model.padEnd(12)} ${size.padEnd(12)} ${beside('fit').padEnd(31)} ${beside('score').padEnd(31)} ${Math.round(own.peakMb ?? 0)} / ${Math.round(other?.peakMb ?? 0)}   ${a.quality} / ${b?.quality ?? '-'}`,
      );
    }
  }
  return failed ? 1 : 0;
};
