import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charOfByte, charOfCodePoint, marksOf, tokenAt, withoutEnd } from './sql-text.ts';

const commentsOf = (text: string) =>
  marksOf(text).flatMap(mark => (mark.what === 'comment' ? [text.slice(mark.from, mark.to)] : []));

test('comments are found, and only outside of quotes', () => {
  expect(commentsOf('a -- b\n+ /* c /* d */ e */ f')).toEqual(['-- b', '/* c /* d */ e */']);
  expect(commentsOf(`'--' || "/*" || $$ -- $$ || $x$ /* $$ $x$`)).toEqual([]);
  expect(commentsOf(`'it''s' -- it's`)).toEqual([`-- it's`]);
  expect(commentsOf(`E'\\' -- ' || 'a\\' -- b`)).toEqual(['-- b']);
  expect(commentsOf('a /* open')).toEqual(['/* open']);
});

test('only the semicolon that ends a query is cut', () => {
  expect(withoutEnd('select 1;')).toBe('select 1');
  expect(withoutEnd('select 1; -- done\n ;\n')).toBe('select 1');
  expect(withoutEnd(`select ';' -- ;`)).toBe(`select ';' -- ;`);
  expect(withoutEnd('select 1; drop table t')).toBe('select 1; drop table t');
});

test('a token is what a person sees as one', () => {
  const at = (text: string, from: number) => {
    const place = tokenAt(text, from);
    return text.slice(place.from, place.to);
  };
  expect(at('"my ""col""" + 1', 0)).toBe('"my ""col"""');
  expect(at("'it''s' || x", 0)).toBe("'it''s'");
  expect(at('größe_2 > 1', 0)).toBe('größe_2');
  expect(at('a <= b', 2)).toBe('<=');
  expect(at('a::int', 1)).toBe('::');
  expect(at('12.5e3 + 1', 0)).toBe('12.5e3');
  expect(at('(a)', 0)).toBe('(');
  expect(at('😀', 0)).toBe('😀');
  expect(at('a', 1)).toBe('');
});

test('bytes and characters are turned into positions of JavaScript', () => {
  const text = 'é😀x';
  expect([charOfByte(text, 2), charOfByte(text, 6)]).toEqual([1, 3]);
  expect([charOfCodePoint(text, 1), charOfCodePoint(text, 2), charOfCodePoint(text, 9)]).toEqual([1, 3, 4]);
});

test('no text makes it fail or cut more than the end', () => {
  const piece = fc.constantFrom("'", '"', '--', '/*', '*/', '$$', '$a$', ';', '\n', ' ', 'a', 'E', '\\', 'é');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
      const text = pieces.join('');
      expect(text.startsWith(withoutEnd(text))).toBe(true);
      let last = 0;
      for (const mark of marksOf(text)) {
        expect(mark.from).toBeGreaterThanOrEqual(last);
        last = mark.to;
      }
    }),
  );
});
