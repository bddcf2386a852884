import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, number } from '../engine/catalogue/params.ts';
import { ascending, call, column, literal } from '../engine/plan/build.ts';
import type { Expr, SortKey } from '../engine/plan/expr.ts';
import { freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { sampleExamples } from './examples/sample.ts';
import { lot, lotBelow } from './shared/lots.ts';
import { numbered } from './shared/order.ts';

export const sample = defineNode({
  kind: 'sample',
  version: 1,
  title: 'Sample',
  summary: 'Keeps a random part of the rows: a share, a number, or a number of each group. Repeatable.',
  docs: `- \`fraction\`: each row stays with that chance, so the number of rows is near the share, not exactly it.
- \`rows\`: exactly that many rows, or all when there are fewer.
- \`per-group\`: that many of each group of rows equal in \`groupBy\`; null is a group.

Each row draws its lot from the seed and its position, by a hash, so the same rows in the same order give the same sample
whatever the number of threads; another seed gives another one. After a join or an aggregate rows have no fixed order:
set \`key\`, and the lot comes from the seed and those columns. Rows equal in the key then stay or go together with
\`fraction\`, which keeps all orders of a customer in one sample. The rows kept stay in the order in which they arrive.`,
  category: 'Rows',
  icon: 'dices',
  keywords: ['random', 'subset', 'bernoulli', 'stratified', 'sampleby', 'seed'],
  params: z.strictObject({
    method: choice(['fraction', 'rows', 'per-group'], { label: 'How much' }).default('fraction'),
    fraction: number({
      label: 'Share of the rows',
      min: 0,
      max: 1,
      when: { method: ['fraction'] },
    }).optional(),
    rows: integer({
      label: 'Number of rows',
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      when: { method: ['rows', 'per-group'] },
    }).optional(),
    groupBy: columns({ label: 'Groups', when: { method: ['per-group'] } }).default([]),
    key: columns({ label: 'Draw lots by', help: 'The position of the row when empty.' }).default([]),
    seed: integer({ label: 'Seed' }).default(0),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Sample') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const { method, seed } = params;
    const problem = problemOf(params);
    if (problem !== undefined) return { problems: [problem] };
    const names = schema.map(f => f.name);
    const keyed = params.key.map(k => column(k.name));
    const fraction = params.fraction ?? 0;
    const below = (drawn: Expr): Expr => lotBelow(drawn, fraction);
    // The key alone decides: nothing needs to know where a row stands.
    if (method === 'fraction' && keyed.length > 0)
      return { outputs: { out: { op: 'filter', input: rel, condition: below(lot(seed, keyed)) } } };
    const { rel: placed, arrival, name: position } = numbered(rel, names);
    const drawn = lot(seed, keyed.length > 0 ? keyed : [column(position)]);
    const only = (kept: Rel): Rel => ({ op: 'project', input: kept, columns: plain(names) });
    if (method === 'fraction')
      return { outputs: { out: only({ op: 'filter', input: placed, condition: below(drawn) }) } };
    // Equal lots are told apart by the whole row first: where rows arrive anyhow, it alone is sure to be the same.
    const ties = keyed.length > 0 ? names.map(name => ascending(column(name))) : [];
    const order: readonly SortKey[] = [ascending(drawn), ...ties, arrival];
    const count = params.rows ?? 0;
    if (method === 'rows') {
      const some: Rel = { op: 'limit', input: { op: 'sort', input: placed, keys: order }, count };
      return { outputs: { out: only({ op: 'sort', input: some, keys: [arrival] }) } };
    }
    const rank = freeName('__rank', names);
    const partition = params.groupBy.map(g => column(g.name));
    const ranked: Rel = {
      op: 'project',
      input: placed,
      columns: [
        ...plain([...names, position]),
        { name: rank, expr: { op: 'over', fn: 'row_number', args: [], partition, order } },
      ],
    };
    const first: Rel = {
      op: 'filter',
      input: ranked,
      condition: call('le', column(rank), literal(count)),
    };
    return { outputs: { out: only({ op: 'sort', input: first, keys: [arrival] }) } };
  },
  examples: sampleExamples,
});

type Settings = {
  readonly method: 'fraction' | 'rows' | 'per-group';
  readonly fraction?: number | undefined;
  readonly rows?: number | undefined;
  readonly groupBy: readonly unknown[];
};

const problemOf = ({ method, fraction, rows: count, groupBy }: Settings): Problem | undefined => {
  if (method === 'fraction' && fraction === undefined)
    return { param: 'fraction', message: 'The share of the rows is missing. Give “fraction”, from 0 to 1.' };
  if (method !== 'fraction' && count === undefined)
    return { param: 'rows', message: 'The number of rows is missing. Give “rows”.' };
  if (method === 'per-group' && groupBy.length === 0)
    return {
      param: 'groupBy',
      message: 'There are no groups. Name the columns that make them, or choose rows.',
    };
  if (method !== 'per-group' && groupBy.length > 0)
    return {
      param: 'groupBy',
      message: `Groups are only for the method per-group, and the method is ${method}. Take them away, or choose per-group.`,
    };
  return undefined;
};
