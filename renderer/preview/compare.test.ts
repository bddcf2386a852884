import { expect, test } from 'vitest';
import { columnChanges } from './compare.ts';

test('columns that came, went or changed their type', () => {
  const before = [
    { name: 'a', type: 'BIGINT' },
    { name: 'b', type: 'VARCHAR' },
  ];
  const after = [
    { name: 'b', type: 'DATE' },
    { name: 'c', type: 'DOUBLE' },
  ];
  expect(columnChanges(before, after)).toEqual([
    { change: 'retyped', name: 'b', from: 'VARCHAR', to: 'DATE' },
    { change: 'added', name: 'c', type: 'DOUBLE' },
    { change: 'removed', name: 'a', type: 'BIGINT' },
  ]);
  expect(columnChanges(before, before)).toEqual([]);
});
