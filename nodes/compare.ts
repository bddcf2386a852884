import { z } from 'zod';
import { defineNode, type InputTable, type Problem, table } from '../engine/catalogue/node.ts';
import { columns, newName, number, toggle } from '../engine/catalogue/params.ts';
import { call, column, literal } from '../engine/plan/build.ts';
import { distinctNames } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { fieldNamed, type Schema } from '../engine/schema/types.ts';
import { compareExamples } from './examples/compare.ts';
import { type Compared, changeSummary, pairs, shownPairs } from './shared/compare-pairs.ts';
import { keyProblems } from './shared/join-columns.ts';

const params = z.strictObject({
  keys: columns({ port: 'before', label: 'Keys', help: 'Whole rows are compared when empty.' }).default([]),
  columns: columns({
    port: 'before',
    label: 'Columns to compare',
    help: 'All that both tables have when empty.',
  }).default([]),
  keepUnchanged: toggle({ label: 'Keep unchanged rows' }).default(false),
  tolerance: number({ label: 'Numbers may differ by', min: 0, advanced: true }).default(0),
  suffix: newName({ label: 'Suffix for the values before', advanced: true }).default('_before'),
});

type Params = z.output<typeof params>;

const shown = (names: readonly string[]): string => names.map(n => `“${n}”`).join(', ');

/** The columns that are compared, keys aside. Without keys every column is one. */
const comparedOf = (p: Params, before: Schema, after: Schema): Compared => {
  const both = before.filter(f => fieldNamed(after, f.name) !== undefined);
  const keys = p.keys.length > 0 ? [...new Set(p.keys.map(k => k.name))] : both.map(f => f.name);
  const wanted = new Set(p.columns.map(c => c.name));
  const rest = both.filter(f => !keys.includes(f.name) && (wanted.size === 0 || wanted.has(f.name)));
  return { keys, columns: rest, tolerance: p.tolerance };
};

const problemsOf = (p: Params, before: InputTable, after: InputTable): readonly Problem[] => {
  const lacks = (names: readonly string[]) => names.filter(n => fieldNamed(after.schema, n) === undefined);
  const noKeys = lacks(p.keys.map(k => k.name));
  const noColumns = lacks(p.columns.map(c => c.name));
  const there = after.schema.map(f => f.name).slice(0, 30);
  if (noKeys.length > 0 || noColumns.length > 0)
    return [
      {
        param: noKeys.length > 0 ? 'keys' : 'columns',
        message: `${shown([...noKeys, ...noColumns])} ${noKeys.length + noColumns.length === 1 ? 'is' : 'are'} not in the table after. Columns there: ${there.join(', ')}.`,
      },
    ];
  const c = comparedOf(p, before.schema, after.schema);
  if (c.keys.length === 0)
    return [
      { param: 'keys', message: 'The two tables have no column in common, so there is nothing to compare.' },
    ];
  const names = [...c.keys, ...c.columns.map(f => f.name)];
  const misfits = keyProblems(
    names.map(name => ({
      left: column(name),
      right: column(fieldNamed(after.schema, name)?.name ?? name),
      param: p.keys.length > 0 && c.keys.includes(name) ? 'keys' : 'columns',
    })),
    before.schema,
    after.schema,
  );
  if (misfits.length > 0) return misfits;
  const only = [
    ...before.schema.filter(f => fieldNamed(after.schema, f.name) === undefined),
    ...after.schema.filter(f => fieldNamed(before.schema, f.name) === undefined),
  ].map(f => f.name);
  if (only.length === 0 || p.columns.length > 0) return [];
  return [
    {
      param: 'columns',
      message: `${shown(only)} ${only.length === 1 ? 'is' : 'are'} only in one of the tables and not compared.`,
      severity: 'warning',
    },
  ];
};

export const compare = defineNode({
  kind: 'compare',
  version: 1,
  title: 'Compare',
  summary: 'Shows what changed between two tables: rows added, removed and changed, column by column.',
  docs: `Rows with the same keys belong together, a missing key to a missing key. Of each column that both tables have, the
value after stands beside the value before; \`changed\` lists the columns that differ. A missing value equals a missing
value. Where several rows share a key they are paired in the order of their values, and the summary counts those that are
not the first of their key. Without keys whole rows are compared, so that there are only rows added and removed.`,
  category: 'Combine',
  icon: 'git-compare',
  keywords: ['diff', 'difference', 'changes', 'reconcile', 'delta', 'audit'],
  params,
  inputs: { before: table('Before'), after: table('After') },
  outputs: { out: table('Changed rows'), summary: table('Number of rows for each kind of change') },
  lower: ({ params: p, input, local }) => {
    const [before, after] = [input('before'), input('after')];
    const problems = problemsOf(p, before, after);
    if (problems.some(x => x.severity !== 'warning')) return { problems };
    const c = comparedOf(p, before.schema, after.schema);
    const names = [...c.keys, ...c.columns.map(f => f.name)];
    const made = distinctNames(['change', 'changed', ...c.columns.map(f => `${f.name}${p.suffix}`)], names);
    const paired = pairs(before.rel, after.rel, c, name => fieldNamed(after.schema, name)?.name ?? name);
    const rel: Rel = p.keepUnchanged
      ? local('pairs')
      : {
          op: 'filter',
          input: local('pairs'),
          condition: call('ne', column('change'), literal('unchanged')),
        };
    return {
      problems,
      locals: { pairs: paired },
      outputs: {
        out: shownPairs(rel, c, {
          change: made[0] ?? 'change',
          changed: made[1] ?? 'changed',
          before: name => made[2 + c.columns.findIndex(f => f.name === name)] ?? name,
        }),
        summary: changeSummary(local('pairs')),
      },
    };
  },
  examples: compareExamples,
});
