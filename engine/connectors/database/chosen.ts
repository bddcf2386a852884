import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import { distinctColumns, requireField } from './names.ts';
import type { Selection } from './options.ts';

/** The chosen columns, in the chosen order, or all. */
export const chosenFields = (schema: Schema, options: Selection): Schema => {
  if (schema.length === 0) throw engineError('database-no-columns', { place: options.table ?? 'The query' });
  return distinctColumns(
    options.columns === undefined ? schema : options.columns.map(name => requireField(schema, name)),
  );
};

/** The server's columns for the described ones, in their order; any that no longer fits is `database-changed`. */
export const stillThere = <C extends { readonly name: string }>(
  server: readonly C[],
  schema: Schema,
  described: Schema,
  options: Selection,
): readonly C[] => {
  const now = chosenFields(schema, options);
  const changed = described.filter(field => !now.some(f => f.name === field.name && f.type === field.type));
  if (changed.length > 0)
    throw engineError('database-changed', {
      place: options.table ?? 'The query',
      columns: changed.map(f => f.name),
    });
  return described.flatMap(field => server.filter(column => column.name === field.name));
};
