/** Every aggregate that is exported, over groups and over the whole table, on both engines. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregate } from '../../../nodes/aggregate.ts';
import { type Prepared, prepare, runOnSpark } from './run-spark.ts';
import { testPrepared } from './test-prepared.ts';
import { trickyColumns, trickyRows } from './tricky.ts';

const folder = await mkdtemp(join(tmpdir(), 'millrace-aggregates-'));

const formulas = [
  'count(*)',
  'count(i)',
  'count(distinct s)',
  'count(*) filter (where i > 0)',
  'count(i) filter (where ok)',
  'sum(i)',
  'sum(d)',
  'sum(f)',
  'sum(distinct i)',
  'sum(d) filter (where i > 0)',
  'sum(i) / count(*)',
  'avg(i)',
  'avg(d)',
  'avg(f)',
  'min(s)',
  'max(f)',
  'min(day)',
  'max(ts)',
  'min(d)',
  'first(s order by id)',
  'last(s order by id)',
  'first(i order by ts desc nulls last, id desc)',
  'arg_min(s, i)',
  'arg_max(id, d)',
  'median(i)',
  'quantile_cont(id, 0.3)',
  'stddev_samp(i % 100)',
  'stddev_pop(id)',
  'var_samp(id)',
  'var_pop(d)',
  'covar_samp(id, i % 100)',
  'covar_pop(id, i % 100)',
  'product(id)',
  'bool_and(id > 0)',
  'bool_or(i > 5)',
  "string_agg(s, '|' order by id)",
  "string_agg(t, ', ' order by id desc)",
  'list(i order by id)',
  'list(s order by day, id)',
] as const;

const documentOf = (formula: string, groupBy: readonly string[]) => ({
  format: 'millrace/pipeline',
  version: 1,
  name: 'case',
  nodes: [
    { id: 'rows', kind: 'given', params: { columns: trickyColumns, rows: trickyRows } },
    {
      id: 'node',
      kind: 'aggregate',
      params: { groupBy, aggregates: [{ function: 'formula', formula, name: 'value' }] },
    },
  ],
  edges: [{ from: 'rows.out', to: 'node.in' }],
});

const prepared: Prepared[] = [];
for (const formula of formulas)
  for (const groupBy of [[], ['ok']])
    prepared.push(
      await prepare(
        `${formula}${groupBy.length ? ' by ok' : ''}`,
        folder,
        documentOf(formula, groupBy),
        ['out'],
        [aggregate],
      ),
    );

const results = await runOnSpark(prepared.flatMap(p => ('case' in p ? [p.case] : [])));

testPrepared(prepared, p => ({ case: p.case, result: results.get(p.name) }));
