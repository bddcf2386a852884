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

describe('truth values', () => {
  it('leaves yes and no as they are written, and reads true and false', async () => {
    const got = await read({ 'a.csv': 'id,bought,paid\n1,yes,TRUE\n2,no,false\n3,,\n' });
    expect(got.columns.map(c => c.type)).toEqual(['BIGINT', 'VARCHAR', 'BOOLEAN']);
    expect(got.rows).toEqual([
      ['1', 'yes', 'true'],
      ['2', 'no', 'false'],
      ['3', null, null],
    ]);
  });

  it('reads them as truth values where that type is set', async () => {
    const got = await read({ 'a.csv': 'id,bought\n1,yes\n2,no\n' }, { types: { bought: 'BOOLEAN' } });
    expect(got.rows).toEqual([
      ['1', 'true'],
      ['2', 'false'],
    ]);
  });

  it('goes by the names of columns where files have them in another order', async () => {
    const got = await read(
      { 'a.csv': 'id,bought\n1,yes\n', 'b.csv': 'bought,id\nno,2\n' },
      { path: '*.csv' },
    );
    expect(got.columns).toMatchObject([
      { name: 'id', type: 'BIGINT' },
      { name: 'bought', type: 'VARCHAR' },
    ]);
  });
});

describe('headers', () => {
  it('numbers names that come again and names blank ones by position', async () => {
    const got = await read({ 'a.csv': 'a,A,,__proto__,a_2,constructor\n1,2,3,4,5,6\n' });
    expect(got.columns.map(c => c.name)).toEqual(['a', 'A_3', 'column_3', '__proto__', 'a_2', 'constructor']);
    expect(got.rows).toEqual([['1', '2', '3', '4', '5', '6']]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('takes a type for a column called __proto__', async () => {
    const types = JSON.parse('{"__proto__":"VARCHAR"}') as Record<string, string>;
    const got = await read({ 'a.csv': '__proto__,constructor\n1,2\n' }, { types });
    expect(got.columns.map(c => c.type)).toEqual(['VARCHAR', 'BIGINT']);
  });

  it('has no rows where there is only a header', async () => {
    for (const text of ['id,a\n', 'id,a', '\ufeffid,a\r\n']) {
      const got = await read({ 'a.csv': text });
      expect(got.columns.map(c => c.name)).toEqual(['id', 'a']);
      expect(got.rows).toEqual([]);
    }
  });

  it('reads 20,000 columns', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `c${i}`);
    const got = await read({ 'a.csv': `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n` });
    expect(got.columns).toHaveLength(20_000);
    expect(got.rows[0]?.[19_999]).toBe('19999');
  });

  it('refuses a type for a column that is not there', async () => {
    expect(await fault({ 'a.csv': 'id,amount\n1,2\n' }, { types: { amout: 'DOUBLE' } })).toEqual({
      code: 'file-unknown-column',
      param: 'types',
      message: 'Column “amout” is not in “a.csv”. Columns: id, amount. Did you mean “amount”?',
    });
  });
});

describe('empty and missing', () => {
  it.each(['', '\n', '\r\n\r\n', '   \n'])('%j is empty', async text => {
    expect(await fault({ 'a.csv': text })).toEqual({
      code: 'file-empty',
      param: 'path',
      message: '“a.csv” is empty: it has no header and no rows. Check the program that writes it.',
    });
  });

  it('says which pattern matches nothing', async () => {
    expect(await fault({ 'a.csv': 'a\n1\n' }, { path: 'b-*.csv' })).toEqual({
      code: 'no-files',
      param: 'path',
      message: 'No file matches “b-*.csv” (looked for b-*.csv). Check the folder and the pattern.',
    });
  });

  it('says what it looked for in a folder', async () => {
    expect((await fault({ 'x/a.parquet': 'a' }, { path: 'x' })).message).toBe(
      'No file matches “x” (looked for *.csv, *.tsv, *.txt, *.csv.gz, *.tsv.gz, *.csv.zst). Check the folder and the pattern.',
    );
  });

  it('names a file that is near', async () => {
    expect((await fault({ 'orders.csv': 'a\n1\n' }, { path: 'order.csv' })).message).toMatch(
      /^There is no file “order.csv” in the folder \S+\. Did you mean “orders.csv”\?$/,
    );
  });
});

describe('rows that do not fit', () => {
  const ragged = 'id,a\n1,x\n2\n3,y,z\n4,w\n';

  it('names the line and what it has', async () => {
    expect(await fault({ 'a.csv': ragged })).toEqual({
      code: 'csv-row',
      param: 'badRows',
      message:
        'Line 3 of “a.csv” cannot be read: it has 1 value for 2 columns. The line is “2”. Set “badRows” to skip or quarantine, or give the column another type in “types”.',
    });
  });

  it.each([
    ['the last', 'id,a\n1,2\n3,4,5\n', 'Line 3 of “a.csv” cannot be read: it has 3 values for 2 columns'],
    ['every one', 'id,a\n1,2,3\n4,5,6\n', 'Line 2 of “a.csv” cannot be read: it has 3 values for 2 columns'],
    ['most', 'id,a\n1,2\n3,4,5\n6,7,8\n9,9,9\n', 'Line 3 of “a.csv” cannot be read'],
  ])(
    '%s is wider than the header: neither the header nor a row is taken for a title',
    async (_, file, said) => {
      expect((await fault({ 'a.csv': file })).message).toContain(said);
    },
  );

  it('a title above the header is passed over', async () => {
    const file = 'Orders, as of today\n\nid,name,country\n1,Zoë,FR\n2,Bo,DE\n';
    expect((await read({ 'a.csv': file })).rows).toEqual([
      ['1', 'Zoë', 'FR'],
      ['2', 'Bo', 'DE'],
    ]);
  });

  it('leaves them out when asked to', async () => {
    expect((await read({ 'a.csv': ragged }, { badRows: 'skip' })).rows).toEqual([
      ['1', 'x'],
      ['4', 'w'],
    ]);
  });

  it('names line, column, value and type after the sample', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i}`).join('\n');
    expect(await fault({ 'a.csv': `id,amount\n${rows}\n30000,oops\n` })).toEqual({
      code: 'csv-type',
      param: 'types',
      message:
        'Line 30002 of “a.csv” holds “oops” in column “amount”, which does not fit BIGINT. Give the column another type in “types”, look at more rows with “sampleRows” (-1 for all), or set “badRows” to skip or quarantine.',
    });
  });

  it('finds it with a larger sample', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i}`).join('\n');
    const got = await read({ 'a.csv': `id,amount\n${rows}\n30000,oops\n` }, { sampleRows: -1 });
    expect(got.columns).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'amount', type: 'VARCHAR' },
    ]);
  });

  it('names a quote that is never closed', async () => {
    expect(await fault({ 'a.csv': 'id,a\n1,"x"\n2,"unclosed\n3,y\n' })).toEqual({
      code: 'csv-not-closed',
      param: 'badRows',
      message:
        'Line 3 of “a.csv” opens a quote that is never closed. Correct the file, set “quote” to another character, or set “badRows” to skip or quarantine.',
    });
  });
});

