import { engineError } from '../../diagnostics/errors.ts';
import { visible } from '../../diagnostics/words.ts';
import type { Json, Schema } from '../../schema/types.ts';
import type { Described, Stage, World } from '../contract.ts';
import { learner, schemaOf, withTypes } from '../http/learn.ts';
import { type RowFaults, rowMaker } from '../http/rows.ts';
import type { HtmlOptions } from './options.ts';
import { type HtmlSource, htmlSource } from './source.ts';
import { tableOf } from './table.ts';

const batchSize = 2_000;

/** Reads the page and infers the columns from the whole table. */
export const describe = async (options: HtmlOptions, world: World): Promise<Described> => {
  const page = await htmlSource(options, world);
  const { names, rows } = tableOf(page.text, options, page.name);
  const learned = learner(false);
  learned.add({ names, cells: rows });
  const fields = withTypes(learned.fields(), options.types);
  if (fields.length === 0) throw engineError('http-no-columns', { url: page.name });
  const fingerprint = page.facts?.fingerprint ?? page.digest;
  return {
    columns: schemaOf(fields, options.types),
    options: JSON.parse(JSON.stringify({ ...options, fields })) as Json,
    rows: rows.length,
    fingerprint,
    inputs: [{ name: page.facts?.path ?? page.name, fingerprint, bytes: page.bytes }],
  };
};

/** The page may have changed since it was described: a new column or a value of another type is an error. */
const faultsOf = (page: HtmlSource): RowFaults => ({
  extra: (column, row) => {
    throw engineError(
      'http-new-column',
      { url: page.name, page: 1, row, column: page.redact(column) },
      { param: 'types' },
    );
  },
  misfit: (column, row, type, value, better) => {
    const shown = visible(page.redact(value), 60);
    const data = { url: page.name, page: 1, row, column: page.redact(column), type, value: shown, better };
    throw engineError('http-type-changed', data, { param: 'types' });
  },
});

/** Streams the rows of the table into the stage. */
export const load = async (
  options: HtmlOptions,
  columns: Schema,
  stage: Stage,
  world: World,
): Promise<void> => {
  const page = await htmlSource(options, world);
  const { names, rows } = tableOf(page.text, options, page.name);
  const fields = options.fields ?? columns.map(({ name }) => ({ name, path: [name] }));
  const toCells = rowMaker(fields, columns, false, faultsOf(page)).fromTexts(names);
  for (let from = 0; from < rows.length; from += batchSize) {
    if (world.signal.aborted) throw engineError('cancelled', {});
    await stage.append(rows.slice(from, from + batchSize).map(toCells));
    world.progress({ rows: Math.min(rows.length, from + batchSize), bytes: page.bytes });
  }
};
