import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Cell } from '../contract.ts';
import { failure, fakeFolder, readAll, rowStream } from '../fake-world.ts';
import { excelSink, excelSinkOptions, excelSource, excelSourceOptions } from './index.ts';

const { folder, world, remove } = fakeFolder();
afterAll(remove);

const path = 'out.xlsx';
const write = async (columns: string[], rows: (readonly Cell[])[], options: object = {}) => {
  if (excelSink.writes !== 'file') throw new Error('writes a file');
  return excelSink.writeFile(
    excelSinkOptions.parse({ path, ...options }),
    rowStream(columns, rows),
    join(folder, path),
    world,
  );
};
const back = (options: object = {}) =>
  readAll(excelSource, excelSourceOptions.parse({ path, ...options }), world);
/** The text of a part, found by its local header: enough for archives of our own. */
const part = (name: string): string => {
  const zip = readFileSync(join(folder, path));
  const entry = zip.lastIndexOf(name) - 46;
  const at = zip.readUInt32LE(entry + 42);
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(entry + 20))).toString();
};

describe('what is written is read back', () => {
  test('typed cells', async () => {
    const columns = [
      'id:BIGINT',
      'price:DECIMAL(18,2)',
      'share:DOUBLE',
      'ok:BOOLEAN',
      'day:DATE',
      'at:TIMESTAMP',
      'clock:TIME',
      'name:VARCHAR',
    ];
    const rows = [
      ['1', '10.50', '0.1', 'true', '2024-02-29', '2024-02-29 13:45:10.123', '23:59:59', 'Ada'],
      [
        '-999999999999999',
        '-0.01',
        '1e-300',
        'false',
        '9999-12-31',
        '1900-03-01 00:00:00.5',
        '00:00:00',
        ' ö 😀 ',
      ],
      [null, null, null, null, null, null, null, null],
      ['0', '1234567890123.45', '-2.5', null, '1970-01-01', '2024-01-01 00:00:01', null, ''],
    ];
    expect(await write(columns, rows)).toEqual({ rows: 4 });
    const result = await back();
    expect(result.columns).toEqual(columns.map(c => c.replace('DECIMAL(18,2)', 'DOUBLE')));
    expect(result.rows).toEqual([
      ['1', '10.5', '0.1', 'true', '2024-02-29', '2024-02-29 13:45:10.123', '23:59:59', 'Ada'],
      [
        '-999999999999999',
        '-0.01',
        '1e-300',
        'false',
        '9999-12-31',
        '1900-03-01 00:00:00.500',
        '00:00:00',
        ' ö 😀 ',
      ],
      [null, null, null, null, null, null, null, null],
      ['0', '1234567890123.45', '-2.5', null, '1970-01-01', '2024-01-01 00:00:01', null, ''],
    ]);
  });

  test('text that looks like a formula is a text cell', async () => {
    const texts = [
      '=cmd()',
      '+1',
      '-2',
      '@x',
      '\t=1',
      '\r\n=1',
      '=HYPERLINK("x")',
      '_x000D_',
      '\u0000\u0001<&>"]]>',
      'a\u2028b',
    ];
    await write(
      ['t:VARCHAR'],
      texts.map(text => [text]),
    );
    const sheet = part('xl/worksheets/sheet1.xml');
    expect(sheet).not.toMatch(/<f[ >]/);
    expect(sheet.match(/<c /g)).toHaveLength(sheet.match(/t="inlineStr"/g)?.length ?? 0);
    expect((await back()).rows).toEqual(texts.map(text => [text]));
  });

  test('what a cell cannot hold exactly is text', async () => {
    const rows = [
      [
        '9007199254740993',
        '0.1234567890123456',
        'NaN',
        '1899-12-31',
        'infinity',
        '24:00:00',
        '2024-01-01 00:00:00+00',
      ],
      ['1234567890123456', '0.5', 'inf', '0044-03-15 (BC)', '1900-02-28 00:00:00', '10:00:00', null],
    ];
    await write(
      [
        'a:HUGEINT',
        'b:DECIMAL(20,16)',
        'c:DOUBLE',
        'd:DATE',
        'e:TIMESTAMP',
        'f:TIME',
        'g:TIMESTAMP WITH TIME ZONE',
      ],
      rows,
    );
    const result = await back();
    expect(result.columns.map(c => c.split(':')[1])).toEqual(Array.from({ length: 7 }, () => 'VARCHAR'));
    expect(result.rows).toEqual(rows);
  });
});

