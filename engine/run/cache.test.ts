import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../../nodes/index.ts';
import { catalogueOf, defineNode, table } from '../catalogue/node.ts';
import { call, column, literal } from '../plan/build.ts';
import { rows, steps, workbench } from './test-cache.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const unchanged = 'cached: inputs and settings unchanged';

describe('nothing is computed twice', () => {
  test('a second run does nothing, says so, and knows the rows of every node', async () => {
    const bench = workbench();
    const first = await bench.run();
    expect(first.nodes.out).toMatchObject({ rows: 2, cached: false, reason: 'ran: first run' });
    const before = statSync(bench.at('out.csv'));
    const second = await bench.run();
    expect(new Set(Object.values(second.reasons))).toEqual(new Set([unchanged]));
    expect(Object.entries(second.nodes).map(([id, n]) => [id, n.rows])).toEqual(
      Object.entries(first.nodes).map(([id, n]) => [id, n.rows]),
    );
    expect(second.outputs).toEqual(first.outputs);
    expect(statSync(bench.at('out.csv')).ino).toBe(before.ino);
  });

  test('what was warned of while an output was written is said again while it stands', async () => {
    const bench = workbench([steps()[0], steps()[4]] as ReturnType<typeof steps>, {
      'in.csv': 'id,country\n1,=FR\n',
    });
    const { warnings } = await bench.run();
    expect(warnings).toHaveLength(1);
    const again = await bench.run();
    expect(again.reasons.out).toBe(unchanged);
    expect(again.warnings).toEqual(warnings);
  });

  test('a run to a node keeps its rows, and the next one reads them back', async () => {
    const bench = workbench();
    const first = await bench.run({ to: 'big' });
    expect(first.nodes.big).toMatchObject({ cached: false, rows: 8 });
    const second = await bench.run({ to: 'big' });
    expect(second.reasons).toEqual({ orders: unchanged, big: unchanged });
    expect(second.nodes.big?.rows).toBe(8);
  });

  test('an edit below a summary reads the summary back', async () => {
    const bench = workbench();
    await bench.run();
    const edited = steps();
    edited[3] = { id: 'order', kind: 'sort', params: { keys: [{ column: 'country', descending: true }] } };
    bench.write('p.millrace', pipeline(edited));
    const { reasons, nodes } = await bench.run();
    expect(reasons).toEqual({
      orders: unchanged,
      big: unchanged,
      sums: unchanged,
      order: 'ran: setting keys changed',
      out: 'ran: input from order changed',
    });
    expect(nodes.sums?.rows).toBe(2);
    expect(bench.text('out.csv')).toBe('country,total\nFR,26.0\nDE,22.0\n');
  });

  test('rows of a node are those of its present settings, also after going back and forth', async () => {
    const bench = workbench();
    const [first] = [await bench.run()];
    bench.write('p.millrace', pipeline(steps('amount > 7')));
    expect((await bench.run()).nodes.big?.rows).toBe(3);
    bench.write('p.millrace', pipeline(steps()));
    const again = await bench.run();
    expect(again.nodes.big?.rows).toBe(first?.nodes.big?.rows);
    expect(bench.text('out.csv')).toBe('country,total\nDE,22.0\nFR,26.0\n');
  });
});

describe('what changed is computed again, and named', () => {
  test('an expression', async () => {
    const bench = workbench();
    await bench.run();
    bench.write('p.millrace', pipeline(steps('amount > 7')));
    const { reasons } = await bench.run();
    expect(reasons).toEqual({
      orders: 'ran: result was not kept',
      big: 'ran: expression changed',
      sums: 'ran: input from big changed',
      order: 'ran: input from sums changed',
      out: 'ran: input from order changed',
    });
    expect(bench.text('out.csv')).toBe('country,total\nDE,8.5\nFR,17.0\n');
  });

  test('a parameter', async () => {
    const nodes = steps('amount > ${least}');
    const bench = workbench();
    bench.write('p.millrace', pipeline(nodes, { parameters: { least: { type: 'integer', default: 2 } } }));
    await bench.run();
    const { reasons } = await bench.run({ parameters: { least: '7' } });
    expect(reasons.big).toBe('ran: expression changed');
    expect(bench.text('out.csv')).toContain('DE,8.5');
  });

  test.each([
    ['other rows', (path: string) => writeFileSync(path, rows(10, 100))],
    ['touched', (path: string) => utimesSync(path, new Date(), new Date(2020, 1, 1))],
  ])('the source: %s', async (_, change) => {
    const bench = workbench();
    await bench.run();
    change(bench.at('in.csv'));
    expect((await bench.run()).reasons.orders).toBe('ran: source changed');
  });

  test('a source of the same size whose time was set back', async () => {
    const bench = workbench();
    await bench.run();
    const { atime, mtime } = statSync(bench.at('in.csv'));
    bench.write('in.csv', rows(10).replace('8,DE,8.5', '8,DE,9.5'));
    utimesSync(bench.at('in.csv'), atime, mtime);
    expect((await bench.run()).reasons.orders).toBe('ran: source changed');
    expect(bench.text('out.csv')).toContain('DE,23.0');
  });

  test('a large source that differs only in its middle, with its time set back', async () => {
    const bench = workbench();
    const large = rows(400_000);
    bench.write('in.csv', large);
    await bench.run();
    const { atime, mtime } = statSync(bench.at('in.csv'));
    bench.write('in.csv', large.replace('\n200000,DE,200000.5', '\n200000,DE,300000.5'));
    utimesSync(bench.at('in.csv'), atime, mtime);
    expect((await bench.run()).reasons.orders).toBe('ran: source changed');
  });

  test('the output: gone, or altered by somebody', async () => {
    const bench = workbench();
    await bench.run();
    const written = bench.text('out.csv');
    rmSync(bench.at('out.csv'));
    expect((await bench.run()).reasons.out).toBe('ran: its output is missing or was changed');
    bench.write('out.csv', written.replace('DE', 'XX'));
    expect((await bench.run()).reasons.out).toBe('ran: its output is missing or was changed');
    expect(bench.text('out.csv')).toBe(written);
  });

  test('another output path is written from what is kept', async () => {
    const bench = workbench();
    await bench.run();
    const edited = steps();
    edited[4] = { id: 'out', kind: 'write-parquet', params: { path: 'a.parquet' } };
    bench.write('p.millrace', pipeline(edited));
    await bench.run();
    edited[4] = { id: 'out', kind: 'write-parquet', params: { path: 'b.parquet' } };
    bench.write('p.millrace', pipeline(edited));
    const { status, reasons } = await bench.run();
    expect([status, reasons.out]).toEqual(['succeeded', 'ran: setting path changed']);
  });

  test('a renamed source with other rows under the old name', async () => {
    const bench = workbench();
    await bench.run();
    bench.write('other.csv', rows(10, 50));
    bench.write('p.millrace', pipeline(steps('amount > 2', 'other.csv')));
    expect((await bench.run()).reasons.orders).toBe('ran: setting path changed');
  });
});

