/** Settings that the kinds for JSON and NDJSON share. */
import { choice, integer, newName, text, toggle, typeOverrides } from '../../engine/catalogue/params.ts';
import { call, column, isNotNull, when } from '../../engine/plan/build.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { familyOf, type Schema } from '../../engine/schema/types.ts';

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

/** JSON has no word for NaN and infinity: they are written as null, as JavaScript and Spark do. */
export const finiteNumbers = (rel: Rel, schema: Schema): Rel =>
  schema.some(f => familyOf(f.type) === 'float')
    ? {
        op: 'project',
        input: rel,
        columns: schema.map(f => {
          const value = column(f.name);
          return familyOf(f.type) === 'float'
            ? { name: f.name, expr: when(call('and', isNotNull(value), call('isfinite', value)), value) }
            : { name: f.name, expr: value };
        }),
      }
    : rel;
