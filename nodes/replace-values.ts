import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { cellValue, choice, columns, group, listOf } from '../engine/catalogue/params.ts';
import { call, cases, column, literal, when } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { type Field, familyOf } from '../engine/schema/types.ts';
import { replaceValuesExamples } from './examples/replace-values.ts';
import { type Cell, cellLiteral, holds, unfitSentence } from './shared/cells.ts';
import { isMissing, picked } from './shared/missing.ts';
import { patternProblem, replacementProblem } from './shared/pattern.ts';

type Replacement = { readonly from: Cell; readonly to: Cell };

export const replaceValues = defineNode({
  kind: 'replace-values',
  version: 1,
  title: 'Replace values',
  summary: 'Replaces values, parts of texts or what a pattern matches by something else.',
  docs: `- \`exact\`: a cell that equals \`from\` becomes \`to\`. All replacements look at the cell as it arrived, so two values
  can be swapped. Null as \`from\` fills a gap (NaN too), as \`to\` it makes one.
- \`part\`: each place in a text where \`from\` stands becomes \`to\`, one replacement after the other, letter case counts.
- \`pattern\`: the same with a regular expression (RE2); \`\\1\` in \`to\` is the first group in round brackets, \`(?i)\` at the
  start ignores letter case.

With \`part\` and \`pattern\`, null as \`to\` makes the whole cell null where there is a match. Without columns all columns
that can hold the values are looked at.`,
  category: 'Columns',
  icon: 'replace-all',
  keywords: ['substitute', 'recode', 'map', 'regex', 'find', 'correct'],
  params: z.strictObject({
    columns: columns({ label: 'Columns', help: 'All columns that fit when empty.' }).default([]),
    match: choice(['exact', 'part', 'pattern'], { label: 'Match' }).default('exact'),
    replacements: listOf(group({ from: cellValue({ label: 'From' }), to: cellValue({ label: 'To' }) }), {
      label: 'Replacements',
    }).min(1),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with values replaced') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const { match, replacements } = params;
    const fits = (f: Field): boolean =>
      match === 'exact' ? replacements.every(r => fitsExactly(f, r)) : familyOf(f.type) === 'text';
    const fields = picked(schema, params.columns, fits);
    const problems = replacements.flatMap((r, i) => [
      ...(match === 'exact' ? [] : textProblems(r, match, `replacements[${i}]`)),
      ...fields.filter(f => !fits(f)).map(f => unfitProblem(f, r, match, `replacements[${i}]`)),
    ]);
    if (problems.length > 0) return { problems };
    const changed = (f: Field): Expr =>
      match === 'exact' ? exactly(f, replacements) : within(f, replacements, match);
    const added = fields.map(f => ({ name: f.name, expr: changed(f) }));
    return { outputs: { out: withColumns({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: replaceValuesExamples,
});

const fitsExactly = (f: Field, r: Replacement): boolean =>
  holds(f, r.from) && holds(f, r.to) && !['list', 'struct', 'map', 'blob'].includes(familyOf(f.type));

const unfitProblem = (field: Field, r: Replacement, match: string, param: string): Problem =>
  match === 'exact'
    ? { param, message: unfitSentence(field, holds(field, r.from) ? r.to : r.from) }
    : {
        param: 'columns',
        message: `Column “${field.name}” is ${field.type}, and only texts have parts. Take it out of the columns, or match exact.`,
      };

const textProblems = (r: Replacement, match: 'part' | 'pattern', param: string): readonly Problem[] => {
  const problem =
    typeof r.from !== 'string' && r.from !== null
      ? `Parts of texts are texts: write “${r.from}” in quotes.`
      : typeof r.to !== 'string' && r.to !== null
        ? `Parts of texts are texts: write “${r.to}” in quotes.`
        : r.from === ''
          ? 'The text to look for is empty. Write what to look for, or match exact.'
          : match === 'pattern' && r.from !== null
            ? (patternProblem(r.from) ?? (r.to === null ? undefined : replacementProblem(r.from, r.to)))
            : undefined;
  return problem === undefined ? [] : [{ param, message: problem }];
};

const exactly = (field: Field, replacements: readonly Replacement[]): Expr =>
  cases(
    replacements.map(r => ({
      when: r.from === null ? isMissing(field) : call('eq', column(field.name), cellLiteral(field, r.from)),
      result: cellLiteral(field, r.to),
    })),
    column(field.name),
  );

const within = (field: Field, replacements: readonly Replacement[], match: 'part' | 'pattern'): Expr =>
  replacements.reduce<Expr>((value, { from, to }) => {
    if (from === null) return to === null ? value : call('coalesce', value, literal(String(to)));
    const wanted = literal(String(from));
    if (to === null) {
      const found =
        match === 'part' ? call('contains', value, wanted) : call('regexp_matches', value, wanted);
      return when(found, literal(null, 'VARCHAR'), value);
    }
    return match === 'part'
      ? call('replace', value, wanted, literal(String(to)))
      : call('regexp_replace', value, wanted, literal(String(to)), literal('g'));
  }, column(field.name));
