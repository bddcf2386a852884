/** Texts that would be taken for categories although nearly every row has one of its own. */
import type { LowerContext, Problem } from '../../engine/catalogue/node.ts';
import { aggregated, allOf, call, cases, column, literal } from '../../engine/plan/build.ts';
import { plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { familyOf, type Schema } from '../../engine/schema/types.ts';

/** Looked at when a pipeline is checked, so the first rows must do; of fewer than the least nothing can be said. */
const looked = 10_000;
const least = 20;
const share = 0.9;

/** The names of those columns of which nearly every value is there once. */
const uniqueOf = (base: string, names: readonly string[]): Rel => {
  const keys = names.map((_, j) => `c${j}`);
  const first: Rel = {
    op: 'project',
    input: { op: 'limit', count: looked, input: { op: 'ref', name: base } },
    columns: names.map((name, j) => ({ name: `c${j}`, expr: column(name) })),
  };
  const counted: Rel = {
    op: 'aggregate',
    input: first,
    groups: [],
    aggregates: keys.flatMap(key => [
      { name: `${key}_all`, expr: aggregated('count', [column(key)]) },
      { name: `${key}_own`, expr: aggregated('count', [column(key)], { distinct: true }) },
    ]),
  };
  const told: Rel = {
    op: 'project',
    input: counted,
    columns: keys.map((key, j) => {
      const all = column(`${key}_all`);
      const many = allOf([
        call('ge', all, literal(least)),
        call('ge', column(`${key}_own`), call('multiply', all, literal(share, 'DOUBLE'))),
      ]);
      return {
        name: key,
        expr: cases([{ when: many, result: literal(names[j] ?? '') }], literal(null, 'VARCHAR')),
      };
    }),
  };
  return {
    op: 'project',
    columns: plain(['value']),
    input: {
      op: 'unpivot',
      input: told,
      keep: [],
      columns: keys,
      nameColumn: 'key',
      valueColumn: 'value',
      valueType: 'VARCHAR',
      keepNulls: false,
    },
  };
};

/** Warns of them. Columns that a fitted step made are left alone: whoever made them has looked at them. */
export const nearlyUnique = (
  { chain, distinct }: Pick<LowerContext<unknown>, 'chain' | 'distinct'>,
  fields: Schema,
  named: readonly { readonly name: string }[],
): readonly Problem[] => {
  const { base, schema } = chain();
  const names = fields
    .filter(
      f => familyOf(f.type) === 'text' && schema.some(s => s.name === f.name && familyOf(s.type) === 'text'),
    )
    .map(f => f.name);
  if (names.length === 0) return [];
  return distinct({ rel: uniqueOf(base, names), column: 'value', limit: names.length }).map(name => {
    const at = named.findIndex(f => f.name === name);
    return {
      param: at < 0 ? 'features' : `features[${at}]`,
      severity: 'warning',
      message: `Nearly every row has a text of its own in “${name}”, which is taken for a category here and so teaches nothing about other rows. Leave it out of the features; where its words count, put tokenise and tf-idf before.`,
    };
  });
};
