/** What the steps that count words share: their settings, the words that get columns, and those columns. */
import type { LowerContext, Lowered, Problem } from '../../engine/catalogue/node.ts';
import { integer, newName, number, column as pick, toggle } from '../../engine/catalogue/params.ts';
import {
  aggregated,
  allOf,
  ascending,
  call,
  column,
  descending,
  isNotNull,
  literal,
} from '../../engine/plan/build.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, familyOf, fieldNamed, type Json } from '../../engine/schema/types.ts';
import { fittedStep, twinOf, valuesOf } from './learning.ts';

export const wordsParam = pick({ label: 'Words', help: 'A list, as the step “tokenise” makes it.' });
export const prefixParam = newName({
  label: 'Names begin with',
  help: 'The name of the list when empty.',
}).optional();
export const keepParam = toggle({ label: 'Keep the list of words' }).default(false);

export const vocabularyParams = {
  column: wordsParam,
  terms: integer({ label: 'Most terms', help: 'Those that most texts have.', min: 1, max: 1000 }).default(
    100,
  ),
  least: integer({ label: 'Least texts with a term', min: 1 }).default(1),
  most: number({ label: 'Greatest share of texts with a term', min: 0, max: 1, advanced: true }).default(1),
  prefix: prefixParam,
  keep: keepParam,
};

type Settings = {
  readonly column: { readonly name: string };
  readonly terms: number;
  readonly least: number;
  readonly most: number;
  readonly prefix?: string | undefined;
  readonly keep: boolean;
};

/** The list of words that a setting names, or why it is none. */
export const wordsOf = (schema: readonly Field[], name: string): Field | Problem | undefined => {
  const field = fieldNamed(schema, name);
  if (field === undefined || field.type === 'VARCHAR[]') return field;
  const way = familyOf(field.type) === 'text' ? 'Put a tokenise step before this one' : 'Choose such a list';
  return {
    param: 'column',
    message: `Column “${name}” is ${field.type}, and words come as VARCHAR[]. ${way}.`,
  };
};

/** The columns of words, each with the list that it is made of; the list goes unless it is kept. */
export const wordColumns = (
  schema: readonly Field[],
  list: string,
  outputs: readonly string[],
  keep: boolean,
): { readonly columns: readonly Field[] } | { readonly problem: Problem } => {
  const columns = [
    ...schema.filter(f => keep || f.name !== list),
    ...outputs.map(name => ({ name, type: 'DOUBLE' })),
  ];
  const problem = twinOf(
    columns.map(c => c.name),
    'prefix',
    'Let the names begin otherwise, or tokenise in lower case.',
  );
  return problem === undefined ? { columns } : { problem };
};

/** The terms that most texts have; among equals the first in the order of the alphabet. */
const topTerms = (input: Rel, list: string, { least, most, terms }: Settings): Rel => {
  const texts: Rel = {
    op: 'project',
    input: { op: 'filter', input, condition: isNotNull(column(list)) },
    columns: [
      { name: 'terms', expr: call('list_distinct', column(list)) },
      { name: 'texts', expr: { op: 'over', fn: 'count_star', args: [], partition: [], order: [] } },
    ],
  };
  const counted: Rel = {
    op: 'aggregate',
    input: { op: 'explode', input: texts, keep: ['texts'], column: 'terms', as: 'term', outer: false },
    groups: [{ name: 'term', expr: column('term') }],
    aggregates: [
      { name: 'with', expr: aggregated('count_star', []) },
      { name: 'texts', expr: aggregated('max', [column('texts')]) },
    ],
  };
  const share = call('multiply', column('texts'), literal(most, 'DOUBLE'));
  const often = allOf([
    call('ge', column('with'), literal(least)),
    call('le', column('with'), share),
    call('ne', column('term'), literal('')),
  ]);
  return {
    op: 'limit',
    count: terms,
    input: {
      op: 'sort',
      keys: [descending(column('with')), ascending(column('term'))],
      input: { op: 'filter', input: counted, condition: often },
    },
  };
};

/**
 * The data is asked for the vocabulary before the run, as one-hot asks for categories: terms become columns, and what a
 * later step can choose from must be known then. No label is looked at, so a fold that uses the same terms learns nothing
 * of the rows that it is tested on but that these words exist.
 */
export const countedTerms = (
  context: Pick<LowerContext<Settings>, 'params' | 'input' | 'chain' | 'distinct' | 'id'>,
  how: { readonly [name: string]: Json },
): Lowered => {
  const { params, input, chain, distinct } = context;
  const { rel, schema } = input();
  const list = wordsOf(schema, params.column.name);
  if (list === undefined) return {};
  if ('message' in list) return { problems: [list] };
  const rows = valuesOf(rel, chain(), list.name);
  const found = distinct({ rel: topTerms(rows, list.name, params), column: 'term', limit: params.terms });
  if (found.length === 0)
    return {
      problems: [
        {
          param: 'least',
          message: `No term of “${list.name}” is in at least ${params.least} and at most the share ${params.most} of the texts. Widen the limits, or check that there are words.`,
        },
      ],
    };
  const terms = found.map(term => ({ term, output: `${params.prefix ?? list.name}_${term}` }));
  const outputs = terms.map(t => t.output);
  const made = wordColumns(schema, list.name, outputs, params.keep);
  if ('problem' in made) return { problems: [made.problem] };
  return fittedStep(context, {
    spec: { step: 'terms', column: list.name, terms, ...how },
    made: outputs.map(name => ({ name, from: [list.name] })),
    columns: made.columns,
  });
};
