import { expect, test } from 'vitest';
import { pasted } from '../../nodes/inline/paste.ts';
import { textOfHtml } from './html-table.ts';

const read = (html: string) => {
  const text = textOfHtml(html);
  if (text === undefined) return undefined;
  const { columns, rows } = pasted({ text, header: true, delimiter: 'tab', types: {}, mostCells: 1000 });
  return { names: columns.map(c => `${c.name} ${c.type}`), rows };
};

test('a table of a web page keeps its header, merged cells and text with breaks', () => {
  expect(
    read(
      '<meta charset="utf-8"><h2>Prices</h2><table><caption>x</caption><thead><tr><th>City<th>Price</tr></thead>' +
        '<tbody><tr><td rowspan=2>Oslo<br>(NO)<td>1.5</tr><tr><td>"2"&nbsp;</tr></tbody></table>',
    ),
  ).toEqual({
    names: ['City VARCHAR', 'Price VARCHAR'],
    rows: [
      ['Oslo (NO)', '1.5'],
      ['Oslo (NO)', '"2"'],
    ],
  });
});

test('a block of a spreadsheet takes its first row for the names, and one column is a table, too', () => {
  expect(read('<table><tr><td>a, b</td></tr><tr><td>1</td></tr></table>')).toEqual({
    names: ['a, b BIGINT'],
    rows: [['1']],
  });
});

test('what holds no table, or is built to hurt, is none', () => {
  expect(textOfHtml('<p>words</p>')).toBeUndefined();
  expect(textOfHtml('<table></table>')).toBeUndefined();
  expect(textOfHtml('<div>'.repeat(100_000))).toBeUndefined();
  expect(
    read('<table><tr><th>a</th></tr><tr><td><script>alert(1)</script>1</td></tr></table>')?.rows,
  ).toEqual([['1']]);
});
