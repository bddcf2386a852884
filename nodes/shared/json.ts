/** Settings that the kinds for JSON and NDJSON share. */
import type { InputTable, Lowered } from '../../engine/catalogue/node.ts';
import { choice, integer, newName, text, toggle, typeOverrides } from '../../engine/catalogue/params.ts';
import { jsonOptions } from './connector-options.ts';
import { finiteNumbers } from './finite.ts';

export const jsonReadParams = {
  flatten: toggle({ label: 'Nested objects become columns a_b' }).default(true),
  lists: choice(['list', 'text'], {
    label: 'Lists stay',
    help: 'list: a list column; text: JSON text.',
  }).default('list'),
  fileNameColumn: newName({ label: 'Column for the file name', advanced: true }).optional(),
  types: typeOverrides({ label: 'Types', help: 'Overrides of found types, by column.' }).optional(),
  sampleRows: integer({
    label: 'Records to look at',
    help: 'For keys and types; -1 looks at all of them.',
    min: -1,
    advanced: true,
  }).optional(),
};

export const jsonWriteParams = {
  compression: choice(['none', 'gzip', 'zstd'], { label: 'Compression', advanced: true }).optional(),
  dateFormat: text({ label: 'Date format', help: 'ISO unless set.', advanced: true }).optional(),
  timestampFormat: text({ label: 'Timestamp format', help: 'ISO unless set.', advanced: true }).optional(),
};

export const jsonWriteDocs = `Integers and decimals keep all their digits; a reader that takes numbers for floating point may lose some. NaN
and infinity, for which JSON has no word, are null. Dates and timestamps are text in ISO form.`;

export const jsonSink = (
  format: 'array' | 'ndjson',
  params: object,
  { rel, schema }: InputTable,
): Lowered => ({
  sinks: [
    { connector: 'json', options: jsonOptions({ ...params, format }), input: finiteNumbers(rel, schema) },
  ],
});