describe('line ends', () => {
  it.each([
    ['LF', 'id,a\n1,x\n2,y\n'],
    ['CRLF', 'id,a\r\n1,x\r\n2,y\r\n'],
    ['CR', 'id,a\r1,x\r2,y\r'],
    ['all of them', 'id,a\r\n1,x\n2,y\r'],
    ['none at the end', 'id,a\n1,x\n2,y'],
  ])('%s', async (_, text) => {
    expect((await read({ 'a.csv': text })).rows).toEqual([
      ['1', 'x'],
      ['2', 'y'],
    ]);
  });

  it('stops where they change after the head, and says what to set', async () => {
    const text = `id,a\n${'1,x\n'.repeat(600_000)}2,y\r\n3,z\r\n`;
    expect(await fault({ 'a.csv': text })).toEqual({
      code: 'csv-newlines',
      param: 'newlines',
      message:
        'The lines of “a.csv” end in different ways (CR, LF, CRLF), which the head of the file does not show. Set “newlines” to mixed.',
    });
    expect((await read({ 'a.csv': text }, { newlines: 'mixed' })).rows).toHaveLength(600_002);
  });

  it('keeps them inside quotes', async () => {
    expect((await read({ 'a.csv': 'id,a\n1,"x\r\ny"\n2,z\n' })).rows).toEqual([
      ['1', 'x\r\ny'],
      ['2', 'z'],
    ]);
  });
});

