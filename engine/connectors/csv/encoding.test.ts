import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { faultReading, readFiles } from '../../testing/read-files.ts';
import { csvSource } from './index.ts';
import type { CsvReadOptions } from './options.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;
type More = Partial<CsvReadOptions>;

const read = (files: Files, more: More = {}) =>
  readFiles(csvSource, files, { path: 'a.csv', badRows: 'fail', ...more });
const fault = (files: Files, more: More = {}) =>
  faultReading(csvSource, files, { path: 'a.csv', badRows: 'fail', ...more });

const utf16be = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

describe('encodings', () => {
  const wanted = [
    ['1', 'café'],
    ['2', null],
  ];
  const text = 'id,a\n1,café\n2,\n';

  it.each<[string, Uint8Array, More]>([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), {}],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), {}],
    ['UTF-16, big end first, with a mark', utf16be(text), {}],
    ['UTF-16 that was set, big end first', utf16be(text), { encoding: 'utf-16' }],
    ['Latin-1', Buffer.from(text, 'latin1'), { encoding: 'latin-1' }],
    ['Windows-1252', Buffer.from(text, 'latin1'), { encoding: 'windows-1252' }],
    [
      'Windows-1252, gzipped',
      gzipSync(Buffer.from(text, 'latin1')),
      { encoding: 'windows-1252', path: 'a.csv.gz' },
    ],
  ])('%s', async (_, bytes, more) => {
    const got = await read({ [more.path ?? 'a.csv']: bytes }, more);
    expect(got.rows).toEqual(wanted);
    expect(got.columns.map(c => c.type)).toEqual(['BIGINT', 'VARCHAR']);
  });

  it('knows what Windows has and Latin-1 lacks', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from([0x80, 0x93, 0x61, 0x94, 0x0a])]);
    expect((await read({ 'a.csv': bytes }, { encoding: 'windows-1252' })).rows).toEqual([['€“a”']]);
  });

  it('reads Japanese and Cyrillic', async () => {
    const sjis = Buffer.from([0x61, 0x0a, 0x93, 0xfa, 0x96, 0x7b, 0x0a]);
    expect((await read({ 'a.csv': sjis }, { encoding: 'shift_jis' })).rows).toEqual([['日本']]);
    const cp1251 = Buffer.from([0x61, 0x0a, 0xc4, 0xe0, 0x0a]);
    expect((await read({ 'a.csv': cp1251 }, { encoding: 'windows-1251' })).rows).toEqual([['Да']]);
  });

  it('names the file of a row, not its copy', async () => {
    const got = await read(
      { 'x/a.csv': Buffer.from('a\né\n', 'latin1'), 'x/b.csv': Buffer.from('a\nb\n') },
      { path: 'x', encoding: 'windows-1252', fileNameColumn: 'file' },
    );
    expect(got.rows.map(([a, file]) => [a, file?.split('/').slice(-2).join('/')])).toEqual([
      ['é', 'x/a.csv'],
      ['b', 'x/b.csv'],
    ]);
  });

  it('says which encoding to set when the bytes are not UTF-8', async () => {
    expect(await fault({ 'a.csv': Buffer.from('id,a\n1,café\n', 'latin1') })).toEqual({
      code: 'csv-encoding',
      param: 'encoding',
      message:
        '“a.csv” is not UTF-8. Set “encoding” to windows-1252, or whatever the program that writes it uses.',
    });
    expect(
      await fault({ 'a.csv': Buffer.from('id,a\n1,é\n', 'utf16le') }, { encoding: 'utf-8' }),
    ).toMatchObject({
      code: expect.stringMatching(/csv-encoding|file-format/),
    });
  });

  it('names the line when they go wrong after the head', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`id,a\n${'1,x\n'.repeat(30_000)}`),
      Buffer.from('2,café\n', 'latin1'),
    ]);
    expect(await fault({ 'a.csv': bytes })).toEqual({
      code: 'csv-encoding',
      param: 'encoding',
      message:
        '“a.csv” is not UTF-8: line 30002 holds other bytes. Set “encoding” to the encoding that the program which writes it uses, such as windows-1252.',
    });
  });

  it('stops at bytes that the encoding does not have', async () => {
    expect(
      await fault({ 'a.csv': Buffer.from([0x61, 0x0a, 0x93, 0xff, 0xff, 0x0a]) }, { encoding: 'shift_jis' }),
    ).toEqual({
      code: 'csv-encoding',
      param: 'encoding',
      message: '“a.csv” is not shift_jis. Set “encoding” to the one that the program which writes it uses.',
    });
  });
});

describe('long lines', () => {
  const long = 'x'.repeat(100_000_000);

  it.each([
    ['the only one', `id,a\n1,${long}\n`, 'some'],
    ['the first', `${long}\n1\n`, 'first'],
    ['the last', `id,a\n${'1,y\n'.repeat(500_000)}2,${long}\n`, 'last'],
    ['one in the middle', `id,a\n${'1,y\n'.repeat(500_000)}2,${long}\n3,z\n`, 'some'],
  ])(
    'refuses %s',
    async (_, text) => {
      const got = await fault({ 'a.csv': text });
      expect(got.code).toBe('csv-line-long');
      expect(got.message.length).toBeLessThan(300);
    },
    60_000,
  );

  it('refuses one in a file that is copied', async () => {
    const text = `id,a\n${'1,y\n'.repeat(3_000_000)}2,${'x'.repeat(3_000_000)}\n`;
    expect(await fault({ 'a.csv': text }, { encoding: 'windows-1252' })).toEqual({
      code: 'csv-line-long',
      param: 'path',
      message:
        'Line 3000002 of “a.csv” is longer than 2 MB. Check the delimiter of lines and the quotes in the file.',
    });
  });
});
