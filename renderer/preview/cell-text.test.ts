import { describe, expect, test } from 'vitest';
import { numberText, piecesOf, plainText, shownCell } from './cell-text.ts';

const read = (text: string): string =>
  piecesOf(text)
    .map(p => (p.mark === undefined ? p.text : `[${p.mark}]`))
    .join('');

describe('nothing invisible stays invisible', () => {
  test('control, bidi and zero-width characters are marks', () => {
    expect(read('a\u0000b\u001b[31mred')).toBe('a[␀]b[␛][31mred');
    expect(read('invoice\u202egpj.exe')).toBe('invoice[RLO]gpj.exe');
    expect(read('pay\u200bpal \u2066x\u2069 \ufeff')).toBe('pay[ZWSP]pal [LRI]x[PDI] [BOM]');
    expect(read('one\ntwo\tthree')).toBe('one[↵]two[⇥]three');
    expect(read('\u0085')).toBe('[U+0085]');
  });

  test('a joiner inside an emoji is part of it, elsewhere it is a mark', () => {
    expect(read('👩‍👩‍👧 a\u200db')).toBe('👩‍👩‍👧 a[ZWJ]b');
  });

  test('thousands of combining marks on one letter are counted, a few are left alone', () => {
    expect(read('é ệ')).toBe('é ệ');
    expect(read(`a${'\u0301'.repeat(10_000)}b`)).toBe(`a${'\u0301'.repeat(6)}[+9994]b`);
  });
});

describe('cells', () => {
  test('null, empty text and zero are three things', () => {
    expect(shownCell(null, 'VARCHAR', 1000)).toMatchObject({ tone: 'null' });
    expect(shownCell('', 'VARCHAR', 1000)).toMatchObject({ tone: 'empty' });
    expect(shownCell(0, 'INTEGER', 1000).pieces).toEqual([{ text: '0' }]);
  });

  test('numbers keep every digit and say what they are', () => {
    expect([NaN, Infinity, -Infinity, -0, 1e21].map(numberText)).toEqual(['NaN', '∞', '-∞', '-0', '1e+21']);
    expect(shownCell(9223372036854775807n, 'BIGINT', 1000).pieces).toEqual([{ text: '9223372036854775807' }]);
    expect(plainText(-0)).toBe('-0');
  });

  test('a long text says that there is more; bytes are a length and a beginning', () => {
    const shown = shownCell('x'.repeat(1001), 'VARCHAR', 1000);
    expect(shown.more).toBe(true);
    expect(shown.pieces[0]?.text).toHaveLength(300);
    expect(shownCell('x'.repeat(1000), 'VARCHAR', 1000).more).toBe(false);
    expect(shownCell('1024:00FF', 'BLOB', 1000).pieces[0]?.text).toBe('1,024 bytes · 00ff…');
  });
});
