/** Sources in whole runs: what is prepared, set aside and kept. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

test('a file in another encoding is copied for each run, and its rows are kept like others', async () => {
  const nodes: Node[] = [
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv', encoding: 'windows-1252' } },
    { id: 'some', kind: 'filter', params: { condition: 'id > 1' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const folder = folderWith({ 'p.millrace': pipeline(nodes) });
  writeFileSync(join(folder, 'in.csv'), Buffer.from('id,name\n1,a\n2,Größe\n', 'latin1'));
  const run = () => runFile(catalogue, join(folder, 'p.millrace'), { cache: join(folder, 'cache') });
  expect((await run()).finished).toMatchObject({
    status: 'succeeded',
    nodes: { in: { rows: 2 }, out: { rows: 1 } },
  });
  expect(text(folder, 'out.csv')).toBe('id,name\n2,Größe\n');
  expect((await run()).finished?.nodes.out?.cached).toBe(true);
  writeFileSync(join(folder, 'in.csv'), Buffer.from('id,name\n3,é\n', 'latin1'));
  expect((await run()).finished?.status).toBe('succeeded');
  expect(text(folder, 'out.csv')).toBe('id,name\n3,é\n');
});

test('bytes that are not of the encoding stop the run, also beyond the head, and name file and node', async () => {
  const nodes: Node[] = [
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv', encoding: 'shift_jis' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const folder = folderWith({ 'p.millrace': pipeline(nodes), 'out.csv': 'old' });
  const many = Buffer.from(`id,name\n${'1,abcdefghijklmnopqrstuvwxyz\n'.repeat(400_000)}`);
  writeFileSync(join(folder, 'in.csv'), Buffer.concat([many, Buffer.from([0x32, 0x2c, 0xff, 0xff, 0x0a])]));
  const { finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished?.error).toEqual({
    node: 'in',
    param: 'encoding',
    code: 'csv-encoding',
    message: '“in.csv” is not shift_jis. Set “encoding” to the one that the program which writes it uses.',
  });
  expect(text(folder, 'out.csv')).toBe('old');
});

test.each([
  ['read-csv', 'in.csv', 'id,n\n1,5\n2,x\n3\n4,6\n', 'in.csv,3,n,'],
  [
    'read-ndjson',
    'in.ndjson',
    '{"id":1,"n":5}\n{"id":2,"n":"x"}\nnonsense\n{"id":4,"n":6}\n',
    'in.ndjson,2,n,',
  ],
])('%s: rows that do not fit are written beside the others', async (kind, path, content, first) => {
  const nodes: Node[] = [
    { id: 'in', kind, params: { path, badRows: 'quarantine', types: { n: 'BIGINT' } } },
    { id: 'good', kind: 'write-csv', params: { path: 'good.csv' } },
    { id: 'bad', kind: 'write-csv', params: { path: 'bad.csv' } },
  ];
  const edges = [
    { from: 'in.out', to: 'good.in' },
    { from: 'in.rejected', to: 'sorted.in' },
    { from: 'sorted.out', to: 'bad.in' },
  ];
  const sorted: Node = { id: 'sorted', kind: 'sort', params: { keys: [{ column: 'line' }] } };
  const folder = folderWith({ [path]: content, 'p.millrace': pipeline([...nodes, sorted], { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  expect(finished?.error).toBeUndefined();
  expect(text(folder, 'good.csv')).toBe('id,n\n1,5\n4,6\n');
  const bad = text(folder, 'bad.csv').split('\n');
  expect(bad[0]).toBe('file,line,column,reason,text');
  expect(bad[1]?.startsWith(first)).toBe(true);
  expect(bad).toHaveLength(4);
});

test('a workbook and a database are read, joined and written in one run', async () => {
  const folder = folderWith({ 'in.csv': 'id,name\n1,a\n2,b\n' });
  const make: Node[] = [
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'book', kind: 'write-excel', params: { path: 'in.xlsx' } },
    { id: 'base', kind: 'write-sqlite', params: { path: 'in.sqlite', table: 't' } },
  ];
  const from = (to: string) => ({ from: 'in.out', to });
  writeFileSync(join(folder, 'make.millrace'), pipeline(make, { edges: [from('book.in'), from('base.in')] }));
  expect((await runFile(catalogue, join(folder, 'make.millrace'))).finished?.status).toBe('succeeded');
  const use: Node[] = [
    { id: 'book', kind: 'read-excel', params: { path: 'in.xlsx' } },
    { id: 'base', kind: 'read-sqlite', params: { path: 'in.sqlite' } },
    { id: 'all', kind: 'union' },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  const edges = [
    { from: 'book.out', to: 'all.in' },
    { from: 'base.out', to: 'all.in' },
    { from: 'all.out', to: 'out.in' },
  ];
  writeFileSync(join(folder, 'use.millrace'), pipeline(use, { edges }));
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'use.millrace'));
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  expect(finished).toMatchObject({
    status: 'succeeded',
    nodes: { book: { rows: 2 }, base: { rows: 2 }, out: { rows: 4 } },
  });
  expect(text(folder, 'out.csv').split('\n').sort()).toEqual(['', '1,a', '1,a', '2,b', '2,b', 'id,name']);
});
