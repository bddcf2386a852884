import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { failure, fakeFolder, readAll } from '../fake-world.ts';
import { type FakeWorkbook, inline, number, rows, workbookParts, writeArchive } from './fake-workbook.ts';
import { excelSheets, excelSource, excelSourceOptions } from './index.ts';

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

describe('what cells hold', () => {
  test('each kind of cell gives its type and text', async () => {
    const book: FakeWorkbook = {
      strings:
        '<si><t>Ada</t></si><si><r><t>Bo</t></r><r><t xml:space="preserve">b </t></r><rPh><t>x</t></rPh></si>',
      formats: ['yyyy-mm-dd', 'd/m/yy h:mm', 'h:mm AM/PM', '0.0%', '#,##0.00', '[Red]"day" 0'],
      sheets: [
        {
          name: 'Data',
          rows: `<row r="1">${['name', 'n', 'share', 'money', 'ok', 'day', 'at', 'clock', 'count', 'sum'].map((t, i) => inline(`${'ABCDEFGHIJ'[i]}1`, t)).join('')}</row>
<row r="2"><c r="A2" t="s"><v>0</v></c>${number('B2', 7)}${number('C2', 0.25, 4)}${number('D2', 10, 5)}<c r="E2" t="b"><v>1</v></c>${number('F2', 45292, 1)}${number('G2', 45292.5, 2)}${number('H2', 0.75, 3)}${number('I2', 3, 6)}<c r="J2" t="str"><f>A2&amp;"!"</f><v>Ada!</v></c></row>
<row r="3"><c r="A3" t="s"><v>1</v></c>${number('B3', '9007199254740993')}${number('C3', '1E-3', 4)}${number('D3', 2.5, 5)}<c r="E3" t="b"><v>0</v></c>${number('F3', 61, 1)}${number('G3', 1, 2)}${number('H3', 0, 3)}${number('I3', -4, 6)}<c r="J3" t="e"><v>#N/A</v></c></row>`,
        },
      ],
    };
    expect(await read(book)).toEqual({
      columns: [
        'name:VARCHAR',
        'n:BIGINT',
        'share:DOUBLE',
        'money:DOUBLE',
        'ok:BOOLEAN',
        'day:DATE',
        'at:TIMESTAMP',
        'clock:TIME',
        'count:BIGINT',
        'sum:VARCHAR',
      ],
      rows: [
        ['Ada', '7', '0.25', '10', 'true', '2024-01-01', '2024-01-01 12:00:00', '18:00:00', '3', 'Ada!'],
        [
          'Bob ',
          '9007199254740993',
          '0.001',
          '2.5',
          'false',
          '1900-03-01',
          '1900-01-01',
          '00:00:00',
          '-4',
          null,
        ],
      ],
    });
  });

  test('1904 workbooks count from another day', async () => {
    const book = {
      ...rows(`<row>${number('A1', 0, 1)}</row><row>${number('A2', 43830, 1)}</row>`),
      formats: [14],
    };
    const result = await read({ ...book, is1904: true }, { header: false });
    expect(result.rows).toEqual([['1904-01-01'], ['2024-01-01']]);
  });

  test('mixed columns are text, and numbers that Excel keeps as whole stay whole', async () => {
    const result = await read(
      rows(
        `<row>${number('A1', 1)}${number('B1', 1)}</row><row>${inline('A2', 'x')}${number('B2', 1.5)}</row>`,
      ),
      { header: false },
    );
    expect(result).toEqual({
      columns: ['A:VARCHAR', 'B:DOUBLE'],
      rows: [
        ['1', '1'],
        ['x', '1.5'],
      ],
    });
  });

  test('an empty text is a null in a number column and a text in a text column', async () => {
    const result = await read(
      rows(
        `<row>${number('A1', 1)}${inline('B1', 'x')}</row><row><c r="A2" t="str"><v></v></c><c r="B2" t="str"><v></v></c></row>`,
      ),
      { header: false },
    );
    expect(result.rows).toEqual([
      ['1', 'x'],
      [null, ''],
    ]);
  });

  test('_x000D_ is a hidden character and _x005F_x000D_ is its spelling', async () => {
    const result = await read(
      rows(`<row>${inline('A1', 'a_x000D_b')}${inline('B1', '_x005F_x000D_')}</row>`),
      {
        header: false,
      },
    );
    expect(result.rows).toEqual([['a\rb', '_x000D_']]);
  });
});

