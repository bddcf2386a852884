import { expect, test } from 'vitest';
import { allKinds } from '../store/kinds.ts';
import { search } from './search.ts';

const entries = allKinds.map(kind => ({
  title: kind.title,
  words: [kind.kind, ...(kind.keywords ?? [])],
  text: kind.summary,
}));
const first = (query: string) => search(entries, query)[0]?.title;

test('titles come before keywords, keywords before summaries', () => {
  expect(first('fil')).toBe('Filter');
  expect(first('csv')).toBe('Read CSV');
  expect(first('write csv')).toBe('Write CSV');
  expect(first('group by')).toBe('Aggregate');
});

test('accents and case do not matter; every word has to be found', () => {
  const items = [{ title: 'Größe' }, { title: 'Order café' }];
  expect(search(items, 'GRO')).toEqual([items[0]]);
  expect(search(items, 'cafe order')).toEqual([items[1]]);
  expect(search(items, 'order tea')).toEqual([]);
});

test('an empty query leaves everything in its order', () => {
  expect(search(entries, '  ')).toEqual(entries);
});
