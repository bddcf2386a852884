/** Settings that the kinds for JSON and NDJSON share. */
import { choice, integer, newName, text, toggle, typeOverrides } from '../../engine/catalogue/params.ts';

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