describe('values', () => {
  it('keeps NUL bytes', async () => {
    expect((await read({ 'a.csv': 'id,a\n1,x\u0000y\n2,z\n' })).rows).toEqual([
      ['1', 'x\u0000y'],
      ['2', 'z'],
    ]);
  });

  it('reads decimal commas and thousands', async () => {
    const got = await read({ 'a.csv': 'id;a\n1;3,5\n2;1.234,5\n' }, { decimal: ',', thousands: '.' });
    expect(got.rows).toEqual([
      ['1', '3.5'],
      ['2', '1234.5'],
    ]);
  });

  it('reads dates in a format that was set, and in one that it finds', async () => {
    const set = await read({ 'a.csv': 'd\n03.02.2024\n' }, { dateFormat: '%d.%m.%Y' });
    expect([set.columns[0]?.type, set.rows]).toEqual(['DATE', [['2024-02-03']]]);
    const found = await read({ 'a.csv': 'd\n29.02.2024\n' });
    expect([found.columns[0]?.type, found.rows]).toEqual(['DATE', [['2024-02-29']]]);
  });

  it('takes listed texts and blanks as null', async () => {
    const got = await read({ 'a.csv': 'n,t\n1,a\nNA,\n,NA\n' }, { nullValues: ['NA'] });
    expect(got.columns[0]?.type).toBe('BIGINT');
    expect(got.rows).toEqual([
      ['1', 'a'],
      [null, null],
      [null, null],
    ]);
  });

  it('reads all as text', async () => {
    expect((await read({ 'a.csv': 'n\n007\n' }, { allText: true })).rows).toEqual([['007']]);
  });
});

describe('several files', () => {
  it('has all columns of all files, whichever comes first', async () => {
    const got = await read(
      { 'x/a.csv': 'id,a\n1,x\n', 'x/b.csv': 'b,id\n2.5,2\n', 'x/c.csv': '' },
      { path: 'x' },
    );
    expect(got.columns).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'a', type: 'VARCHAR' },
      { name: 'b', type: 'DOUBLE' },
    ]);
    expect(got.rows).toEqual([
      ['1', 'x', null],
      ['2', null, '2.5'],
    ]);
  });

  it('widens a type that differs', async () => {
    const got = await read({ 'x/a.csv': 'n\n1\n', 'x/b.csv': 'n\nx\n' }, { path: 'x/*.csv' });
    expect(got.columns).toEqual([{ name: 'n', type: 'VARCHAR' }]);
    expect(got.rows).toEqual([['1'], ['x']]);
  });

  it('has columns from folders, whose values need no header', async () => {
    const files = { 'p/c=DE/y=2024/a.csv': 'id\n1\n', 'p/c=C%C3%B4te/y=2023/a.csv': 'id\n2\n' };
    const got = await read(files, { path: 'p' });
    expect(got.columns).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'c', type: 'VARCHAR' },
      { name: 'y', type: 'BIGINT' },
    ]);
    expect(got.rows).toEqual([
      ['2', 'Côte', '2023'],
      ['1', 'DE', '2024'],
    ]);
    expect((await read(files, { path: 'p/c=DE/**/*.csv' })).rows).toEqual([['1', 'DE', '2024']]);
  });

  it('reads gzip', async () => {
    expect((await read({ 'a.csv.gz': gzipSync('id,a\n1,x\n') }, { path: 'a.csv.gz' })).rows).toEqual([
      ['1', 'x'],
    ]);
  });
});
