/** Scoring as plan expressions: columns that are added to the rows one layer after the other. */
import { column } from '../../plan/build.ts';
import type { NamedExpr } from '../../plan/expr.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Schema } from '../../schema/types.ts';

/** Each layer reads the columns of the rows and of the layers before. Names that start with `~` are for its own use. */
export type Layers = readonly (readonly NamedExpr[])[];

export const isOwn = (name: string): boolean => name.startsWith('~');

/** The rows with what the layers add. A column of the same name is replaced where it stands. */
export const withLayers = (
  rel: Rel,
  schema: Schema | readonly { readonly name: string }[],
  layers: Layers,
  own: 'drop' | 'keep' = 'drop',
): Rel => {
  let names = schema.map(field => field.name);
  let input = rel;
  for (const layer of layers) {
    const added = new Map(layer.map(c => [c.name, c.expr]));
    const columns = [
      ...names.map(name => ({ name, expr: added.get(name) ?? column(name) })),
      ...layer.filter(c => !names.includes(c.name)),
    ];
    input = { op: 'project', input, columns };
    names = columns.map(c => c.name);
  }
  if (own === 'keep') return input;
  const seen = names.filter(name => !isOwn(name));
  return seen.length === names.length
    ? input
    : { op: 'project', input, columns: seen.map(name => ({ name, expr: column(name) })) };
};