describe('wrong reuse', () => {
  test('a check that was added is made, although every output still stands', async () => {
    const bench = workbench();
    await bench.run();
    const strict = catalogueOf([...catalogue.values(), atMostOne]);
    const doc = pipeline([...steps(), { id: 'check', kind: 'at-most-one' }], {
      edges: [
        { from: 'orders', to: 'big' },
        { from: 'big.out', to: 'sums' },
        { from: 'sums', to: 'order' },
        { from: 'order', to: 'out' },
        { from: 'sums', to: 'check' },
      ],
    });
    bench.write('p.millrace', doc);
    const { finished } = await runFile(strict, bench.at('p.millrace'), { cache: bench.cache });
    expect(finished?.error).toMatchObject({ code: 'check-failed', node: 'check' });
    const again = await runFile(strict, bench.at('p.millrace'), { cache: bench.cache });
    expect(again.finished?.status).toBe('failed');
  });

  test('what depends on chance or on the clock is computed each time', async () => {
    const bench = workbench(steps('amount > 2 and random() >= 0'));
    await bench.run();
    const { reasons } = await bench.run();
    expect([reasons.big, reasons.out]).toEqual([
      'ran: may give other rows each time',
      'ran: input from order changed',
    ]);
  });

  test('two pipelines share what is equal and nothing else', async () => {
    const bench = workbench();
    await bench.run();
    const twin = steps();
    twin[4] = { id: 'out', kind: 'write-csv', params: { path: 'twin.csv' } };
    bench.write('twin.millrace', pipeline(twin));
    const { nodes } = await bench.run({}, 'twin.millrace');
    expect([nodes.sums?.cached, nodes.out?.cached]).toEqual([true, false]);
    expect(bench.text('twin.csv')).toBe(bench.text('out.csv'));
    const other = steps('amount < 2');
    other[4] = { id: 'out', kind: 'write-csv', params: { path: 'other.csv' } };
    bench.write('other.millrace', pipeline(other));
    expect((await bench.run({}, 'other.millrace')).nodes.sums?.cached).toBe(false);
    expect(bench.text('other.csv')).toBe('country,total\nDE,0.5\nFR,1.5\n');
  });

  test('a file of the same name in another folder is another source', async () => {
    const bench = workbench();
    await bench.run();
    const elsewhere = folderWith({ 'in.csv': rows(10, 7), 'p.millrace': pipeline(steps()) });
    const { finished } = await runFile(catalogue, join(elsewhere, 'p.millrace'), { cache: bench.cache });
    expect(finished?.nodes.sums?.cached).toBe(false);
  });

  test('types of columns are part of what a result is', async () => {
    const bench = workbench();
    await bench.run();
    const typed = steps();
    typed[0] = {
      id: 'orders',
      kind: 'read-csv',
      params: { path: 'in.csv', types: { amount: 'DECIMAL(18,2)' } },
    };
    bench.write('p.millrace', pipeline(typed));
    const { reasons } = await bench.run();
    expect(reasons.orders).toBe('ran: setting types changed');
    expect(bench.text('out.csv')).toContain('DE,22.00');
  });
});

const atMostOne = defineNode({
  kind: 'at-most-one',
  version: 1,
  title: 'At most one',
  summary: 'Fails for a second row',
  category: 'Quality',
  icon: 'check',
  params: z.strictObject({}),
  inputs: { in: table('Rows') },
  outputs: {},
  lower: ({ input }) => ({
    assertions: [
      {
        severity: 'error',
        input: {
          op: 'filter',
          condition: call('gt', column('rows'), literal(1)),
          input: {
            op: 'project',
            input: {
              op: 'aggregate',
              input: input().rel,
              groups: [],
              aggregates: [{ name: 'rows', expr: { op: 'aggregate', fn: 'count_star', args: [] } }],
            },
            columns: [
              { name: 'check', expr: literal('at most one row') },
              { name: 'rows', expr: column('rows') },
              { name: 'sample', expr: literal('') },
            ],
          },
        },
      },
    ],
  }),
  examples: [],
});
