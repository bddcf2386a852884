import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { safeName } from './file-names.ts';
import { openUploads } from './uploads.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-upload-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

const bring = async (name: string, text: string): Promise<string> => {
  const uploads = openUploads();
  const { upload } = await uploads.start(folder, name, bytes(text).length);
  const all = bytes(text);
  for (let at = 0; at < all.length; at += 3) await uploads.add(upload, all.subarray(at, at + 3));
  return basename(await uploads.finish(upload));
};

test('a file arrives whole, and nothing else is left', async () => {
  expect(await bring('orders.csv', 'id\n1\n2\n')).toBe('orders.csv');
  expect(readFileSync(join(folder, 'orders.csv'), 'utf8')).toBe('id\n1\n2\n');
  expect(readdirSync(folder)).toEqual(['orders.csv']);
});

test('another file of that name is never touched; the same file is not copied twice', async () => {
  writeFileSync(join(folder, 'orders.csv'), 'mine');
  expect(await bring('orders.csv', 'id\n1\n')).toBe('orders 2.csv');
  expect(await bring('orders.csv', 'id\n1\n')).toBe('orders 2.csv');
  expect(readFileSync(join(folder, 'orders.csv'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual(['orders 2.csv', 'orders.csv']);
});

test('names lead nowhere else', () => {
  expect(safeName('../../etc/orders.csv')).toBe('orders.csv');
  expect(safeName('C:\\Users\\me\\orders.csv')).toBe('orders.csv');
  expect(safeName('...hidden.csv')).toBe('hidden.csv');
  expect(safeName('a:b\u202e\u0000<c>.csv')).toBe('a_b___c_.csv');
  expect(safeName('NUL.csv')).toBe('_NUL.csv');
  expect(safeName(`${'x'.repeat(500)}.parquet`)).toHaveLength(128);
  expect(safeName('run.sh')).toBeUndefined();
  expect(safeName('.csv')).toBeUndefined();
});

test('what is longer or shorter than was said leaves nothing', async () => {
  const uploads = openUploads();
  const long = await uploads.start(folder, 'a.csv', 2);
  await expect(uploads.add(long.upload, bytes('abc'))).rejects.toMatchObject({
    fault: { code: 'upload-refused' },
  });
  const short = await uploads.start(folder, 'a.csv', 2);
  await uploads.add(short.upload, bytes('a'));
  await expect(uploads.finish(short.upload)).rejects.toMatchObject({ fault: { code: 'upload-refused' } });
  const left = await uploads.start(folder, 'a.csv', 2);
  await uploads.cancel(left.upload);
  await expect(uploads.add(left.upload, bytes('a'))).rejects.toMatchObject({
    fault: { code: 'unknown-upload' },
  });
  expect(readdirSync(folder)).toEqual([]);
});
