/** What kinds that ask a model about its columns share. */
import type { Problem } from '../../engine/catalogue/node.ts';
import type { ModelFacts } from '../../engine/plan/learning.ts';
import { fieldNamed, type Schema } from '../../engine/schema/types.ts';
import { listed } from './words.ts';

/** The columns that are asked about: those named, or all that the model reads. Their names as they are in the table. */
export const askedColumns = (
  named: readonly { readonly name: string }[],
  { input }: ModelFacts,
  schema: Schema,
): { readonly names: readonly string[] } | { readonly problem: Problem } => {
  const read = input.map(f => ({ wanted: f, found: fieldNamed(schema, f.name) }));
  const missing = read.filter(r => r.found === undefined).map(r => `${r.wanted.name} ${r.wanted.type}`);
  if (missing.length > 0)
    return {
      problem: {
        param: 'model',
        message: `The model needs ${missing.length === 1 ? 'a column that is' : `${missing.length} columns that are`} not here: ${listed(missing)}. There are: ${listed(schema.map(f => f.name))}. Connect the rows as they were before the steps of the model.`,
      },
    };
  const names = read.flatMap(r => r.found?.name ?? []);
  const strange = named.findIndex(c => !names.includes(c.name));
  if (strange >= 0)
    return {
      problem: {
        param: `features[${strange}]`,
        message: `The model does not read “${named[strange]?.name}”, so it changes nothing. It reads ${listed(names)}.`,
      },
    };
  return { names: named.length === 0 ? names : named.map(c => c.name) };
};
