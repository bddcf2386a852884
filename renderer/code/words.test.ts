import { expect, test } from 'vitest';
import { explained, offersFor, wordAround } from './words.ts';

const columns = [
  { name: 'amount', type: 'DOUBLE' },
  { name: 'Order date', type: 'DATE' },
  { name: 'select', type: 'VARCHAR' },
];
const offer = (label: string, allow: 'scalar' | 'aggregate' = 'scalar') =>
  offersFor(columns, allow).find(o => o.label === label);

test('columns are offered as they must be written, with their type', () => {
  expect(offer('amount')).toMatchObject({ insert: 'amount', detail: 'DOUBLE', kind: 'column' });
  expect(offer('Order date')?.insert).toBe('"Order date"');
  expect(offer('select')?.insert).toBe('"select"');
});

test('functions are offered where they may stand, the cursor between their brackets', () => {
  expect(offer('upper')).toMatchObject({ insert: 'upper()', cursor: 6, detail: '(text)' });
  expect(offer('upper')?.info).toContain('In upper case');
  expect(offer('sum')).toBeUndefined();
  expect(offer('sum', 'aggregate')).toMatchObject({ kind: 'function' });
  expect(offer('concat_operator')).toBeUndefined();
});

test('a word is explained: a column by its type, a function by any of its spellings', () => {
  expect(explained('"Order date"', columns)).toEqual({ title: 'Order date', text: 'DATE' });
  expect(explained('len', columns)?.title).toBe('length(text)');
  expect(explained('nothing', columns)).toBeUndefined();
});

test('the word around a place is a quoted name as a whole', () => {
  expect(wordAround('a + "Order date"', 8)).toEqual({ from: 4, to: 16, word: '"Order date"' });
  expect(wordAround('a + b', 2)).toBeUndefined();
});
