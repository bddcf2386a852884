import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { failure, fakeFolder, readAll } from '../fake-world.ts';
import { archiveLimits } from './archive.ts';
import { type FakeWorkbook, inline, number, rows, workbookParts, writeArchive } from './fake-workbook.ts';
import { excelSource, excelSourceOptions } from './index.ts';
import { makeExcelSource } from './source.ts';

const { folder, world, remove } = fakeFolder();
afterAll(remove);

let files = 0;
const written = async (book: FakeWorkbook): Promise<string> => {
  const name = `book-${files++}.xlsx`;
  await writeArchive(join(folder, name), workbookParts(book));
  return name;
};
const read = async (book: FakeWorkbook, options: object = {}) =>
  readAll(excelSource, excelSourceOptions.parse({ path: await written(book), ...options }), world);

describe('files that are refused', () => {
  const file = (content: Buffer | string): string => {
    const name = `other-${files++}.xlsx`;
    writeFileSync(join(folder, name), content);
    return name;
  };
  const fault = (path: string) => failure(excelSource.describe(excelSourceOptions.parse({ path }), world));
  const compound = (stream: string): Buffer => {
    const bytes = Buffer.alloc(2048);
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
    bytes.writeUInt16LE(9, 30);
    bytes.writeUInt32LE(1, 48);
    Buffer.from(stream, 'utf16le').copy(bytes, 1024);
    return bytes;
  };

  test('each kind of file is named', async () => {
    expect(await fault('missing.xlsx')).toMatchObject({ code: 'file-missing', path: 'missing.xlsx' });
    expect(await fault('.')).toMatchObject({ code: 'file-unreadable' });
    expect(await fault(file(''))).toMatchObject({ code: 'not-a-workbook', looks: 'an empty file' });
    expect(await fault(file('a,b\n1,2\n'))).toMatchObject({ looks: 'plain text, perhaps CSV' });
    expect(await fault(file('<html><table>'))).toMatchObject({ looks: 'a web page' });
    expect(await fault(file(compound('EncryptedPackage')))).toMatchObject({ code: 'workbook-encrypted' });
    expect(await fault(file(compound('Workbook')))).toMatchObject({
      code: 'workbook-old-format',
      extension: '.xls',
    });
    expect(await fault(file('PK\x03\x04 and no more'))).toMatchObject({ code: 'workbook-damaged' });
    const parts = async (content: Record<string, string>) => {
      await writeArchive(join(folder, 'parts.xlsx'), content);
      return fault('parts.xlsx');
    };
    expect(await parts({ 'xl/workbook.bin': '' })).toMatchObject({ extension: '.xlsb' });
    expect(await parts({ mimetype: '', 'content.xml': '' })).toMatchObject({ extension: '.ods' });
    expect(await parts({ 'word/document.xml': '' })).toMatchObject({ looks: 'a Word document' });
    expect(await fault('../../etc/passwd')).toMatchObject({ code: 'path-refused' });
  });

  const broken = async (sheet: string, parts: FakeWorkbook['parts'] = {}) =>
    failure(read({ ...rows(sheet), parts }, { header: false }));

  test('damaged contents are named and nothing is guessed', async () => {
    const one = `<row>${number('A1', 1)}</row>`;
    expect(await broken('<row><c r="A1" t="s"><v>9</v></c></row>')).toMatchObject({
      code: 'workbook-damaged',
    });
    expect(await broken(`<row>${number('A1', 'x')}</row>`)).toMatchObject({
      reason: 'cell A1 should hold a number and holds x',
    });
    expect(
      await broken(`<row r="2">${number('A2', 1)}</row><row r="1">${number('A1', 1)}</row>`),
    ).toMatchObject({
      reason: 'row 1 follows row 2',
    });
    expect(await broken('<row r="1048577"/>')).toMatchObject({ code: 'workbook-damaged' });
    expect(await broken(`<row>${'<c/>'.repeat(16_385)}</row>`)).toMatchObject({ code: 'workbook-damaged' });
    expect(await broken(one, { 'xl/worksheets/sheet1.xml': undefined })).toMatchObject({
      code: 'workbook-damaged',
    });
    expect(await broken('</sheetData><row>')).toMatchObject({ code: 'workbook-damaged' });
    expect(await broken('<x>'.repeat(500))).toMatchObject({ code: 'workbook-damaged' });
  });

  test('an XML entity bomb is refused before it grows', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`;
    const fault = await broken('', { 'xl/worksheets/sheet1.xml': bomb });
    expect(fault).toMatchObject({ code: 'workbook-damaged' });
    expect(fault.reason).toMatch(/document type/);
  });

  test('archive bombs: too many parts, too large a part, too great a ratio', async () => {
    const path = await written(rows(`<row>${inline('A1', 'x'.repeat(200_000))}</row>`));
    const under = (limits: object) =>
      failure(
        makeExcelSource({ ...archiveLimits, ...limits }).describe(excelSourceOptions.parse({ path }), world),
      );
    expect(await under({ parts: 3 })).toMatchObject({ code: 'workbook-too-large' });
    expect(await under({ partBytes: 100_000 })).toMatchObject({ code: 'workbook-too-large' });
    expect(await under({ freeBytes: 1000, ratio: 50 })).toMatchObject({ code: 'workbook-too-large' });
    expect(await under({})).toMatchObject({ code: 'no failure' });
  });

  test('an endless text is stopped while it is unpacked', async () => {
    const fault = await broken(`<row>${inline('A1', 'x'.repeat(9_000_000))}</row>`);
    expect(fault).toMatchObject({ code: 'workbook-damaged' });
  });

  test('entry names are keys, never paths', async () => {
    const parts = { ...workbookParts(rows(`<row>${number('A1', 1)}</row>`)), 'xl/theme.xml': '' };
    await writeArchive(join(folder, 'names.xlsx'), parts);
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(join(folder, 'names.xlsx')).toString('latin1');
    // The same length, so that the archive stays whole.
    writeFileSync(
      join(folder, 'names.xlsx'),
      Buffer.from(bytes.replaceAll('xl/theme.xml', '../../et.xml'), 'latin1'),
    );
    const result = await readAll(
      excelSource,
      excelSourceOptions.parse({ path: 'names.xlsx', header: false }),
      world,
    );
    expect(result.rows).toEqual([['1']]);
  });

  test('cancelling stops a read', async () => {
    const abort = new AbortController();
    const path = await written(rows(...Array.from({ length: 50_000 }, () => '<row><c><v>1</v></c></row>')));
    const options = excelSourceOptions.parse({ path, header: false });
    const described = await excelSource.describe(options, world);
    if (excelSource.reads !== 'rows') throw new Error('reads rows');
    const loading = excelSource.load(
      described.options as typeof options,
      described.columns,
      { append: () => Promise.resolve(abort.abort()), csvFile: () => '' },
      { ...world, signal: abort.signal },
    );
    await expect(loading).rejects.toThrow(/abort/i);
  });
});
