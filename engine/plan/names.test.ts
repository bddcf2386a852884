import { expect, test } from 'vitest';
import { distinctNames, freeName } from './names.ts';

test('helper names make way for names that are there', () => {
  expect(freeName('n', ['N', 'n_2'])).toBe('n_3');
});

test('names that are the same but for the case of letters are numbered, in order', () => {
  expect(distinctNames(['a', 'A', 'b', 'a'], ['B'])).toEqual(['a', 'A_2', 'b_2', 'a_3']);
});
