/** A hash beside an input is compared before its rows are used. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { writeDatabase } from '../connectors/sqlite/fake-database.ts';
import { sandboxed } from './paths.ts';
import { openPipeline } from './pipeline.ts';
import { bench, endOf, reader, writer } from './test-outputs.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const sha = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const text = 'id,c\n1,a\n2,b\n';
const right = sha(text);
const wrong = right.replace(/^../, right.startsWith('00') ? '11' : '00');

describe('the forms of sha256sum', () => {
  test.each([
    ['a line', `${right}  in.csv\n`],
    ['binary mode and a folder', `${right} *data/in.csv\n`],
    ['the sum alone, in capitals', right.toUpperCase()],
    ['the tagged form', `SHA256 (in.csv) = ${right}\r\n`],
    ['among others', `${wrong}  other.csv\n${right}  in.csv\n`],
    ['renamed together with its file', `${right}  before.csv\n`],
  ])('%s', async (_, sidecar) => {
    const b = bench([reader, writer('out.csv')], { 'in.csv.sha256': sidecar });
    expect(endOf(await b.run())).toEqual({ status: 'succeeded', error: undefined });
    writeFileSync(
      b.at('in.csv.sha256'),
      sidecar.replaceAll(right, wrong).replaceAll(right.toUpperCase(), wrong),
    );
    expect(endOf(await b.run()).error).toMatchObject({ code: 'hash-differs', node: 'orders', param: 'path' });
  });

  test('what cannot be read is named: it would promise what nobody looks at', async () => {
    for (const sidecar of ['', 'd41d8cd98f00b204e9800998ecf8427e  in.csv\n', `${wrong}  x\n${wrong}  y\n`]) {
      const b = bench([reader, writer('out.csv')], { 'in.csv.sha256': sidecar });
      expect(endOf(await b.run()).error).toMatchObject({
        code: 'hash-unreadable',
        node: 'orders',
        param: 'path',
      });
    }
  });
});

test('another hash is a named error before anything is read, in a run and in a preview', async () => {
  const b = bench([reader, writer('out.csv')], { 'in.csv.sha256': `${wrong}  in.csv\n`, 'out.csv': 'old' });
  const opened = await openPipeline({ path: b.at('p.millrace'), catalogue });
  if (!('compile' in opened)) throw new Error('it does not open');
  onTestFinished(() => opened.close());
  const message = `“in.csv” is not the file that “in.csv.sha256” beside it describes: its SHA-256 is ${right.slice(0, 12)}…, not ${wrong.slice(0, 12)}…. Get both again from where they were made; if the file was changed on purpose, renew or remove “in.csv.sha256”.`;
  await expect(opened.preview('orders', undefined, 5)).rejects.toMatchObject({
    code: 'hash-differs',
    message,
  });
  const finished = await opened.run({});
  expect(finished).toMatchObject({
    status: 'failed',
    error: { code: 'hash-differs', node: 'orders', message },
  });
  expect([b.text('out.csv'), b.names()]).toEqual(['old', ['in.csv', 'in.csv.sha256', 'out.csv']]);
});

test('one flipped bit of a Parquet file, which its reader does not see', async () => {
  const b = bench([reader, writer('a.parquet', { compression: 'uncompressed' }, 'write-parquet')], {
    'in.csv': `id,c\n${Array.from({ length: 500 }, (_, i) => `${i},${'x'.repeat(20)}${i}\n`).join('')}`,
  });
  await b.run();
  const bytes = readFileSync(b.at('a.parquet'));
  const at = bytes.indexOf('xxxxxxx');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(b.at('a.parquet'), bytes);
  const path = join(b.folder, 'q.millrace');
  writeFileSync(
    path,
    pipeline([{ id: 'read', kind: 'read-parquet', params: { path: 'a.parquet' } }, writer('out.csv')]),
  );
  expect(endOf(await runFile(catalogue, path)).status).toBe('succeeded');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(b.at('a.parquet.sha256'), `${sha(bytes)}  a.parquet\n`);
  expect(endOf(await runFile(catalogue, path)).error).toMatchObject({ code: 'hash-differs', node: 'read' });
});

test.each(['read-json', 'read-excel', 'read-sqlite', 'read-html'])('%s compares too', async kind => {
  const folder = folderWith({
    'in.csv': text,
    'a.json': '[{"a": 1}]',
    'a.html': '<table><tr><th>a</th></tr><tr><td>1</td></tr></table>',
    'make.millrace': pipeline([reader, writer('a.xlsx', {}, 'write-excel')]),
  });
  await runFile(catalogue, join(folder, 'make.millrace'));
  await writeDatabase(join(folder, 'a.db'), 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  const endings = { 'read-json': 'json', 'read-excel': 'xlsx', 'read-sqlite': 'db', 'read-html': 'html' };
  const name = `a.${endings[kind as keyof typeof endings]}`;
  const path = join(folder, 'p.millrace');
  writeFileSync(path, pipeline([{ id: 'in', kind, params: { path: name } }, writer('out.csv')]));
  writeFileSync(join(folder, `${name}.sha256`), sha(readFileSync(join(folder, name))));
  expect(endOf(await runFile(catalogue, path))).toEqual({ status: 'succeeded', error: undefined });
  writeFileSync(join(folder, `${name}.sha256`), wrong);
  expect(endOf(await runFile(catalogue, path)).error).toMatchObject({ code: 'hash-differs', node: 'in' });
});

test('the report of the run that made a file, kept beside it', async () => {
  const report = (sha256: string, more: object = {}) =>
    JSON.stringify({
      format: 'millrace/run-report',
      outputs: [
        { node: 'x', path: '/elsewhere/other.csv', sha256: wrong },
        { node: 'y', path: 'C:\\made\\in.csv', sha256 },
      ],
      ...more,
    });
  const outcome = async (files: Record<string, string>) =>
    endOf(await bench([reader, writer('out.csv')], files).run()).error?.code;
  expect(await outcome({ 'in.csv.report.json': report(right) })).toBeUndefined();
  expect(await outcome({ 'in.csv.report.json': report(wrong) })).toBe('hash-differs');
  expect(
    await outcome({ 'in.csv.report.json': report(wrong, { format: 'of another program' }) }),
  ).toBeUndefined();
});

test('a hash that appears or changes is compared, even where the cache has the rows', async () => {
  const b = bench([reader, { id: 'sorted', kind: 'sort', params: { keys: ['id'] } }, writer('out.csv')]);
  const run = () => runFile(catalogue, b.at('p.millrace'), { cache: join(b.folder, 'cache') });
  expect(endOf(await run()).status).toBe('succeeded');
  writeFileSync(b.at('in.csv.sha256'), wrong);
  expect(endOf(await run()).error).toMatchObject({ code: 'hash-differs' });
  renameSync(b.at('in.csv.sha256'), b.at('kept'));
  expect(endOf(await run()).status).toBe('succeeded');
});

test('in a sandbox that may read a file and not what lies beside it, nothing is compared', async () => {
  const elsewhere = folderWith({ 'in.csv': text, 'in.csv.sha256': wrong });
  const source = { ...reader, params: { path: join(elsewhere, 'in.csv') } };
  const b = bench([source, writer('out.csv')]);
  const run = (read: string) => {
    const base = sandboxed(b.folder);
    return runFile(catalogue, b.at('p.millrace'), { permissions: { ...base, read: [b.folder, read] } });
  };
  expect(endOf(await run(join(elsewhere, 'in.csv'))).status).toBe('succeeded');
  expect(endOf(await run(elsewhere)).error).toMatchObject({ code: 'hash-differs' });
  expect(existsSync(b.at('out.csv'))).toBe(true);
});