describe('where the table lies', () => {
  const book = rows(
    `<row r="1">${inline('B1', 'Sales report')}</row>`,
    `<row r="3">${inline('B3', 'id')}${inline('C3', 'id')}${inline('D3', '__proto__')}</row>`,
    `<row r="4">${number('B4', 1)}${number('C4', 10)}</row>`,
    `<row r="6">${number('B6', 2)}${number('C6', 20)}${number('E6', 5)}</row>`,
    '<row r="900000"/>',
  );

  test('rows passed over, names made unique, gaps as nulls, trailing blanks left out', async () => {
    expect(await read(book, { skip: 2 })).toEqual({
      columns: ['id:BIGINT', 'id_1:BIGINT', '__proto__:VARCHAR', 'E:BIGINT'],
      rows: [
        ['1', '10', null, null],
        [null, null, null, null],
        ['2', '20', null, '5'],
      ],
    });
  });

  test('a range cuts out its cells only', async () => {
    expect(await read(book, { range: '$C$3:D5' })).toEqual({
      columns: ['id:BIGINT', '__proto__:VARCHAR'],
      rows: [['10', null]],
    });
  });

  test('sheets by name, by number, and by a wrong name', async () => {
    const two = {
      sheets: [
        ...rows(`<row>${number('A1', 1)}</row>`).sheets,
        { name: 'Prices', rows: `<row>${number('A1', 2)}</row>` },
      ],
    };
    const path = await written(two);
    const one = (sheet: string | number) =>
      readAll(excelSource, excelSourceOptions.parse({ path, sheet, header: false }), world);
    expect((await one('prices')).rows).toEqual([['2']]);
    expect((await one(1)).rows).toEqual([['1']]);
    expect(await excelSheets(path, world)).toEqual(['Data', 'Prices']);
    expect(await failure(one('Price'))).toMatchObject({
      code: 'sheet-missing',
      sheets: ['Data', 'Prices'],
      near: 'Prices',
    });
    expect(await failure(one(3))).toMatchObject({ code: 'sheet-missing', sheet: 3 });
  });

  test('an empty sheet and a range that is none are named', async () => {
    expect(await failure(read(rows()))).toMatchObject({ code: 'sheet-empty', sheet: 'Data' });
    expect(await failure(read(rows(), { range: 'D1:A1' }))).toMatchObject({ code: 'sheet-range' });
  });
});

describe('types for the whole sheet', () => {
  const late = (last: string, first = (i: number) => number(`A${i}`, i)) =>
    rows(...Array.from({ length: 10_050 }, (_, i) => `<row r="${i + 1}">${first(i + 1)}</row>`), last);

  test('a late value that does not fit is named with its cell, never rounded', async () => {
    const book = late(`<row r="10051">${number('A10051', 1.5)}</row>`);
    expect(await failure(read(book, { header: false }))).toMatchObject({
      code: 'sheet-cell-type',
      cell: 'A10051',
      column: 'A',
      there: '1.5',
      type: 'BIGINT',
    });
    const typed = await read(book, { header: false, types: { A: 'DOUBLE' } });
    expect(typed.rows.at(-1)).toEqual(['1.5']);
  });

  test('a late column is an error unless a range was asked for', async () => {
    const book = late(`<row r="10051">${number('A10051', 1)}${inline('C10051', 'note')}</row>`);
    expect(await failure(read(book, { header: false }))).toMatchObject({
      code: 'sheet-cell-outside',
      cell: 'C10051',
    });
    expect((await read(book, { header: false, range: 'A:A' })).rows).toHaveLength(10_051);
  });

  test('types set by the user: serial numbers as dates, flags as numbers, unknown columns named', async () => {
    const book = rows(`<row>${number('A1', 45292)}<c r="B1" t="b"><v>1</v></c></row>`);
    const typed = await read(book, { header: false, types: { A: 'DATE', B: 'BIGINT' } });
    expect(typed).toEqual({ columns: ['A:DATE', 'B:BIGINT'], rows: [['2024-01-01', '1']] });
    expect(await failure(read(book, { header: false, types: { AA: 'DATE' } }))).toMatchObject({
      code: 'workbook-unknown-column',
      near: 'A',
    });
  });

  test('error cells can stop the run', async () => {
    const book = rows('<row><c r="A1" t="e"><v>#DIV/0!</v></c></row>');
    expect(await failure(read(book, { header: false, errors: 'fail' }))).toMatchObject({
      cell: 'A1',
      there: '#DIV/0!',
    });
  });
});
