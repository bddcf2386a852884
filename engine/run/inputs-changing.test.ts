/** Files that are read and change: between the look at them and the run, and during the run. */
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { writeDatabase } from '../connectors/sqlite/fake-database.ts';
import { openPipeline } from './pipeline.ts';
import { bench, reader, writer } from './test-outputs.ts';
import { pipeline, runFile } from './test-run.ts';

/** Files of each format with these numbers of rows. */
const made = async (rows: number): Promise<Readonly<Record<string, Buffer>>> => {
  const lines = Array.from({ length: rows }, (_, i) => `${i},x${i}\n`).join('');
  const ends = {
    'in.parquet': 'write-parquet',
    'in.json': 'write-json',
    'in.ndjson': 'write-ndjson',
    'in.xlsx': 'write-excel',
  };
  const nodes = [
    reader,
    ...Object.entries(ends).map(([path, kind], i) => ({ ...writer(path, {}, kind), id: `o${i}` })),
  ];
  const edges = nodes.slice(1).map(n => ({ from: 'orders.out', to: `${n.id}.in` }));
  const b = bench(nodes, { 'in.csv': `id,c\n${lines}` }, { edges });
  await runFile(catalogue, b.at('p.millrace'));
  const html = lines.replace(/(\d+),(\w+)\n/g, '<tr><td>$1</td><td>$2</td></tr>');
  writeFileSync(b.at('in.html'), `<table><tr><th>id</th><th>c</th></tr>${html}</table>`);
  writeFileSync(b.at('in.latin'), Buffer.from(`id,c\n${lines}`, 'latin1'));
  const values = lines
    .trim()
    .replace(/(\d+),(\w+)\n?/g, "($1,'$2'),")
    .replace(/,$/, '');
  await writeDatabase(b.at('in.db'), `CREATE TABLE t (id INTEGER, c TEXT); INSERT INTO t VALUES ${values}`);
  const names = ['in.csv', 'in.latin', 'in.html', 'in.db', ...Object.keys(ends)];
  return Object.fromEntries(names.map(name => [name, readFileSync(b.at(name))]));
};

const [small, other] = await Promise.all([made(20), made(30)]);

const sources: readonly [string, string, object?][] = [
  ['read-csv', 'in.csv'],
  ['read-csv', 'in.latin', { encoding: 'windows-1252' }],
  ['read-parquet', 'in.parquet'],
  ['read-json', 'in.json'],
  ['read-ndjson', 'in.ndjson'],
  ['read-excel', 'in.xlsx'],
  ['read-sqlite', 'in.db'],
  ['read-html', 'in.html'],
];

const changes: readonly [string, (path: string, name: string) => void][] = [
  ['replaced', (path, name) => writeFileSync(path, other[name] ?? '')],
  ['cut off', path => truncateSync(path, Math.floor(readFileSync(path).length / 2))],
  ['longer', path => appendFileSync(path, readFileSync(path).subarray(-60))],
  ['deleted', path => rmSync(path)],
];

const scene = async (kind: string, name: string, more: object = {}, cache?: string) => {
  const source = { id: 'in', kind, params: { path: name, ...more } };
  const b = bench(
    [source, { id: 'some', kind: 'filter', params: { condition: 'id >= 0' } }, writer('out.csv')],
    {
      'out.csv': 'earlier',
    },
  );
  writeFileSync(b.at(name), small[name] ?? '');
  const opened = await openPipeline({
    path: b.at('p.millrace'),
    catalogue,
    ...(cache !== undefined && { cache: join(b.folder, cache) }),
  });
  if (!('compile' in opened)) throw new Error('it does not open');
  return { ...b, opened };
};

describe.each(sources)('%s of %s', (kind, name, more) => {
  test.each(changes)('%s after a preview: the run fails and says so', async (_, change) => {
    const { opened, at, text, names } = await scene(kind, name, more);
    try {
      expect((await opened.preview('some', undefined, 3)).rows).toHaveLength(3);
      change(at(name), name);
      const { status, error } = await opened.run({});
      expect([status, error?.node, error?.param, error?.message]).toEqual([
        'failed',
        'in',
        'path',
        expect.stringContaining(name),
      ]);
      expect(text('out.csv')).toBe('earlier');
      expect(names().filter(n => n.startsWith('.'))).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  test('replaced while its rows are on their way: no mixed rows, and none in the cache', async () => {
    const { opened, at, text } = await scene(kind, name, more, 'cache');
    try {
      await opened.compile();
      const { status, error } = await opened.run({
        emit: event => {
          // The rows have left the file by now; whatever they are, they are not those of the file that is there.
          if (event.event === 'node-finished' && event.node === 'out')
            writeFileSync(at(name), other[name] ?? '');
        },
      });
      expect([status, error?.code, error?.node]).toEqual(['failed', 'input-changed', 'in']);
      expect(text('out.csv')).toBe('earlier');
    } finally {
      await opened.close();
    }
    const again = await runFile(catalogue, at('p.millrace'), { cache: at('cache') });
    expect(again.finished?.outputs[0]?.rows).toBe(30);
  });
});

test('one of several files goes', async () => {
  const b = bench([{ ...reader, params: { path: 'part-*.csv' } }, writer('out.csv')], {
    'part-1.csv': 'id\n1\n',
    'part-2.csv': 'id\n2\n',
    'q.millrace': pipeline([reader]),
  });
  const opened = await openPipeline({ path: b.at('p.millrace'), catalogue });
  if (!('compile' in opened)) throw new Error('it does not open');
  try {
    await opened.compile();
    rmSync(b.at('part-2.csv'));
    expect((await opened.run({})).error).toMatchObject({
      node: 'orders',
      message: expect.stringContaining('part-2.csv'),
    });
  } finally {
    await opened.close();
  }
});
