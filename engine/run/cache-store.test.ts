import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../../nodes/index.ts';
import { catalogueOf, defineNode, table } from '../catalogue/node.ts';
import { cacheContents, clearCache } from './cache-store.ts';
import { steps, workbench } from './test-cache.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

describe('the folder', () => {
  const entryOf = (cache: string): string => {
    const name = readdirSync(join(cache, 'data')).find(n => n.endsWith('.parquet'));
    if (name === undefined) throw new Error('nothing was kept');
    return join(cache, 'data', name);
  };

  test('a damaged entry is dropped without a word and made again', async () => {
    const bench = workbench();
    await bench.run();
    const entry = entryOf(bench.cache);
    const bytes = readFileSync(entry);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(entry, bytes);
    rmSync(bench.at('out.csv'));
    const { status, nodes } = await bench.run();
    expect([status, nodes.sums?.cached]).toEqual(['succeeded', false]);
    expect(bench.text('out.csv')).toBe('country,total\nDE,22.0\nFR,26.0\n');
  });

  test.each(['not json', '{"version":2}', '{"version":99,"nodes":{}}', ''])(
    'a damaged record (%j) is a first run',
    async text => {
      const bench = workbench();
      await bench.run();
      const [name] = readdirSync(join(bench.cache, 'runs'));
      writeFileSync(join(bench.cache, 'runs', name ?? ''), text);
      expect((await bench.run()).reasons.orders).toMatch(/^(ran: first run|cached)/);
    },
  );

  test('a folder that cannot be made or is a file turns the cache off, and the run works', async () => {
    const bench = workbench(steps(), { taken: 'a file' });
    const { status, reasons } = await bench.run({ cache: bench.at('taken') });
    expect([status, reasons.out]).toEqual(['succeeded', 'ran: the cache folder cannot be written']);
    expect(bench.text('taken')).toBe('a file');
  });

  test('it is private to the user', async () => {
    const bench = workbench();
    await bench.run();
    if (process.platform === 'win32') return;
    expect(statSync(join(bench.cache, 'data')).mode & 0o077).toBe(0);
    const [record] = readdirSync(join(bench.cache, 'runs'));
    expect(statSync(join(bench.cache, 'runs', record ?? '')).mode & 0o077).toBe(0);
  });

  test('the results not used for longest go first', async () => {
    const bench = workbench();
    await bench.run();
    const old = entryOf(bench.cache);
    utimesSync(old, new Date(2020, 1, 1), new Date(2020, 1, 1));
    bench.write('p.millrace', pipeline(steps('amount > 7')));
    await bench.run({ cacheBytes: statSync(old).size + 100 });
    const left = readdirSync(join(bench.cache, 'data'));
    expect([left.length, left.includes(old)]).toEqual([1, false]);
    expect(readdirSync(join(bench.cache, 'data')).map(n => join(bench.cache, 'data', n))).not.toContain(old);
  });

  test('a size of nothing keeps nothing', async () => {
    const bench = workbench();
    await bench.run({ cacheBytes: 0 });
    expect((await cacheContents(bench.cache)).results).toBe(0);
    expect((await bench.run({ cacheBytes: 0 })).status).toBe('succeeded');
  });

  test('clearing removes what the cache wrote and nothing else', async () => {
    const bench = workbench();
    await bench.run();
    const mine = join(bench.cache, 'data', 'mine.parquet');
    writeFileSync(mine, 'x');
    await clearCache(bench.cache);
    expect(await cacheContents(bench.cache)).toEqual({ results: 0, bytes: 0, runs: 0 });
    expect(readFileSync(mine, 'utf8')).toBe('x');
  });

  test('two runs at once both succeed, and what they kept is whole', async () => {
    const bench = workbench();
    const twin = steps();
    twin[4] = { id: 'out', kind: 'write-csv', params: { path: 'twin.csv' } };
    bench.write('twin.millrace', pipeline(twin));
    const both = await Promise.all([bench.run(), bench.run({}, 'twin.millrace')]);
    expect(both.map(r => r.status)).toEqual(['succeeded', 'succeeded']);
    rmSync(bench.at('out.csv'));
    expect((await bench.run()).nodes.sums?.cached).toBe(true);
    expect(bench.text('out.csv')).toBe(bench.text('twin.csv'));
    expect(readdirSync(join(bench.cache, 'in-use'))).toEqual([]);
  });

  test('an entry that is removed while it is used stays readable', async () => {
    const bench = workbench();
    await bench.run();
    rmSync(bench.at('out.csv'));
    // Room for nothing: the entry goes at the end of the very run that reads it.
    const { status, nodes } = await bench.run({ cacheBytes: 0 });
    expect([status, nodes.sums?.cached]).toEqual(['succeeded', true]);
  });
});

test('types come back from the cache as they were', async () => {
  const folder = folderWith({
    'p.millrace': pipeline([
      { id: 'odd', kind: 'odd-values' },
      { id: 'pass', kind: 'drop-duplicates' },
      { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    ]),
  });
  const kinds = catalogueOf([...catalogue.values(), oddValues]);
  const path = join(folder, 'p.millrace');
  const run = () => runFile(kinds, path, { cache: join(folder, 'cache') });
  const first = await run();
  expect(first.finished?.error).toBeUndefined();
  const text = readFileSync(join(folder, 'out.csv'), 'utf8');
  // The second run finds its output gone and keeps what did not change; the third reads that back.
  rmSync(join(folder, 'out.csv'));
  await run();
  rmSync(join(folder, 'out.csv'));
  const third = await run();
  expect(third.finished?.nodes.pass?.cached).toBe(true);
  expect(readFileSync(join(folder, 'out.csv'), 'utf8').split('\n').sort()).toEqual(text.split('\n').sort());
});

const oddValues = defineNode({
  kind: 'odd-values',
  version: 1,
  title: 'Odd values',
  summary: 'Values at the edges of their types',
  category: 'Sources',
  icon: 'table',
  params: z.strictObject({}),
  inputs: {},
  outputs: { out: table('Rows') },
  lower: () => ({
    outputs: {
      out: {
        op: 'values',
        columns: [
          { name: 'd', type: 'DOUBLE' },
          { name: 'f', type: 'FLOAT' },
          { name: 'big', type: 'BIGINT' },
          { name: 'dec', type: 'DECIMAL(38,10)' },
          { name: 'day', type: 'DATE' },
          { name: 'at', type: 'TIMESTAMP' },
          { name: 'list', type: 'VARCHAR[]' },
          { name: 'Té"xt', type: 'VARCHAR' },
        ],
        rows: [
          [
            'nan',
            'inf',
            '9223372036854775807',
            '1234567890123456789012345678.0123456789',
            'infinity',
            'infinity',
            '[]',
            '',
          ],
          [
            '-0.0',
            '-inf',
            '-9223372036854775808',
            null,
            '0044-03-15 (BC)',
            '0044-03-15 (BC) 12:00:00.000001',
            null,
            'a\nb',
          ],
          ['5e-324', '1e-45', '0', '0', '9999-12-31', '1969-12-31 23:59:59.999999', "['x', NULL, '']", '😀'],
          [null, null, null, null, null, null, null, null],
        ],
      },
    },
  }),
  examples: [],
});
