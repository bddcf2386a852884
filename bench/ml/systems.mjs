import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { measure } from '../lib/measure.mjs';
import { exists, pythonEnvironment } from '../lib/python.mjs';
import { dataFolder } from './data.mjs';

/**
 * @typedef {object} Task
 * @property {string} model
 * @property {string} file the rows, as Parquet
 * @property {number} columns
 *
 * @typedef {(task: Task) => import('../lib/measure.mjs').Command} Command what fits and scores, and prints a line of JSON
 *
 * @typedef {object} System
 * @property {string} label
 * @property {(say: (text: string) => void, limit: number) => Promise<{ command: Command } | { missing: string }>} ready
 *   `missing` says why it takes no part; `limit` is how many seconds a fit may take where it can be ended
 */

const here = import.meta.dirname;
const project = join(here, '../..');

/** @type {System['ready']} */
const millrace = async () => {
  const child = join(dataFolder, 'ml-child.mjs');
  await build({
    // Threads that help with a fit are started by path, beside it.
    entryPoints: {
      'ml-child': join(here, 'child.ts'),
      'ml-fit-helper': join(project, 'engine/ml/workers/fit-helper.ts'),
    },
    outdir: dataFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return {
    command: ({ model, file, columns }) => ({
      file: process.execPath,
      args: [child, model, file, String(columns)],
    }),
  };
};

/** @type {System['ready']} */
const sklearn = async say => {
  const environment = await pythonEnvironment(say);
  if ('missing' in environment) return environment;
  return {
    command: ({ model, file, columns }) => ({
      file: environment.python,
      args: [join(here, 'sklearn_cases.py'), model, file, String(columns)],
    }),
  };
};

/** Where the tests on Spark keep their PySpark (`engine/spark/test/run.sh`), which has no NumPy of its own. */
const sparkPython = () =>
  process.env.MILLRACE_SPARK_PYTHON ??
  resolve(project, process.env.MILLRACE_SPARK_VENV ?? '.venv', 'bin/python');

/** @type {System['ready']} */
const spark = async (say, limit) => {
  const python = sparkPython();
  if (!(await exists(python)))
    return { missing: 'not run: there is no PySpark; `npm run test:spark` puts it into .venv' };
  if ((await measure({ file: 'java', args: ['-version'] })).code !== 0)
    return { missing: 'not run: there is no Java (17 or 21 is needed)' };
  const environment = await pythonEnvironment(say);
  if ('missing' in environment) return environment;
  const found = await measure({
    file: environment.python,
    args: ['-c', 'import numpy, os; print(os.path.dirname(os.path.dirname(numpy.__file__)))'],
  });
  const env = { PYTHONPATH: found.stdout.trim(), SPARK_LOCAL_IP: '127.0.0.1' };
  const tried = await measure({ file: python, args: ['-c', 'import pyspark.ml'], env });
  if (tried.code !== 0)
    return { missing: `not run: ${tried.stderr.trim().split('\n').at(-1) ?? 'PySpark does not start'}` };
  return {
    command: ({ model, file, columns }) => ({
      file: python,
      args: [join(here, 'spark_cases.py'), model, file, String(columns), String(limit)],
      env,
    }),
  };
};

/** @type {Record<string, System>} */
export const systems = {
  millrace: { label: 'Millrace', ready: millrace },
  sklearn: { label: 'scikit-learn', ready: sklearn },
  spark: { label: 'Spark ML', ready: spark },
};
