import type { Schema } from '../../schema/types.ts';
import { join, type Kind, typeOf } from './infer.ts';
import type { HttpField, HttpOptions } from './options.ts';
import type { Batch } from './page.ts';
import { fieldLearner, textCell } from './shape.ts';

/** Learns the fields of CSV columns from some rows. */
const textLearner = () => {
  const known = new Map<string, Kind | undefined>();
  return {
    add: (names: readonly string[], rows: readonly (readonly string[])[]): void => {
      names.forEach((name, i) => {
        let kind = known.get(name);
        for (const row of rows) {
          const seen = textCell(row[i] ?? '').kind;
          if (seen !== undefined) kind = join(kind, seen);
        }
        known.set(name, kind);
      });
    },
    fields: (): readonly HttpField[] =>
      [...known].map(([name, kind]) => ({ name, path: [name], ...(kind && { kind }) })),
  };
};

/** Learns fields from batches of either sort. */
export const learner = (flatten: boolean) => {
  const values = fieldLearner(flatten);
  const texts = textLearner();
  return {
    add: (batch: Batch): void => {
      if ('rows' in batch) for (const row of batch.rows) values.add(row);
      else texts.add(batch.names, batch.cells);
    },
    fields: (): readonly HttpField[] => [...values.fields(), ...texts.fields()],
  };
};

/** Fields with the person's types: those have no kind, so their values go to the cast unchecked. */
export const withTypes = (found: readonly HttpField[], types: HttpOptions['types']): readonly HttpField[] => {
  const names = new Set(found.map(field => field.name));
  const added = Object.keys(types).filter(name => !names.has(name));
  return [
    ...found.map(({ name, path, kind }) =>
      kind === undefined || Object.hasOwn(types, name) ? { name, path } : { name, path, kind },
    ),
    ...added.map(name => ({ name, path: [name] })),
  ];
};

/** The schema of fields: the person's types first, then the inferred ones. */
export const schemaOf = (fields: readonly HttpField[], types: HttpOptions['types']): Schema =>
  fields.map(({ name, kind }) => ({
    name,
    type: (Object.hasOwn(types, name) ? types[name] : undefined) ?? typeOf(kind),
  }));
