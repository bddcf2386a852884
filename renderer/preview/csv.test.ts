import { expect, test } from 'vitest';
import { csvText, htmlText, tabbed } from './csv.ts';

test('cells are copied exactly, with quotes where they are needed', () => {
  expect(
    csvText(
      ['id', 'a "b"'],
      [
        [9007199254740993n, 'x,y'],
        [null, ''],
        [-0, 'line\nbreak'],
        [1.5, ' padded '],
      ],
    ),
  ).toBe('id,"a ""b"""\n9007199254740993,"x,y"\n,""\n-0,"line\nbreak"\n1.5," padded "');
});

test('cells are copied for spreadsheets with tabs and as a table, and stay text', () => {
  const rows = [
    [9007199254740993n, 'a\tb'],
    [null, '<b>"x"</b>\n&'],
  ];
  expect(tabbed([['id', 't'], ...rows])).toBe('id\tt\n9007199254740993\t"a\tb"\n\t"<b>""x""</b>\n&"');
  expect(htmlText(['id', 't'], rows)).toBe(
    '<table><thead><tr><th>id</th><th>t</th></tr></thead><tbody><tr><td>9007199254740993</td><td>a\tb</td></tr>' +
      '<tr><td></td><td>&lt;b&gt;"x"&lt;/b&gt;<br>&amp;</td></tr></tbody></table>',
  );
});
