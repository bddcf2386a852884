import { expect, test } from 'vitest';
import { csvText } from './csv.ts';

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
