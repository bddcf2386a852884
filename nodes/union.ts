import { z } from 'zod';
import { defineNode, type InputTable, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, newName, toggle } from '../engine/catalogue/params.ts';
import { column, literal } from '../engine/plan/build.ts';
import { distinctNames, plain, sameName } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { familyOf, fieldNamed } from '../engine/schema/types.ts';
import { unionExamples } from './examples/union.ts';
import { commonType } from './shared/common-type.ts';

const listed = (names: readonly string[]): string => names.map(n => `“${n}”`).join(', ');

/** Names of the columns of any input, in order of appearance. */
const allNames = (tables: readonly InputTable[]): readonly string[] =>
  tables
    .flatMap(t => t.schema.map(f => f.name))
    .filter((name, i, all) => all.findIndex(other => sameName(other, name)) === i);

const missingIn = (t: InputTable, names: readonly string[]): readonly string[] =>
  names.filter(name => fieldNamed(t.schema, name) === undefined);

/** A warning for each column whose values become text because the inputs hold different kinds of values. */
const mixed = (
  rows: readonly (readonly { readonly name: string; readonly type: string }[])[],
): readonly Problem[] =>
  rows.flatMap(fields => {
    const [first] = fields;
    const types = [...new Set(fields.map(f => f.type))];
    if (
      first === undefined ||
      commonType(types) !== 'VARCHAR' ||
      types.every(t => familyOf(t) === 'text' || familyOf(t) === 'unknown')
    )
      return [];
    if (types.length === 1) return [];
    const message = `“${first.name}” is ${types.join(' in one input and ')} in another, so its values become text. Convert it first with a cast node to choose the type.`;
    return [{ param: 'by', message, severity: 'warning' as const }];
  });

/** What keeps the tables from being put under each other, or is worth knowing. */
const problemsOf = (
  tables: readonly InputTable[],
  by: 'name' | 'position',
  missing: 'fill' | 'common' | 'refuse',
): readonly Problem[] => {
  const [first, ...others] = tables;
  if (first === undefined) return [];
  if (by === 'position') {
    const odd = others.find(t => t.schema.length !== first.schema.length);
    if (odd !== undefined)
      return [
        {
          param: 'by',
          message: `“${first.from}” has ${first.schema.length} columns, but “${odd.from}” has ${odd.schema.length}. By position, all inputs need the same number; match them by name instead.`,
        },
      ];
    return mixed(first.schema.map((_, i) => tables.flatMap(t => t.schema[i] ?? [])));
  }
  const names = allNames(tables);
  if (missing === 'refuse')
    return tables.flatMap(t => {
      const lacks = missingIn(t, names);
      return lacks.length === 0
        ? []
        : [
            {
              param: 'missing',
              message: `“${t.from}” lacks the column ${listed(lacks)}, which other inputs have. Columns there: ${listed(t.schema.map(f => f.name))}.`,
            },
          ];
    });
  if (missing === 'common' && names.every(name => tables.some(t => missingIn(t, [name]).length > 0)))
    return [
      {
        param: 'missing',
        message:
          'The inputs have no column in common. Rename columns first, or fill missing ones with nulls.',
      },
    ];
  return mixed(names.map(name => tables.flatMap(t => fieldNamed(t.schema, name) ?? [])));
};

export const union = defineNode({
  kind: 'union',
  version: 1,
  title: 'Union',
  summary: 'Puts the rows of several tables under each other.',
  docs: `Columns are matched by name, letter case aside, or by position. By name, a column that an input lacks is null
there, unless only common columns are kept or a difference is refused. Types are widened to one that holds all values;
numbers and texts in one column become text. All rows are kept, also equal ones, unless each row is wanted once; nulls
count as equal then. A source column holds the id of the node that a row comes from.`,
  category: 'Combine',
  icon: 'combine',
  keywords: ['append', 'concat', 'stack', 'union all', 'bind rows', 'unionbyname'],
  params: z.strictObject({
    by: choice(['name', 'position'], { label: 'Match columns by' }).default('name'),
    missing: choice(['fill', 'common', 'refuse'], {
      label: 'Columns that an input lacks',
      advanced: true,
    }).default('fill'),
    distinct: toggle({ label: 'Each row once' }).default(false),
    sourceColumn: newName({
      label: 'Source column',
      help: 'Holds the id of the node a row comes from.',
    }).optional(),
  }),
  inputs: { in: table('Tables', { many: true }) },
  outputs: { out: table('All rows') },
  lower: ({ params, inputs }) => {
    const tables = inputs('in');
    const problems = problemsOf(tables, params.by, params.missing);
    if (problems.some(p => p.severity !== 'warning')) return { problems };
    const names = allNames(tables);
    const common = params.by === 'name' && params.missing === 'common';
    const shared = names.filter(name => tables.every(t => missingIn(t, [name]).length === 0));
    const labels = distinctNames(tables.map(t => t.from));
    const parts = tables.map((t, i): Rel => {
      const label =
        params.sourceColumn === undefined
          ? []
          : [{ name: params.sourceColumn, expr: literal(labels[i] ?? t.from) }];
      if (!common && label.length === 0) return t.rel;
      const own = t.schema.map(f => f.name);
      const kept = common
        ? shared.map(name => ({ name, expr: column(fieldNamed(t.schema, name)?.name ?? name) }))
        : plain(own);
      return { op: 'project', input: t.rel, columns: [...kept, ...label] };
    });
    const [only] = parts;
    const all: Rel =
      parts.length === 1 && only !== undefined ? only : { op: 'union', by: params.by, inputs: parts };
    return { problems, outputs: { out: params.distinct ? { op: 'distinct', input: all } : all } };
  },
  examples: unionExamples,
});