describe('the sheet around the cells', () => {
  test('a bold frozen header, formats and widths, as XML', async () => {
    await write(['id:INTEGER', 'paid at:TIMESTAMP'], [['1', '2024-01-01 12:00:00']], {
      sheet: 'Q1 & "more"',
    });
    expect(part('xl/worksheets/sheet1.xml')).toMatchSnapshot();
    expect(part('xl/styles.xml')).toMatchSnapshot();
    expect(part('xl/workbook.xml')).toContain('name="Q1 &amp; &quot;more&quot;"');
  });

  test('no header, no rows, no columns', async () => {
    await write(['id:INTEGER'], [['1']], { header: false });
    expect((await back({ header: false })).rows).toEqual([['1']]);
    await write(['id:INTEGER'], []);
    expect(await back()).toEqual({ columns: ['id:VARCHAR'], rows: [] });
    await write([], []);
    expect(await failure(back())).toMatchObject({ code: 'sheet-empty' });
  });

  test('sheet names that Excel refuses', () => {
    const ok = (sheet: string) => excelSinkOptions.safeParse({ path, sheet }).success;
    expect(['Data', "It's 1", ...['', 'a/b', "'a", 'x'.repeat(32), 'history', 'a[1]']].map(ok)).toEqual([
      true,
      true,
      ...Array.from({ length: 6 }, () => false),
    ]);
  });
});

describe('limits of a sheet', () => {
  test('too many columns, too long a text', async () => {
    const columns = Array.from({ length: 16_385 }, (_, i) => `c${i}:INTEGER`);
    expect(await failure(write(columns, []))).toMatchObject({
      code: 'excel-too-many-columns',
      columns: 16_385,
    });
    expect(await failure(write(['a:VARCHAR'], [['x'], ['x'.repeat(32_768)]]))).toMatchObject({
      code: 'excel-text-too-long',
      column: 'a',
      row: 2,
    });
  });

  test('one row too many fails, with bounded memory on the way', async () => {
    const batch: (readonly Cell[])[] = Array.from({ length: 2048 }, () => ['1']);
    const before = process.memoryUsage().rss;
    let most = 0;
    const rows = {
      columns: [{ name: 'a', type: 'INTEGER' }],
      async *batches() {
        for (let i = 0; i < 513; i++) {
          yield batch;
          most = Math.max(most, process.memoryUsage().rss);
        }
      },
    };
    if (excelSink.writes !== 'file') throw new Error('writes a file');
    const fault = failure(
      excelSink.writeFile(excelSinkOptions.parse({ path }), rows, join(folder, 'big.xlsx'), world),
    );
    expect(await fault).toMatchObject({ code: 'excel-too-many-rows', limit: 1_048_575 });
    expect(most - before).toBeLessThan(200_000_000);
    expect(statSync(join(folder, 'big.xlsx')).size).toBeGreaterThan(0);
  });

  test('cancelling stops a write', async () => {
    const abort = new AbortController();
    const endless = {
      columns: [{ name: 'a', type: 'INTEGER' }],
      async *batches() {
        for (;;) {
          abort.abort();
          yield [['1']];
          await new Promise(done => setImmediate(done));
        }
      },
    };
    if (excelSink.writes !== 'file') throw new Error('writes a file');
    const writing = excelSink.writeFile(
      excelSinkOptions.parse({ path }),
      endless,
      join(folder, 'stop.xlsx'),
      {
        ...world,
        signal: abort.signal,
      },
    );
    await expect(writing).rejects.toThrow(/abort/i);
  });
});
