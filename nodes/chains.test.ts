/** One query for a whole chain of nodes must mean what the nodes mean one after another. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ident } from '../engine/connectors/quote.ts';
import { printRel } from '../engine/duckdb/relational.ts';
import { runNames } from '../engine/run/fuse.ts';
import { openPipeline } from '../engine/run/pipeline.ts';
import { openSession } from '../engine/run/session.ts';
import type { Json } from '../engine/schema/types.ts';
import { catalogue } from './index.ts';

type Link = { readonly kind: string; readonly port?: string; readonly params: (from: string) => Json };

const expression = (text: string): Link => ({
  kind: 'derive',
  params: () => ({ columns: [{ name: 'x', expression: text }] }),
});
const condition = (text: string, port?: string): Link => ({
  kind: 'filter',
  ...(port && { port }),
  params: () => ({ condition: text }),
});

/** Each keeps id, amount and country, and its rows do not depend on the order in which rows come. */
const links: readonly Link[] = [
  expression('amount * 2'),
  expression("coalesce(country, '-') || id"),
  expression('count(*) over (partition by country)'),
  condition('amount > 20'),
  condition('amount > 20', 'rejected'),
  condition("country = 'FR' or id % 3 = 0"),
  { kind: 'drop-nulls', params: () => ({ columns: ['amount'] }) },
  { kind: 'drop-nulls', port: 'rejected', params: () => ({ columns: ['country'] }) },
  { kind: 'drop-duplicates', params: () => ({}) },
  { kind: 'sort', params: () => ({ keys: [{ column: 'country' }, { column: 'amount' }, { column: 'id' }] }) },
  { kind: 'outliers', params: () => ({ columns: ['amount'], action: 'null' }) },
  {
    kind: 'outliers',
    port: 'outliers',
    params: () => ({ columns: ['id'], groupBy: ['country'], threshold: 0.5 }),
  },
  { kind: 'bin', params: () => ({ column: 'amount', name: 'x', bins: 3 }) },
  {
    kind: 'expectations',
    params: () => ({
      checks: [
        { check: 'range', column: 'amount', max: 80, severity: 'quarantine' },
        { check: 'unique', columns: ['id'], severity: 'quarantine' },
      ],
    }),
  },
  { kind: 'sql', params: from => ({ query: `select * replace (amount + 1 as amount) from ${from}` }) },
  {
    kind: 'sql',
    params: from => ({ query: `with t as (from ${from}) select * from t where amount is null or id > 3` }),
  },
];

const documentOf = (chosen: readonly Link[]): Json => {
  const nodes: Json[] = [
    {
      id: 'n0',
      kind: 'random',
      params: {
        rows: 60,
        columns: [
          { name: 'id', distribution: 'integer', max: 40 },
          { name: 'amount', distribution: 'uniform', max: 100, nulls: 0.2 },
          { name: 'country', distribution: 'choice', values: ['FR', 'DE', 'AT'], nulls: 0.2 },
        ],
      },
    },
  ];
  const edges: Json[] = [];
  chosen.forEach((link, i) => {
    const before = i === 0 ? 'out' : (chosen[i - 1]?.port ?? 'out');
    nodes.push({ id: `n${i + 1}`, kind: link.kind, params: link.params(`n${i}`) });
    edges.push({ from: `n${i}.${before}`, to: `n${i + 1}.in` });
  });
  const last = chosen.at(-1)?.port ?? 'out';
  nodes.push({ id: 'sink', kind: 'write-parquet', params: { path: 'out.parquet' } });
  edges.push({ from: `n${chosen.length}.${last}`, to: 'sink.in' });
  return { format: 'millrace/pipeline', version: 1, name: 'chain', nodes, edges };
};

const sorted = (rows: readonly (readonly (string | null)[])[]) => rows.map(row => JSON.stringify(row)).sort();

test('a chain gives the same rows and counts in one query and node by node', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-chain-'));
  const path = join(folder, 'chain.millrace');
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...links), { minLength: 1, maxLength: 8 }), async chosen => {
        // A name made before is replaced where the kind replaces; bin and the flags of outliers only add.
        fc.pre(chosen.filter(link => link.kind === 'bin').length === 0 || !twice(chosen));
        await writeFile(path, JSON.stringify(documentOf(chosen)));
        const pipeline = await openPipeline({ path, catalogue });
        if (!('compile' in pipeline)) throw new Error(JSON.stringify(pipeline.diagnostics));
        const session = await openSession({ folders: [], files: [] });
        try {
          const { plan, diagnostics } = await pipeline.compile();
          expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
          for (const { name, rel } of plan.relations)
            await session.run(`CREATE TEMP TABLE ${ident(name)} AS ${printRel(rel, runNames)}`);
          const last = plan.sinks[0]?.input ?? '';
          const alone = await session.rows(`SELECT * FROM ${ident(last)}`);
          const whole = await pipeline.preview('sink', undefined, 1000);
          expect(sorted(whole.rows)).toEqual(sorted(alone));
          const finished = await pipeline.run({});
          expect(finished.error).toBeUndefined();
          for (const [node, { rows }] of Object.entries(finished.nodes)) {
            const relation =
              plan.relations.find(r => r.node === node && !r.port.startsWith('~'))?.name ?? last;
            const [row] = await session.rows(`SELECT count(*) FROM ${ident(relation)}`);
            if (rows !== undefined) expect([node, rows]).toEqual([node, Number(row?.[0])]);
          }
        } finally {
          await pipeline.close();
          await session.close();
        }
      }),
      { numRuns: 40 },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

/** Whether two nodes would add a column of the same name, which is told as an error. */
const twice = (chosen: readonly Link[]): boolean => {
  const adders = chosen.filter(link => link.kind === 'bin' || link.kind === 'derive');
  return adders.findIndex(link => link.kind === 'bin') > 0 || adders.filter(l => l.kind === 'bin').length > 1;
};
