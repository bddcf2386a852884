// The benchmark's front door: `node bench/run.mjs SUITE [options]`. Each suite is a file of its own.
import { ArgumentsError } from './lib/options.mjs';

/** @type {Record<string, () => Promise<{ run: (args: string[]) => Promise<number>, usage: string }>>} */
const suites = {
  etl: () => import('./etl.mjs'),
  designer: () => import('./designer.mjs'),
  ml: () => import('./ml.mjs'),
};

/**
 * Runs the suite that the first argument names.
 * @param {string[]} argv arguments after the script's name
 * @returns {Promise<number>} exit code: 0 done, 1 a run failed or the results differ, 2 the arguments are wrong
 */
const main = async ([name, ...args]) => {
  const load = name !== undefined && Object.hasOwn(suites, name) ? suites[name] : undefined;
  if (load === undefined) {
    const said = name === undefined ? 'No suite is named.' : `There is no suite “${name}”.`;
    console.error(
      `${said} Suites: ${Object.keys(suites).join(', ')}. Example: npm run bench -- etl --rows 200000`,
    );
    return 2;
  }
  const suite = await load();
  try {
    return await suite.run(args);
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    console.error(`${error.message}\n\n${suite.usage}`);
    return 2;
  }
};

process.exitCode = await main(process.argv.slice(2));
