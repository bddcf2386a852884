// The machine-learning suite: the same models by Millrace, scikit-learn and Spark ML, on the same rows, in one run.
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measure } from './lib/measure.mjs';
import { ArgumentsError } from './lib/options.mjs';
import { dataFolder, tableOf } from './ml/data.mjs';
import { systems } from './ml/systems.mjs';
import { header, jsonOf, lineOf, outcomeOf } from './ml/told.mjs';

const models = ['linear', 'logistic', 'naive-bayes', 'k-means', 'forest', 'boosted'];

export const usage = `npm run bench -- ml [options]
  --model a,b     of ${models.join(', ')} (default all)
  --sizes a,b     rows x columns (default 1000000x10,100000x50)
  --systems a,b   of ${Object.keys(systems).join(', ')} (default all; one that is not installed is left out and says so.
                  PySpark is looked for where \`npm run test:spark\` puts it, .venv, and never fetched from here)
  --limit 600     seconds that a fit on Spark may take; one that takes longer is ended and shown as "> 600"
  --json          one JSON object a line on stdout, the table on stderr`;

/** Seconds for a process around its fit: start, reading, scoring and measuring the quality. */
const around = 1800;

const say = (/** @type {string} */ text) => console.error(text);

/**
 * @param {string} text
 * @param {readonly string[]} known
 * @param {string} what
 */
const chosen = (text, known, what) => {
  const wanted = text.split(',');
  for (const one of wanted)
    if (!known.includes(one)) throw new ArgumentsError(`There is no ${what} “${one}”.`);
  return wanted;
};

/** @param {string[]} args */
const valuesOf = args => {
  try {
    return parseArgs({
      args,
      options: {
        model: { type: 'string', default: models.join(',') },
        sizes: { type: 'string', default: '1000000x10,100000x50' },
        systems: { type: 'string', default: Object.keys(systems).join(',') },
        limit: { type: 'string', default: '600' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ArgumentsError(error instanceof Error ? error.message : String(error));
  }
};

/** @param {string[]} args */
const optionsOf = args => {
  const values = valuesOf(args);
  const limit = Number(values.limit);
  if (!(limit > 0)) throw new ArgumentsError(`--limit is “${values.limit}”; it takes seconds, such as 600.`);
  const sizes = values.sizes.split(',').map(size => {
    const [, rows, columns] = /^(\d+)x(\d+)$/.exec(size) ?? [];
    if (rows === undefined) throw new ArgumentsError(`“${size}” is no size such as 1000000x10.`);
    return { rows: Number(rows), columns: Number(columns) };
  });
  return {
    chosen: chosen(values.model, models, 'model'),
    wanted: chosen(values.systems, Object.keys(systems), 'system'),
    sizes,
    limit,
    json: values.json,
  };
};

/**
 * @param {readonly string[]} wanted
 * @param {number} limit
 */
const readySystems = async (wanted, limit) => {
  const ready = [];
  for (const [name, { label, ready: prepare }] of Object.entries(systems)) {
    if (!wanted.includes(name)) continue;
    const state = await prepare(say, limit);
    if ('missing' in state) say(`${label}: ${state.missing}`);
    else ready.push({ name, label, command: state.command });
  }
  return ready;
};

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export const run = async args => {
  const { chosen, wanted, sizes, limit, json } = optionsOf(args);
  await mkdir(dataFolder, { recursive: true });
  const ready = await readySystems(wanted, limit);
  let failed = false;
  say(header);
  for (const { rows, columns } of sizes) {
    const file = await tableOf(rows, columns);
    for (const model of chosen) {
      const size = `${rows}x${columns}`;
      /** @type {Record<string, import('./ml/told.mjs').Outcome>} */
      const outcomes = {};
      for (const { name, label, command } of ready) {
        const done = await measure(command({ model, file, columns }), { timeoutSeconds: limit + around });
        const outcome = outcomeOf(done);
        outcomes[name] = outcome;
        failed ||= outcome.state === 'failed';
        say(lineOf({ model, size, label }, outcome, outcomes.millrace));
      }
      if (json) console.log(JSON.stringify({ model, size, ...jsonOf(outcomes) }));
    }
  }
  return failed ? 1 : 0;
};
